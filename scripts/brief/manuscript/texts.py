"""From Markdown to Pandoc: the sections and the front matter, with the numbers of the data put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import panflute as pf

from brief.datatables import DataTable, parts_of
from brief.language import Language
from brief.pandoc import read_markdown
from brief.sections import COMMENTS, Section

SHORTCODE = re.compile(r"\{\{<\s*var\s+([\w./-]+)\s*>\}\}")


def printed(value: Any, kind: str, language: Language) -> str:
    """Return a value of the data as the language prints it; years and texts stay as they are."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and kind != "year":
        return language.number(value)
    return language.date(value) if kind in {"date", "yearmonth"} else re.sub(r"\s*\n\s*", " ", str(value))


def number(name: str, tables: Mapping[str, DataTable], language: Language) -> str:
    """Return what `table.row.column` prints as, a number or a text out of the data."""
    table, row, column = parts_of(name)
    return printed(tables[table][row][column], tables[table].kind(column), language)


def place_of(name: str, tables: Mapping[str, DataTable], language: Language) -> tuple[str, str]:
    """Return what `table.row.column` prints as, and where it stands: file, line and name."""
    table, row_name, _ = parts_of(name)
    row = tables[table][row_name]
    return number(name, tables, language), f"{row.path}:{row.line} ({name})"


def datum(name: str, tables: Mapping[str, DataTable], language: Language) -> str:
    """Return the Markdown span for `table.row.column`: the number, and where it is from."""
    table, row, column = parts_of(name)
    text = number(name, tables, language)
    # Blanks that do not break are typed as they are; everything else that Markdown might read is escaped.
    escaped = re.sub(r"([^\w\s]|_)", r"\\\1", text)
    return f'[{escaped}]{{.datum data-var="{table}.{row}.{column}"}}'


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
            done += datum(text[3:-3].split()[1], tables, language)
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
        return datum(found[1], tables, language)

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
