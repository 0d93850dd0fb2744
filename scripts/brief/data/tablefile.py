"""One CSV file held against its description: header, rows and cells, and all that is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from brief.data.cells import CellError, Column
from brief.data.csvfile import DELIMITERS, Cell, Record, read_csv, records
from brief.data.habits import shown
from brief.data.package import MOST_FAULTS, key_of
from brief.faults import Fault, Faults

HEADER_WITHIN = 20
"""In how many lines a header is looked for that is not the first."""


@dataclass
class _Faults:
    """The faults of one file; a slip that a whole column makes is told once, with the number of rows."""

    path: str
    single: list[Fault] = field(default_factory=list)
    habits: dict[tuple[str, ...], tuple[Fault, int]] = field(default_factory=dict)

    def add(self, place: tuple[int, int], problem: str, remedy: str, habit: tuple[str, ...] = ()) -> None:
        """Add a fault; of those with the same habit the first stands for all."""
        fault = Fault(self.path, *place, problem, remedy)
        if habit:
            first, number = self.habits.get(habit, (fault, 0))
            self.habits[habit] = (first, number + 1)
        else:
            self.single.append(fault)

    @property
    def all(self) -> list[Fault]:
        """All faults, as far as they are told."""
        told = [
            replace(fault, problem=fault.problem + _more(number - 1))
            for fault, number in self.habits.values()
        ]
        return sorted(self.single + told)[:MOST_FAULTS]


def _more(number: int) -> str:
    return f" (and so in {number} more place{'s' if number > 1 else ''})" if number else ""


class TableFile:
    """A CSV file and its description; `rows` reads it."""

    def __init__(self, path: Path, resource: Mapping[str, Any]) -> None:
        table = resource["schema"]
        self.path = str(path)
        self.key = key_of(resource)
        self.columns = [Column(field, table.get("missingValues", [""])) for field in table["fields"]]
        self.delimiter = resource.get("dialect", {}).get("delimiter", ",")
        self.faults = _Faults(self.path)
        self._seen: dict[str, dict[Any, int]] = {}

    def rows(self) -> Iterator[tuple[dict[str, Any], int]]:
        """Yield the values of each row and its line, then raise Faults if anything is wrong with the file."""
        text = read_csv(Path(self.path))
        strange = self._strange_header(text)
        if strange:
            raise Faults([strange])
        try:
            found = records(self.path, text, self.delimiter)
            labels = self._header(next(found))
            number = 0
            for number, record in enumerate(found, 1):  # noqa: B007 (counted)
                if self._is_row(record, len(labels)):
                    yield self._values(dict(zip(labels, record.cells, strict=False))), record.line
                if len(self.faults.single) > MOST_FAULTS:
                    break
            if not number:
                remedy = "add a row, or take the data out of datapackage.json"
                self.faults.add((1, 1), "the file has a header and no rows", remedy)
        except Faults as broken:
            raise Faults([*broken.faults, *self.faults.all]) from None
        if self.faults.all:
            raise Faults(self.faults.all)

    def _strange_header(self, text: str) -> Fault | None:
        """Return the fault of a file whose first line is no header, or one that is parted otherwise."""
        lines = text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]
        if lines[0].lower().replace('"', "").startswith("sep="):
            problem = f"the line {shown(lines[0])} is there for Excel alone"
            return Fault(self.path, 1, 1, problem, "take it out, and make the header the first line")
        known = {delimiter: self._known(text, delimiter) for delimiter in DELIMITERS}
        best = max(known, key=lambda delimiter: known[delimiter])
        if known[best] > max(known[self.delimiter], 0):
            return self._parted(best)
        if known[self.delimiter] > 0:
            return None
        for number, line in enumerate(lines[1:], 2):
            if 2 * self._known(line, self.delimiter) >= len(self.columns):
                problem = f"the header stands only in line {number}"
                return Fault(self.path, 1, 1, problem, "take out what is above it")
        if known[self.delimiter] < 0:  # the reading itself says what is wrong
            return None
        names = shown(self.delimiter.join(column.name for column in self.columns), 80)
        return Fault(self.path, 1, 1, "the first line does not name the columns", f"it should be {names}")

    def _known(self, text: str, delimiter: str) -> int:
        """Return how many columns the first row of a text names, -1 where it cannot be read."""
        try:
            header = next(records(self.path, text, delimiter))
        except Faults:
            return -1
        return len({cell.text for cell in header.cells} & {column.name for column in self.columns})

    def _parted(self, sign: str) -> Fault:
        problem = f"the cells are parted by {DELIMITERS[sign]}"
        key = json.dumps({"delimiter": sign})
        remedy = f'save it as CSV with {DELIMITERS[self.delimiter]}, or add "dialect": {key} to the data'
        return Fault(self.path, 1, 1, problem, f"{remedy} in datapackage.json")

    def _header(self, header: Record) -> list[str]:
        """Return the names of the columns as they stand in the file. Raises Faults where one stands twice."""
        labels, names = [cell.text for cell in header.cells], [column.name for column in self.columns]
        for at, cell in enumerate(header.cells):
            self._tell_blanks(cell)
            first = labels.index(cell.text)
            if first < at and cell.text:
                problem = f"the column {shown(cell.text)} stands here for the second time"
                remedy = f"rename it, or take it out; the first begins in column {header.cells[first].column}"
                raise Faults([Fault(self.path, cell.line, cell.column, problem, remedy)])
        missing = [name for name in names if name not in labels]
        for at, cell in enumerate(header.cells):
            if cell.text not in names:
                self._tell_stranger(cell, names[at] if at < len(names) and names[at] in missing else None)
                missing = [name for name in missing if at >= len(names) or name != names[at]]
        for name in missing:
            remedy = "add it, or take it out of datapackage.json"
            self.faults.add((header.line, 1), f"the column {name} is missing", remedy)
        if labels != names and sorted(labels) == sorted(names):
            at = next(at for at, name in enumerate(names) if labels[at] != name)
            problem = "the columns stand in another order than in datapackage.json"
            remedy = f"here should be {names[at]}; bring either into the order of the other"
            self.faults.add((header.cells[at].line, header.cells[at].column), problem, remedy)
        return labels

    def _tell_stranger(self, cell: Cell, expected: str | None) -> None:
        place, name = (cell.line, cell.column), shown(cell.text)
        if not cell.text:
            remedy = "name it, or take it out with all its cells"
            self.faults.add(place, "a column has no name", remedy, ("header",))
        elif expected:
            problem = f"a column is called {name}, which datapackage.json does not know"
            self.faults.add(place, problem, f"the column that should stand there is {expected}")
        else:
            remedy = "describe it in datapackage.json, or take it out"
            self.faults.add(place, f"the column {name} is not described", remedy)

    def _is_row(self, record: Record, width: int) -> bool:
        """Say whether a record is a row with as many cells as the header; what else it is becomes a fault."""
        if record.empty:
            self.faults.add((record.line, 1), "the row is empty", "take the line out", ("empty",))
            return False
        for cell in record.cells:
            self._tell_blanks(cell)
        if len(record.cells) > width:
            self._tell_long(record, width)
        elif len(record.cells) < width:
            self._tell_short(record, width)
        return len(record.cells) == width

    def _tell_long(self, record: Record, width: int) -> None:
        extra, signs = record.cells[width:], DELIMITERS[self.delimiter]
        remedy = f"put a text or a number with {signs} in quotes"
        if not any(cell.text for cell in extra):
            remedy = f"take out the {signs} at its end"
        place = (extra[0].line, extra[0].column)
        self.faults.add(place, "the row has more cells than the header", remedy, ("", "long", remedy))

    def _tell_short(self, record: Record, width: int) -> None:
        name = self.columns[len(record.cells)].name if width == len(self.columns) else "its last cell"
        sign = DELIMITERS[self.delimiter].removesuffix("s")
        remedy = f"add what is missing, or a {sign}"
        self.faults.add(record.end, f"the row ends before {name}", remedy, ("", "short", name))

    def _tell_blanks(self, cell: Cell) -> None:
        if cell.blank:
            remedy = "take out the blanks at the beginning and the end of cells"
            self.faults.add((cell.line, cell.column), "blanks stand around the cell", remedy, ("blank",))

    def _values(self, cells: Mapping[str, Cell]) -> dict[str, Any]:
        """Return the values of a row by column; a cell that is at fault has none."""
        values = {}
        for column in self.columns:
            cell = cells.get(column.name)
            values[column.name] = self._value(column, cell) if cell else None
        if len(self.key) > 1 and all(name in cells for name in self.key):
            where = cells[self.key[0]]
            self._tell_twice(self.key, tuple(values[name] for name in self.key), where)
        return values

    def _value(self, column: Column, cell: Cell) -> Any:
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
            self._tell_twice((column.name,), (value,), cell)
        return value

    def _tell_twice(self, names: Sequence[str], values: tuple[Any, ...], cell: Cell) -> None:
        if None in values:
            return
        first = self._seen.setdefault("/".join(names), {}).setdefault(values, cell.line)
        if first != cell.line:
            told = f"{', '.join(names)} = {shown(', '.join(map(str, values)))}"
            remedy = "give the row another one"
            self.faults.add((cell.line, cell.column), f"{told} stands already in line {first}", remedy)
