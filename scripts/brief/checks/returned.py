"""What the file of a chart or a table has returned: whether it can be printed."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from brief.checks.letters import letters_of
from brief.content.bibliography import PUBLISHED_BRIEF
from brief.exhibits import Chart, Column, Table
from brief.faults import Fault


def returned_faults(
    program: Path, returned: Table | Chart, keys: Collection[str], fonts: Path, drawing: str = ""
) -> Iterator[Fault]:
    """Yield what is wrong with a table, or with a chart and its `drawing`, an SVG.

    `keys` are those of the bibliography, `fonts` is the folder of the design's fonts.
    """
    table = returned.numbers if isinstance(returned, Chart) else returned
    problems = [*_table_slips(table), *_line_slips(returned, keys)]
    if isinstance(returned, Chart):
        problems += _alt_slips(returned.alt)
    if not problems:
        shown = [html.unescape(text) for text in re.findall(r"<text[^>]*>(.*?)</text>", drawing)]
        problems += _letter_slips("".join([*_texts(table, returned), *shown]), fonts)
    for problem in problems:
        yield Fault(str(program), 1, 1, problem, "mend it in this file; README shows a whole one")


def _letter_slips(text: str, fonts: Path) -> Iterator[str]:
    letters = letters_of(sorted(fonts.glob("*.ttf")))
    for letter in sorted({letter for letter in text if not letter.isspace()} - letters):
        yield f"the fonts of the brief do not have {letter} (U+{ord(letter):04X}), which is written here"


def _texts(table: Table, returned: Table | Chart) -> Iterator[str]:
    yield returned.note
    yield from (column.title for column in table.columns)
    yield from (cell for row in table.rows for cell in row)


def _alt_slips(alt: Any) -> Iterator[str]:
    if not isinstance(alt, str) or not alt.strip():
        yield "the chart has no alternative text: its Chart says the finding in `alt`"


def _line_slips(returned: Table | Chart, keys: Collection[str]) -> Iterator[str]:
    """Look at the note and the sources, which are printed below."""
    if not isinstance(returned.note, str):
        yield f"`note` is {returned.note!r}, not a text"
    sources: Any = returned.sources
    if sources is None:
        return
    if not isinstance(sources, tuple | list):
        yield f"`sources` is {sources!r}, not a list of keys like ({sources!r},)"
        return
    for key in sources:
        if key != PUBLISHED_BRIEF and key not in keys:
            yield f"`sources` names {key!r}, which is not in the bibliography"


def _table_slips(table: Any) -> Iterator[str]:
    """Look at columns and rows."""
    if not isinstance(table, Table):
        yield f"`numbers` is {type(table).__name__}, not a Table"
        return
    if not isinstance(table.columns, tuple | list) or not table.columns:
        yield "there are no `columns`: a list of Column, one at least"
        return
    yield from (slip for column in table.columns for slip in _column_slips(column))
    if not isinstance(table.rows, tuple | list):
        yield f"`rows` is {type(table.rows).__name__}, not a list: write tuple(…) around it"
        return
    for number, row in enumerate(table.rows, 1):
        if not isinstance(row, tuple | list):
            yield f"row {number} is {row!r}, not a list of cells"
            continue
        if len(row) != len(table.columns):
            yield f"row {number} has {len(row)} cells, and there are {len(table.columns)} columns"
        for cell in row:
            if not isinstance(cell, str):
                yield f"a cell in row {number} is {cell!r}, not a text: desk.number makes a text of a number"


def _column_slips(column: Any) -> Iterator[str]:
    if not isinstance(column, Column) or not isinstance(column.title, str):
        yield f"{column!r} among the columns is not a Column with a title"
        return
    if column.align not in ("left", "right", "center"):
        yield f"the column {column.title} is aligned {column.align}, not left, right or center"
    share: Any = column.share
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share < math.inf:
        yield f"the column {column.title} has the share {share!r}, not a number above 0"
