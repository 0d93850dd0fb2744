"""The data of the brief: the tables of a Data Package, each row with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brief.content.jsonfile import load_json
from brief.data.package import SOURCE, key_of, package_faults
from brief.data.tablefile import TableFile

if TYPE_CHECKING:
    import pandas
from brief.faults import Fault, Faults

VALUE = "value"
"""The column of a number in prose that names none."""

JOINT = "/"
"""The separator, in the name of a row, between the values of a key of several columns."""

NAMEABLE = re.compile(r"[\w-]+")
"""The names of data and columns, and the values of keys, that a number in prose can name."""


def parts_of(name: str) -> tuple[str, str, str]:
    """Return the data, the row and the column of a number in prose, `table.row.column`."""
    table, row, column = (*name.split("."), VALUE)[:3]
    return table, row, column


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
        """The keys of the sources of the row."""
        return tuple(filter(None, (key.strip() for key in (self.values.get(SOURCE) or "").split(";"))))


@dataclass(frozen=True)
class DataTable:
    """One CSV file; `fields` are the descriptions of its columns.

    `key` are the columns that name a row; without any, no number in prose can name one.
    """

    name: str
    path: str
    fields: tuple[Mapping[str, Any], ...]
    rows: tuple[Row, ...]
    key: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __getitem__(self, name: str) -> Row:
        """Return the row of this name; KeyError where there is none."""
        return self.named[name]

    def name_of(self, row: Row) -> str:
        """Return the name of a row: the values of its key, separated by `/`; an empty text without a key."""
        return JOINT.join(str(row[column]) for column in self.key)

    @cached_property
    def named(self) -> Mapping[str, Row]:
        """The rows by name, without those whose name could also be another row's."""
        if len(self.key) == 1:
            return {self.name_of(row): row for row in self.rows}
        rows = self.rows if self.key else ()
        return {self.name_of(row): row for row in rows if not any(JOINT in str(row[c]) for c in self.key)}

    def title(self, column: str) -> str:
        """Return the title of a column in the descriptor, or else its name."""
        return str(next(f.get("title", column) for f in self.fields if f["name"] == column))

    def unit(self, column: str) -> str:
        """Return the unit of a column in the descriptor, or an empty text."""
        return str(next(f.get("unit", "") for f in self.fields if f["name"] == column))

    def kind(self, column: str) -> str:
        """Return the Table Schema type of a column."""
        return str(next(f.get("type", "string") for f in self.fields if f["name"] == column))

    def frame(self) -> pandas.DataFrame:
        """Return the rows as a data frame, with a column for each of the file's."""
        import pandas

        return pandas.DataFrame([dict(row.values) for row in self.rows])


def load_package(descriptor: Path) -> dict[str, DataTable]:
    """Return the tables of a Data Package by name. Raises the Faults of all of them."""
    tables: dict[str, DataTable] = {}
    faults: list[Fault] = []
    for resource in read_descriptor(descriptor)["resources"]:
        try:
            tables[resource["name"]] = load_table(descriptor.parent / resource["path"], resource)
        except Faults as error:
            faults += error.faults
    if faults:
        raise Faults(faults)
    return tables


def read_descriptor(descriptor: Path) -> dict[str, Any]:
    """Return the content of datapackage.json. Raises Faults where it has any."""
    file, faults = load_json(descriptor)
    faults = faults or package_faults(file)
    if faults:
        raise Faults(faults)
    return file.value  # type: ignore[no-any-return]


def load_table(path: Path, resource: Mapping[str, Any]) -> DataTable:
    """Read one CSV file by its description. Raises Faults where it has any."""
    file = TableFile(path, resource)
    rows = tuple(Row(values, str(path), line) for values, line in file.rows())
    return DataTable(resource["name"], str(path), tuple(resource["schema"]["fields"]), rows, key_of(resource))
