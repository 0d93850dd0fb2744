"""The shape of one section: it has text, it begins with a heading, and it is plain Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brief.content.sections import COMMENTS, Mention, Node, Section
from brief.faults import Fault

RAW_MARKUP = (
    "INLINE_HTML",
    "HTML_BLOCK",
    "HTML_BLOCK_RAW",
    "HTML_BLOCK_DIV",
    "TEX_BLOCK",
    "LATEX_COMMAND",
    "RAW_INLINE",
)
"""The kinds of nodes that hold HTML, TeX or Typst; comments are among them."""

FRONT_MATTER = ("YAML_METADATA", "PANDOC_TITLE_BLOCK")
"""The kinds of nodes that Pandoc or Quarto would read as title, date and settings, and not print."""


def structure_faults(section: Section) -> Iterator[Fault]:
    """Yield the faults in the shape of a section."""
    if section.is_empty:
        yield Fault(section.path, 1, 1, "the section is empty", "write it, or remove the file")
        return
    for heading in _empty_headings(section):
        problem = f"there is no text under the heading {heading.name}"
        yield heading.fault(problem, "write it, or remove the heading")
    if not section.headings or section.headings[0][1] != 1:
        problem = "the section does not begin with a heading of the first level"
        remedy = "begin the file with a line like # Introduction {#sec-introduction}"
        yield Fault(section.path, 1, 1, problem, remedy)
    for node in section.root.find(*FRONT_MATTER):
        problem = "a section cannot have front matter: it would not be printed"
        remedy = "write title, date and the like in brief.yaml; for a line between paragraphs write * * *"
        yield section.mention(node).fault(problem, remedy)
    for marks in _deep_headings(section):
        problem = f"a heading has {len(marks.name)} #, and there are 6 levels"
        yield marks.fault(problem, "take some away, or write it as a paragraph")
    for comment in _unclosed_comments(section):
        yield comment.fault("<!-- opens a comment that nothing closes", "close it with -->")
    for markup in _raw_markup(section):
        text = markup.name.strip().splitlines()[0]
        yield markup.fault(f"raw markup {text[:40]}", "write it in Markdown; comments <!-- … --> are allowed")
    for shortcode in _unclosed_shortcodes(section):
        yield shortcode.fault("{{< opens and nothing closes it", "write it as {{< var table.row >}}")


def _empty_headings(section: Section) -> Iterator[Mention]:
    """Yield the headings that are followed by the end, or by a heading of their level or a higher one."""
    blocks = (
        node for node in section.root.children if node.kind != "BLANK_LINE" and not section.is_comment(node)
    )
    headings = iter(section.headings)
    pending: tuple[Mention, int] | None = None
    for block in blocks:
        current = next(headings) if block.kind == "HEADING" else None
        if pending and current and current[1] <= pending[1]:
            yield pending[0]
        pending = current
    if pending:
        yield pending[0]


def _deep_headings(section: Section) -> Iterator[Mention]:
    """Yield the marks of lines that begin with more # than there are levels of headings."""
    code = [(node.start, node.end) for node in section.root.find("CODE_BLOCK")]
    for marks in re.finditer(rb"^[>\s]*(#{7,})\s", section.raw, re.MULTILINE):
        if not any(first <= marks.start(1) < last for first, last in code):
            yield section.mention(Node("", marks.start(1), marks.end(1), ()))


def _unclosed_comments(section: Section) -> Iterator[Mention]:
    for node in section.root.find(*COMMENTS):
        if section.is_comment(node) and "-->" not in section.text(node):
            yield section.mention(node, "<!--")


def _raw_markup(section: Section) -> Iterator[Mention]:
    """Yield the HTML, TeX and Typst of a section, without its comments."""
    for node in section.root.find(*RAW_MARKUP):
        if not section.text(node).lstrip().startswith("<!--"):
            yield section.mention(node)
    for block in section.root.find("CODE_BLOCK"):
        if any(section.text(info).startswith("{=") for info in block.find("CODE_INFO")):
            yield section.mention(block)


def _unclosed_shortcodes(section: Section) -> Iterator[Mention]:
    for node in section.root.find("TEXT"):
        text = section.raw[node.start : node.end]
        if b"{{<" in text:
            yield section.mention(node, "{{<", skip=text.index(b"{{<"))
