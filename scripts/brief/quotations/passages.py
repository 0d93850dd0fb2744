"""bib/passages.csv: the passages in the original of which the brief quotes a translation.

A row names the source by its key, the language of the passage, the passage, and the first words of the
quotation in the brief. The passage is empty while nobody has read the page for it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from brief.faults import Fault, Faults
from brief.files import read_text
from brief.quotations.normalising import normalised

COLUMNS = ["key", "language", "passage", "quotation"]


@dataclass(frozen=True)
class Passage:
    """One row, with its place; `quotation` is the first words of what the brief prints."""

    path: str
    line: int
    key: str
    language: str
    passage: str
    quotation: str

    def fault(self, problem: str, remedy: str) -> Fault:
        """Return a fault at the row."""
        return Fault(self.path, self.line, 1, problem, remedy)

    def is_of(self, key: str, quotation: str) -> bool:
        """Return whether the row is that of a quotation from a source."""
        return key == self.key and normalised(quotation).startswith(normalised(self.quotation))


def load_passages(path: Path) -> tuple[Passage, ...]:
    """Return the rows; none where there is no file. Raises Faults with all that is wrong in it."""
    if not path.exists():
        return ()
    reader = csv.reader(io.StringIO(read_text(path)), strict=True)
    rows: list[Passage] = []
    faults: list[Fault] = []
    try:
        if next(reader, None) != COLUMNS:
            problem = f"the columns are not {', '.join(COLUMNS)}"
            raise Faults([Fault(str(path), 1, 1, problem, "restore the first line")])
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(COLUMNS):
                rows.append(Passage(str(path), line, *(" ".join(cell.split()) for cell in cells)))
            elif cells:
                problem = f"the row has {len(cells)} cells, not {len(COLUMNS)}"
                faults.append(Fault(str(path), line, 1, problem, "put a text with commas in quotes"))
            line = reader.line_num + 1
    except csv.Error as error:
        problem = f"the row cannot be read ({error})"
        faults.append(Fault(str(path), reader.line_num, 1, problem, "check its quotation marks"))
    if faults:
        raise Faults(faults)
    return tuple(rows)


def row_for(rows: Iterable[Passage], key: str, quotation: str) -> Passage | None:
    """Return the row of a quotation, the one with the most words where several fit, or None."""
    own = [row for row in rows if row.quotation and row.is_of(key, quotation)]
    return max(own, key=lambda row: len(row.quotation), default=None)
