"""One CSV file read by its description, with the faults of its header, rows and cells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from brief.data.cells import CellError, DataColumn
from brief.data.csvfile import DELIMITERS, Cell, Record, read_csv, records
from brief.data.habits import shown
from brief.data.package import MOST_FAULTS, key_of
from brief.faults import Fault, Faults

HEADER_WITHIN = 20
"""The lines in which a header is looked for that is not in the first."""


@dataclass
class _FaultList:
    """The faults of one file; a slip in many rows of a column is listed once, with their number."""

    path: str
    single: list[Fault] = field(default_factory=list)
    habits: dict[tuple[str, ...], tuple[Fault, int]] = field(default_factory=dict)

    def add(self, place: tuple[int, int], problem: str, remedy: str, habit: tuple[str, ...] = ()) -> None:
        """Add a fault; of those with the same habit, only the first is listed."""
        fault = Fault(self.path, *place, problem, remedy)
        if habit:
            first, number = self.habits.get(habit, (fault, 0))
            self.habits[habit] = (first, number + 1)
        else:
            self.single.append(fault)

    @property
    def all(self) -> list[Fault]:
        """The faults that are listed."""
        repeated = [
            replace(fault, problem=fault.problem + _more(number - 1))
            for fault, number in self.habits.values()
        ]
        return sorted(self.single + repeated)[:MOST_FAULTS]


def _more(number: int) -> str:
    return f" (and in {number} more place{'s' if number > 1 else ''})" if number else ""


class TableFile:
    """A CSV file and its description; `rows` reads it."""

    def __init__(self, path: Path, resource: Mapping[str, Any]) -> None:
        table = resource["schema"]
        self.path = str(path)
        self.key = key_of(resource)
        self.columns = [DataColumn(field, table.get("missingValues", [""])) for field in table["fields"]]
        self.delimiter = resource.get("dialect", {}).get("delimiter", ",")
        self.faults = _FaultList(self.path)
        self._seen: dict[str, dict[Any, int]] = {}

    def rows(self) -> Iterator[tuple[dict[str, Any], int]]:
        """Yield the values of each row and its line. Raises Faults at the end if the file has any."""
        text = read_csv(Path(self.path))
        header_fault = self._header_fault(text)
        if header_fault:
            raise Faults([header_fault])
        try:
            all_records = records(self.path, text, self.delimiter)
            labels = self._header(next(all_records))
            number = 0
            for number, record in enumerate(all_records, 1):  # noqa: B007 (counted)
                if self._is_row(record, len(labels)):
                    yield self._values(dict(zip(labels, record.cells, strict=False))), record.line
                if len(self.faults.single) > MOST_FAULTS:
                    break
            if not number:
                remedy = "add a row, or take the data out of datapackage.json"
                self.faults.add((1, 1), "the file has a header and no rows", remedy)
        except Faults as error:
            raise Faults([*error.faults, *self.faults.all]) from None
        if self.faults.all:
            raise Faults(self.faults.all)

    def _header_fault(self, text: str) -> Fault | None:
        """Return the fault of a file whose first line is not the header, or has another delimiter."""
        lines = text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]
        if lines[0].lower().replace('"', "").startswith("sep="):
            problem = f"the line {shown(lines[0])} is for Excel alone"
            return Fault(self.path, 1, 1, problem, "take it out, and make the header the first line")
        known = {delimiter: self._known(text, delimiter) for delimiter in DELIMITERS}
        best = max(known, key=lambda delimiter: known[delimiter])
        if known[best] > max(known[self.delimiter], 0):
            return self._delimiter_fault(best)
        if known[self.delimiter] > 0:
            return None
        for number, line in enumerate(lines[1:], 2):
            if 2 * self._known(line, self.delimiter) >= len(self.columns):
                problem = f"the header is only in line {number}"
                return Fault(self.path, 1, 1, problem, "take out what is above it")
        if known[self.delimiter] < 0:  # reading the file will raise the fault
            return None
        names = shown(self.delimiter.join(column.name for column in self.columns), 80)
        return Fault(self.path, 1, 1, "the first line does not name the columns", f"it should be {names}")

    def _known(self, text: str, delimiter: str) -> int:
        """Return the number of known columns in the first row of a text, -1 where it cannot be read."""
        try:
            header = next(records(self.path, text, delimiter))
        except Faults:
            return -1
        return len({cell.text for cell in header.cells} & {column.name for column in self.columns})

    def _delimiter_fault(self, sign: str) -> Fault:
        problem = f"the cells are separated by {DELIMITERS[sign]}"
        key = json.dumps({"delimiter": sign})
        remedy = f'save it as CSV with {DELIMITERS[self.delimiter]}, or add "dialect": {key} to the data'
        return Fault(self.path, 1, 1, problem, f"{remedy} in datapackage.json")

    def _header(self, header: Record) -> list[str]:
        """Return the names of the columns in the file. Raises Faults where one is given twice."""
        labels, names = [cell.text for cell in header.cells], [column.name for column in self.columns]
        for at, cell in enumerate(header.cells):
            self._add_blanks(cell)
            first = labels.index(cell.text)
            if first < at and cell.text:
                problem = f"the column {shown(cell.text)} is given twice"
                remedy = f"rename it, or take it out; the first begins in column {header.cells[first].column}"
                raise Faults([Fault(self.path, cell.line, cell.column, problem, remedy)])
        missing = [name for name in names if name not in labels]
        for at, cell in enumerate(header.cells):
            if cell.text not in names:
                self._add_stranger(cell, names[at] if at < len(names) and names[at] in missing else None)
                missing = [name for name in missing if at >= len(names) or name != names[at]]
        for name in missing:
            remedy = "add it, or take it out of datapackage.json"
            self.faults.add((header.line, 1), f"the column {name} is missing", remedy)
        if labels != names and sorted(labels) == sorted(names):
            at = next(at for at, name in enumerate(names) if labels[at] != name)
            problem = "the columns have another order than in datapackage.json"
            remedy = f"here should be {names[at]}; bring either into the order of the other"
            self.faults.add((header.cells[at].line, header.cells[at].column), problem, remedy)
        return labels

    def _add_stranger(self, cell: Cell, expected: str | None) -> None:
        """Add the fault of a column that the description does not know."""
        place, name = (cell.line, cell.column), shown(cell.text)
        if not cell.text:
            remedy = "name it, or take it out with all its cells"
            self.faults.add(place, "a column has no name", remedy, ("header",))
        elif expected:
            problem = f"a column is called {name}, which datapackage.json does not know"
            self.faults.add(place, problem, f"the column here should be {expected}")
        else:
            remedy = "describe it in datapackage.json, or take it out"
            self.faults.add(place, f"the column {name} is not described", remedy)

    def _is_row(self, record: Record, width: int) -> bool:
        """Return whether a record has as many cells as the header; else add its fault."""
        if record.empty:
            self.faults.add((record.line, 1), "the row is empty", "take the line out", ("empty",))
            return False
        for cell in record.cells:
            self._add_blanks(cell)
        if len(record.cells) > width:
            self._add_long(record, width)
        elif len(record.cells) < width:
            self._add_short(record, width)
        return len(record.cells) == width

    def _add_long(self, record: Record, width: int) -> None:
        extra, signs = record.cells[width:], DELIMITERS[self.delimiter]
        remedy = f"put a text or a number with {signs} in quotes"
        if not any(cell.text for cell in extra):
            remedy = f"take out the {signs} at its end"
        place = (extra[0].line, extra[0].column)
        self.faults.add(place, "the row has more cells than the header", remedy, ("", "long", remedy))

    def _add_short(self, record: Record, width: int) -> None:
        name = self.columns[len(record.cells)].name if width == len(self.columns) else "its last cell"
        sign = DELIMITERS[self.delimiter].removesuffix("s")
        remedy = f"add what is missing, or a {sign}"
        self.faults.add(record.end, f"the row ends before {name}", remedy, ("", "short", name))

    def _add_blanks(self, cell: Cell) -> None:
        if cell.blank:
            remedy = "take out the blanks at the beginning and the end of cells"
            self.faults.add((cell.line, cell.column), "the cell has blanks around it", remedy, ("blank",))

    def _values(self, cells: Mapping[str, Cell]) -> dict[str, Any]:
        """Return the values of a row by column; the value of a cell with a fault is None."""
        values = {}
        for column in self.columns:
            cell = cells.get(column.name)
            values[column.name] = self._value(column, cell) if cell else None
        if len(self.key) > 1 and all(name in cells for name in self.key):
            self._add_repeated(self.key, tuple(values[name] for name in self.key), cells[self.key[0]])
        return values

    def _value(self, column: DataColumn, cell: Cell) -> Any:
        place = (cell.line, cell.column)
        try:
            value = column.read(cell.text)
            column.check(value)
        except CellError as error:
            habit = (column.name, error.habit) if error.habit else ()
            self.faults.add(place, error.problem, error.remedy, habit)
            return None
        if value is None and column.name in self.key and not column.constraints.get("required"):
            problem = f"the cell of {column.name}, which names the row, is empty"
            self.faults.add(place, problem, "fill it in")
        if value is not None and (column.constraints.get("unique") or self.key == (column.name,)):
            self._add_repeated((column.name,), (value,), cell)
        return value

    def _add_repeated(self, names: Sequence[str], values: tuple[Any, ...], cell: Cell) -> None:
        """Add a fault where an earlier row has the same values in these columns."""
        if None in values:
            return
        first = self._seen.setdefault("/".join(names), {}).setdefault(values, cell.line)
        if first != cell.line:
            problem = f"{', '.join(names)} = {shown(', '.join(map(str, values)))} is already in line {first}"
            self.faults.add((cell.line, cell.column), problem, "give the row another one")
