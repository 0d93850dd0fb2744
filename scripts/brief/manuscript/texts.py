"""From Markdown to Pandoc: the sections and the front matter, with the numbers of the data put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import panflute as pf

from brief.datatables import DataTable
from brief.language import Language
from brief.pandoc import read_markdown
from brief.sections import COMMENTS, Section
from brief.variables import SHORTCODE, Variable, read_variable


def datum(variable: Variable, tables: Mapping[str, DataTable], language: Language) -> str:
    """Return the Markdown span for a variable: what it prints, and where it is from."""
    # Blanks that do not break are typed as they are; everything else that Markdown might read is escaped.
    escaped = re.sub(r"([^\w\s])", r"\\\1", variable.printed(tables, language))
    return f'[{escaped}]{{.datum data-var="{variable.name}"}}'


def section_text(section: Section, tables: Mapping[str, DataTable], language: Language) -> str:
    """Return the Markdown of a section without comments, with its numbers put in where Panache found them."""
    done, end = "", 0
    for node in section.root.find("SHORTCODE", *COMMENTS):
        text = section.text(node)
        if node.start < end or not text.startswith(("<!--", "{{<")):
            continue
        done += section.raw[end : node.start].decode("utf-8")
        end = node.end
        alone = not done.rpartition("\n")[2].strip() and section.raw[end : end + 1] == b"\n"
        if node.kind == "SHORTCODE":
            variable = read_variable(text)
            done += datum(variable, tables, language) if variable else text
        elif node.kind == "INLINE_HTML" and alone:  # no blank line within a paragraph
            done = done.rstrip()
    return done + section.raw[end:].decode("utf-8")


def read_sections(
    sections: Sequence[Section], tables: Mapping[str, DataTable], language: Language
) -> list[pf.Block]:
    """Return the blocks of all sections, in order; notes of one section are not seen in another."""
    texts = [section_text(section, tables, language) for section in sections]
    with ThreadPoolExecutor() as pool:
        documents = list(pool.map(read_markdown, texts))
    return [block for document in documents for block in document.content]


def read_lines(
    texts: Sequence[str], tables: Mapping[str, DataTable], language: Language
) -> list[list[pf.Inline]]:
    """Return each text of the front matter, one paragraph of Markdown, as inlines."""

    def fill(found: re.Match[str]) -> str:
        variable = read_variable(found[0])
        return datum(variable, tables, language) if variable else found[0]

    # As headings: in these a number and a hyphen begin no list.
    plain = (" ".join(SHORTCODE.sub(fill, text).split()) for text in texts)
    lines = ["# " + re.sub(r"(?<!\\)#", r"\\#", text) for text in plain]
    if not lines:
        return []
    blocks = read_markdown("\n\n".join(lines)).content
    return [list(block.content) for block in blocks]


def walk(blocks: Sequence[pf.Block], action: Callable[..., Any]) -> list[pf.Block]:
    """Return `blocks` with `action(element, document)` applied to everything in them."""
    return list(pf.Doc(*blocks).walk(action).content)
