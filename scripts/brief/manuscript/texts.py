"""From Markdown to Pandoc: the sections and the front matter, with the numbers of the data put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import panflute as pf

from brief.content.language import Language
from brief.content.sections import COMMENTS, Section
from brief.content.variables import SHORTCODE, Variable, read_variable
from brief.data.tables import DataTable
from brief.limits import ForeignError, at_work
from brief.pandoc import read_markdown


def datum(variable: Variable, tables: Mapping[str, DataTable], language: Language) -> str:
    """Return the Markdown span for a variable: its printed value, and the name of its cell."""
    # No-break spaces are typed as they are; everything else that Markdown might read is escaped.
    escaped = re.sub(r"([^\w\s]|_)", r"\\\1", variable.printed(tables, language))
    return f'[{escaped}]{{.datum data-var="{variable.name}"}}'


@dataclass(frozen=True)
class PandocText:
    """The Markdown of a section as Pandoc gets it, and the lines of the file that it comes from."""

    text: str
    starts: tuple[tuple[int, int], ...]
    """Pairs of lines, of the text and of the file, from which both run on alike; they count from 1."""

    def line_in_file(self, line: int) -> int:
        """Return the line of the file that a line of the text comes from."""
        here, there = max((start for start in self.starts if start[0] <= line), default=(1, 1))
        return there + line - here


def pandoc_text(section: Section, tables: Mapping[str, DataTable], language: Language) -> PandocText:
    """Return a section without comments, and with its numbers in place of the shortcodes."""
    text, end, starts = "", 0, [(1, 1)]
    for node in section.root.find("SHORTCODE", *COMMENTS):
        code = section.text(node)
        if node.start < end or not code.startswith(("<!--", "{{<")):
            continue
        text += section.raw[end : node.start].decode("utf-8")
        end = node.end
        is_alone = not text.rpartition("\n")[2].strip() and section.raw[end : end + 1] == b"\n"
        if node.kind == "SHORTCODE":
            variable = read_variable(code)
            text += datum(variable, tables, language) if variable else code
        elif node.kind == "INLINE_HTML" and is_alone:  # no blank line within a paragraph
            text = text.rstrip()
        starts.append((text.count("\n") + 1, section.raw.count(b"\n", 0, end) + 1))
    return PandocText(text + section.raw[end:].decode("utf-8"), tuple(starts))


def read_section(section: Section, tables: Mapping[str, DataTable], language: Language) -> list[pf.Block]:
    """Return the blocks of a section. Raises Faults with the place where Pandoc refuses it."""
    prepared = pandoc_text(section, tables, language)
    with at_work(section.path, "Pandoc"):
        try:
            return list(read_markdown(prepared.text).content)
        except ForeignError as error:
            reports = ((words, prepared.line_in_file(line)) for words, line in error.reports)
            raise ForeignError(*reports) from error


def read_sections(
    sections: Sequence[Section], tables: Mapping[str, DataTable], language: Language
) -> list[pf.Block]:
    """Return the blocks of all sections, in order; each is read on its own, with its own notes."""
    with ThreadPoolExecutor() as pool:
        read = list(pool.map(lambda section: read_section(section, tables, language), sections))
    return [block for blocks in read for block in blocks]


def read_lines(
    texts: Sequence[str], tables: Mapping[str, DataTable], language: Language
) -> list[list[pf.Inline]]:
    """Return each text of the front matter, one paragraph of Markdown, as inlines."""

    def fill(shortcode: re.Match[str]) -> str:
        variable = read_variable(shortcode[0])
        return datum(variable, tables, language) if variable else shortcode[0]

    # As headings, in which neither a number nor a hyphen can begin a list.
    plain = (re.sub(r"[ \t\r\n]+", " ", SHORTCODE.sub(fill, text)).strip() for text in texts)
    lines = ["# " + re.sub(r"(?<!\\)#", r"\\#", text) for text in plain]
    if not lines:
        return []
    blocks = read_markdown("\n\n".join(lines)).content
    return [list(block.content) for block in blocks]


def walk(blocks: Sequence[pf.Block], action: Callable[..., Any]) -> list[pf.Block]:
    """Return `blocks` with `action(element, document)` applied to everything in them."""
    return list(pf.Doc(*blocks).walk(action).content)
