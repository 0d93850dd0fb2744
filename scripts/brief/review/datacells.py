"""The cell of the data that the cell of a printed table comes from, for the change that it needs there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from brief.data.tables import DataTable
from brief.exhibits.making import data_of
from brief.faults import Faults
from brief.files import read_text
from brief.review.proof import normal


@dataclass(frozen=True)
class DataCell:
    """A cell of a CSV file, and its line as it would be with another text in it."""

    path: str
    line: int
    column: int
    wanted: str


@dataclass(frozen=True)
class DataCells:
    """Finds cells of the data: `programs` are the files of the exhibits, by their labels."""

    tables: Mapping[str, DataTable]
    programs: Mapping[str, Path]

    def find(self, label: str, old: str, new: str) -> DataCell | None:
        """Return the only cell of an exhibit's data that says what a printed cell said.

        None where the text stands in several cells or in none, or is put together from several.
        """
        cells = list(self._cells(label, normal(old)))
        if len(cells) != 1 or not normal(new):
            return None
        path, line, text = cells[0]
        return _edited(path, line, text, " ".join(new.split()))

    def _cells(self, label: str, text: str) -> Iterator[tuple[str, int, str]]:
        """Yield the file, the line and the text of each cell of an exhibit's data that says a text."""
        try:
            names = data_of(self.programs[label]) if label in self.programs else ()
        except Faults:
            return
        for table in (self.tables[name] for name in names if name in self.tables):
            for row in table:
                for value in row.values.values():
                    if isinstance(value, str) and normal(value) == text:
                        yield row.path, row.line, value


def _edited(path: str, line: int, old: str, new: str) -> DataCell | None:
    """Return the cell with its line edited; None where the line does not show plainly where the cell is."""
    lines = read_text(Path(path)).splitlines()
    source = lines[line - 1] if line <= len(lines) else ""
    for written in (_quoted(old), old):
        if source.count(written) == 1:
            wanted = source.replace(written, _quoted(new))
            at = source.index(written)
            return DataCell(path, line, at + 1, wanted)
    return None


def _quoted(text: str) -> str:
    """Return a text as a cell of a CSV file has it."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow([text])
    return stream.getvalue()
