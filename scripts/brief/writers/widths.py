"""How wide a table has to be in print, and the room that a page has for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import panflute as pf

from brief.content.tokens import Tokens

LETTER = 0.57
"""The width of a letter in the text of tables, on average, as a part of its size."""

POINT = 25.4 / 72
PADDING = 10 * POINT
"""Millimetres between two columns (`grid-table` in brief.typ)."""

CODE_INSET = 8 * POINT
MONOSPACED = 0.6
"""Millimetres around a block of code (brief.typ), and the width of all its letters, as LETTER."""

SMALLEST = 0.8
"""How much smaller the text of a table may become before its words are broken."""

CAPTION_BESIDE, CAPTION_ABOVE, TURNED = "beside", "above", "turned"


@dataclass(frozen=True)
class Room:
    """The room of a table in print: how it stands on the page, how large its text is, and its columns."""

    place: str
    """CAPTION_BESIDE it in the margin, CAPTION_ABOVE it with all the width of the page, or TURNED."""
    scale: float
    shares: tuple[float, ...]
    """The parts of the columns of the whole width, which add up to 1."""

    @property
    def is_too_small(self) -> bool:
        """Whether words have to be broken for want of room."""
        return self.scale < SMALLEST


def room_for(shares: Sequence[float], rows: Sequence[Sequence[str]], tokens: Tokens) -> Room:
    """Return the first room in which no word of a table is broken, or else the largest there is.

    `shares` are the parts of its columns that its author wants, `rows` its texts, the heads among them.
    """
    page = tokens["page"]
    least = _least_widths(rows, len(shares), tokens["size.small"])
    length = page["height"] - page["top"] - page["bottom"]
    rooms = (
        (CAPTION_BESIDE, tokens.measure, 1.0),
        (CAPTION_ABOVE, tokens.text_width, SMALLEST),
        (TURNED, length, 0.0),
    )
    place, width, _ = next(room for room in rooms if sum(least) * room[2] <= room[1])
    scale = min(1.0, width / sum(least))
    return Room(place, scale, _divided([own * scale for own in least], shares, width))


def letters_of_code(tokens: Tokens) -> int:
    """Return how many letters a line of code has room for, in the column of text."""
    return int((tokens.measure - 2 * CODE_INSET) / (tokens["size.note"] * POINT * MONOSPACED))


def table_room(table: pf.Table, tokens: Tokens) -> Room:
    """Return the room for a table of the manuscript."""
    total = sum(share for _, share in table.colspec if isinstance(share, float))
    shares = [share / total if total else 1.0 for _, share in table.colspec]
    rows = [*table.head.content, *(row for body in table.content for row in body.content)]
    return room_for(shares, [[pf.stringify(cell) for cell in row.content] for row in rows], tokens)


def _least_widths(rows: Sequence[Sequence[str]], count: int, size: float) -> list[float]:
    """Return the width of the longest word of each column, with the blank beside it, in millimetres."""
    words = [[word for row in rows for word in _words(row[column : column + 1])] for column in range(count)]
    longest = (max(map(len, column), default=1) for column in words)
    return [length * size * POINT * LETTER + PADDING for length in longest]


def _words(cells: Sequence[str]) -> list[str]:
    """Return what stays on one line: it ends at a blank that is no no-break space, and behind a hyphen."""
    return [word for text in cells for word in re.split(r"[ \t\n]+|(?<=-)", text)]


def _divided(least: Sequence[float], shares: Sequence[float], width: float) -> tuple[float, ...]:
    """Return a width divided by shares, none of them less than its least."""
    fixed: dict[int, float] = {}
    while True:
        rest = width - sum(fixed.values())
        total = sum(share for column, share in enumerate(shares) if column not in fixed)
        widths = [fixed.get(column, rest * share / (total or 1)) for column, share in enumerate(shares)]
        short = [column for column, got in enumerate(widths) if got < least[column] and column not in fixed]
        if not short:
            return tuple(round(got / width, 4) for got in widths)
        fixed |= {column: least[column] for column in short}
