"""CSV files by RFC 4180, read with the line and column of each cell and of each fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from brief.faults import Fault, Faults
from brief.files import read_bounded

LARGEST = 10_000_000
LONGEST_CELL = 32_767
"""The most characters that a cell of a spreadsheet can hold."""
MOST_ROWS = 100_000

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

_BLANKS = " \N{NO-BREAK SPACE}"


class Cell(NamedTuple):
    """The text of a cell, and its place. `blank` is its column if there are blanks around it, else 0."""

    text: str
    line: int
    column: int
    blank: int = 0


class Record(NamedTuple):
    """A row of a file: its cells, and the place of its end."""

    cells: tuple[Cell, ...]
    end: tuple[int, int]

    @property
    def line(self) -> int:
        """The line in which the row begins."""
        return self.cells[0].line

    @property
    def empty(self) -> bool:
        """Whether all cells are empty."""
        return not any(cell.text for cell in self.cells)


def read_csv(path: Path) -> str:
    """Return the text of a CSV file without the empty lines behind its last row.

    Raises Faults where it cannot be read, is too large or is empty.
    """
    text = read_bounded(path, LARGEST, "keep here what the brief prints, and other data elsewhere")
    text = text.rstrip("\n")
    if not text.strip():
        remedy = "its first line names the columns, as datapackage.json does"
        raise Faults([Fault(str(path), 1, 1, "the file is empty", remedy)])
    return text


def records(path: str, text: str, delimiter: str) -> Iterator[Record]:
    """Yield the rows of a CSV file, the header first.

    Raises Faults at the first place behind which the cells cannot be told apart.
    """
    reader = _Reader(path, text, delimiter)
    number = 0
    while not reader.done:
        number += 1
        if number > MOST_ROWS + 1:  # the header is not counted
            remedy = "keep here what the brief prints, and other data elsewhere"
            raise reader.fault(reader.at, f"the file has more than {MOST_ROWS} rows", remedy)
        yield reader.record()


class _Reader:
    """Goes through the text of one file, cell by cell."""

    def __init__(self, path: str, text: str, delimiter: str) -> None:
        self.path, self.text, self.delimiter = path, text, delimiter
        self.at, self.line, self.begin = 0, 1, 0
        self.done = False
        self.quoted = re.compile(rf'[{_BLANKS}]*"([^"]*(?:""[^"]*)*)"[{_BLANKS}]*')
        self.bare = re.compile(rf"[^\n{re.escape(delimiter)}]*")

    def record(self) -> Record:
        """Return the next row."""
        cells = [self.cell()]
        while self.text.startswith(self.delimiter, self.at):
            self.at += 1
            cells.append(self.cell())
        end = (self.line, self.at - self.begin + 1)
        self.done = self.at >= len(self.text)
        self.at += 1
        self.line, self.begin = self.line + 1, self.at
        return Record(tuple(cells), end)

    def cell(self) -> Cell:
        """Return the next cell, and go behind it."""
        start, line, column = self.at, self.line, self.at - self.begin + 1
        quoted = self.quoted.match(self.text, start)
        if quoted:
            self._pass(quoted)
            text = quoted[1].replace('""', '"')
            outside = quoted.start(1) - 1 - start, quoted.end() - quoted.end(1) - 1
            spaced = any(outside) or text != text.strip()
        else:
            raw = self.bare.match(self.text, start)[0]  # type: ignore[index]  # it matches an empty text too
            self._refuse_quotes(raw)
            self.at += len(raw)
            text = raw
            spaced = raw != raw.strip()
        if len(text) > LONGEST_CELL:
            problem = f"the cell has {len(text)} characters, and at most {LONGEST_CELL} are read"
            raise Faults([Fault(self.path, line, column, problem, "shorten it, or close its quotation mark")])
        return Cell(text.strip(), line, column, column if spaced else 0)

    def _pass(self, quoted: re.Match[str]) -> None:
        """Go behind a cell in quotation marks. Raises Faults where more text of the cell follows."""
        if self.text[quoted.end() : quoted.end() + 1] not in (self.delimiter, "\n", ""):
            line, column = _place(self.text, quoted.end())
            problem = f"the quotation mark that opens here is closed in line {line}, before column {column}"
            remedy = "write a quotation mark inside of a cell twice, and close the cell before the next"
            raise self.fault(quoted.start(1) - 1, problem, remedy)
        self.at = quoted.end()
        breaks = quoted[0].count("\n")
        if breaks:
            self.line += breaks
            self.begin = quoted.start() + quoted[0].rindex("\n") + 1

    def _refuse_quotes(self, raw: str) -> None:
        if '"' not in raw:
            return
        at = self.at + raw.index('"')
        if raw.lstrip().startswith('"'):
            raise self.fault(
                at, "the quotation mark that opens here is never closed", "close the cell with one"
            )
        problem = "there is a quotation mark inside of a cell that has none around it"
        raise self.fault(
            at, problem, 'put the cell in quotation marks and write those inside twice: "5"" pipe"'
        )

    def fault(self, at: int, problem: str, remedy: str) -> Faults:
        """Return the exception for a fault at a character."""
        return Faults([Fault(self.path, *_place(self.text, at), problem, remedy)])


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
