"""The data of the brief: CSV files described by a Data Package, each row with its line."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brief.faults import Fault, Faults
from brief.files import read_text

if TYPE_CHECKING:
    import pandas

SOURCE = "source"
"""The column that names where a row was read: keys of the bibliography, `;` between them."""

UNWANTED = frozenset({"basepath", "data", "dialect", "extrapaths", "package", "profile"})
"""Keys of a resource by which Frictionless would look elsewhere, or read another way."""

VALUE = "value"
"""The column that a number in prose means when it names none."""


@dataclass(frozen=True)
class Row:
    """One row: its values by column (None where a cell is empty) and its line in the file."""

    values: Mapping[str, Any] = field(hash=False)
    path: str = ""
    line: int = 0

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of the sources that the row was read from."""
        return tuple(filter(None, (key.strip() for key in (self.values.get(SOURCE) or "").split(";"))))


@dataclass(frozen=True)
class DataTable:
    """One CSV file. `fields` are its columns as the descriptor describes them."""

    name: str
    path: str
    fields: tuple[Mapping[str, Any], ...]
    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __getitem__(self, row_id: str) -> Row:
        """Return the row with this id; KeyError where there is none."""
        for row in self.rows:
            if row["id"] == row_id:
                return row
        raise KeyError(row_id)

    def title(self, column: str) -> str:
        """Return what the descriptor calls a column."""
        return str(next(f.get("title", column) for f in self.fields if f["name"] == column))

    def unit(self, column: str) -> str:
        """Return the unit that the descriptor gives a column, or an empty text."""
        return str(next(f.get("unit", "") for f in self.fields if f["name"] == column))

    def kind(self, column: str) -> str:
        """Return the Table Schema type of a column."""
        return str(next(f.get("type", "string") for f in self.fields if f["name"] == column))

    def frame(self) -> pandas.DataFrame:
        """Return the rows as a data frame, indexed by id (imports pandas only here)."""
        import pandas

        return pandas.DataFrame([dict(row.values) for row in self.rows]).set_index("id")


def load_package(descriptor: Path) -> dict[str, DataTable]:
    """Return the tables of a Data Package by name. Raises Faults where one cannot be read."""
    package = read_descriptor(descriptor)
    return {
        resource["name"]: load_table(descriptor.parent / resource["path"], resource)
        for resource in package["resources"]
    }


def read_descriptor(descriptor: Path) -> dict[str, Any]:
    """Return the content of datapackage.json. Raises Faults where it is no JSON or has no resources."""
    try:
        package = json.loads(read_text(descriptor))
        names = [resource["name"] for resource in package["resources"]]
    except json.JSONDecodeError as error:
        problem = f"this is not JSON ({error.msg})"
        fault = Fault(
            str(descriptor), error.lineno, error.colno, problem, "check commas, quotes and brackets"
        )
        raise Faults([fault]) from None
    except (KeyError, TypeError):
        remedy = "give it a list `resources`, each with a name, a path and a schema"
        raise Faults([Fault(str(descriptor), 1, 1, "no data is described here", remedy)]) from None
    faults = [fault for resource in package["resources"] for fault in _resource_faults(descriptor, resource)]
    if faults:
        raise Faults(faults)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        problem = f"two resources are called {twice}"
        raise Faults([Fault(str(descriptor), 1, 1, problem, "rename one of them")])
    return package  # type: ignore[no-any-return]


def _resource_faults(descriptor: Path, resource: Any) -> Iterator[Fault]:
    """Yield what is wrong with the description of one file: it has to lie here, and be described here.

    Data Package would allow addresses in many places, and Frictionless would ask them.
    """
    name = resource.get("name") if isinstance(resource, dict) else resource
    path = resource.get("path") if isinstance(resource, dict) else None
    schema = resource.get("schema") if isinstance(resource, dict) else None
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(path, str) or not re.fullmatch(r"[\w][\w .-]*\.csv", path):
        problem = f"the data {name} has no path to a CSV file beside the description"
        yield Fault(str(descriptor), 1, 1, problem, 'write it as "path": "energy.csv"')
    named = isinstance(fields, list) and all(
        isinstance(f, dict) and isinstance(f.get("name"), str) for f in fields
    )
    if not fields or not named:
        problem = f"the columns of the data {name} are not described"
        yield Fault(
            str(descriptor), 1, 1, problem, "give it a schema with a list of fields, each with a name"
        )
    elif "id" not in [one["name"] for one in fields]:
        problem = f"the data {name} has no column id"
        yield Fault(
            str(descriptor), 1, 1, problem, "describe one, by which numbers in the text name their row"
        )
    for key in sorted(set(resource) & UNWANTED) if isinstance(resource, dict) else ():
        yield Fault(
            str(descriptor), 1, 1, f"the data {name} has the key {key}", "take it out: it is of no use here"
        )


def load_table(path: Path, resource: Mapping[str, Any]) -> DataTable:
    """Read one CSV file after its description. Raises Faults where a value is not of its type."""
    fields = tuple(resource["schema"]["fields"])
    kinds = {item["name"]: item.get("type", "string") for item in fields}
    reader = csv.DictReader(io.StringIO(read_text(path)))
    rows, faults = [], []
    for cells in reader:
        try:
            values = {name: _cast(cells.get(name), kind) for name, kind in kinds.items()}
        except (ValueError, ArithmeticError):
            remedy = "run make check to see which cell"
            faults.append(Fault(str(path), reader.line_num, 1, "a cell is not of its column's type", remedy))
            continue
        rows.append(Row(values, str(path), reader.line_num))
    if faults:
        raise Faults(faults)
    return DataTable(resource["name"], str(path), fields, tuple(rows))


def _cast(cell: str | None, kind: str) -> Any:
    if cell is None or cell == "":
        return None
    if kind in {"integer", "year"}:
        return int(cell)
    if kind == "number":
        value = Decimal(cell)
        if not value.is_finite():
            raise ValueError(cell)
        return value
    if kind == "boolean":
        return cell == "true"
    return cell


def load_sound_package(descriptor: Path) -> dict[str, DataTable]:
    """Return the tables that Frictionless finds nothing wrong with; raises Faults where it does."""
    faults = package_faults(descriptor)
    if faults:
        raise Faults(faults)
    return load_package(descriptor)


def package_faults(descriptor: Path) -> list[Fault]:
    """Return everything in which the CSV files break their description (Frictionless judges)."""
    import frictionless

    read_descriptor(descriptor)
    for fault in map(_separator_fault, _files(descriptor)):
        if fault:
            return [fault]
    report = frictionless.validate(str(descriptor))
    faults = [
        Fault(str(descriptor), 1, 1, error.message, "mend the description of the data")
        for error in report.errors
    ]
    for task in report.tasks:
        path = descriptor.parent / (task.place or "")
        try:
            read_text(path)
        except Faults as found:  # missing, or not UTF-8: said with its place, as for every other file
            faults += found.faults
            continue
        lost = any(error.type in {"missing-label", "incorrect-label"} for error in task.errors)
        faults += [
            _cell_fault(str(path), error)
            for error in task.errors
            if error.type != "primary-key" and not (error.type == "missing-cell" and lost)
        ]
    return faults


def _files(descriptor: Path) -> list[Path]:
    return [descriptor.parent / resource["path"] for resource in read_descriptor(descriptor)["resources"]]


def _separator_fault(path: Path) -> Fault | None:
    """Return a fault for a file that a spreadsheet has saved with semicolons."""
    try:
        header = read_text(path).partition("\n")[0]
    except Faults:
        return None
    if ";" not in header or "," in header:
        return None
    return Fault(str(path), 1, 1, "the cells are parted by semicolons", "save it as CSV with commas")


def _cell_fault(path: str, error: Any) -> Fault:
    line = getattr(error, "row_number", None) or 1
    name = getattr(error, "field_name", "")
    cell = getattr(error, "cell", "")
    match error.type:
        case "missing-label":
            return Fault(
                path, 1, 1, f"the column {name} is missing", "add it, or take it out of datapackage.json"
            )
        case "incorrect-label":
            problem = f"a column is called {error.label}, which datapackage.json does not know"
            return Fault(path, 1, 1, problem, f"the column that should stand there is {name}")
        case "extra-label":
            problem = f"the column {error.label} is not described"
            return Fault(path, 1, 1, problem, "describe it in datapackage.json, or take it out")
        case "extra-cell":
            return Fault(
                path, line, 1, "the row has more cells than the header", "put a text with commas in quotes"
            )
        case "missing-cell":
            return Fault(path, line, 1, f"the row ends before {name}", "add what is missing, or a comma")
        case "type-error":
            kind = error.note.partition('"')[2].partition("/")[0]
            problem = f"{name} = {cell} is no {kind}"
            return Fault(path, line, 1, problem, "correct the cell, or the column's type in datapackage.json")
        case "unique-error":
            first = error.note.rpartition(" ")[2]
            return Fault(
                path, line, 1, f"{name} = {cell} stands already in line {first}", "give the row another one"
            )
        case "constraint-error" if not cell:
            return Fault(path, line, 1, f"the cell of {name} is empty", "fill it in")
    remedy = "correct the row, or its description in datapackage.json"
    return Fault(path, line, 1, error.message.rstrip("."), remedy)
