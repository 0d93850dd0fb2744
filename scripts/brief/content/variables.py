"""Numbers in prose that come out of the data: `{{< var table.row.column form >}}`.

The column may be left out where it is called `value`. Without a form, the number is printed in
digits; `words` prints it as a word, and `unit` prints its unit too, in the language's order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from brief.content.language import Language, apostrophes
from brief.data.tables import DataTable, parts_of

SHORTCODE = re.compile(r"\{\{<.*?>\}\}", re.DOTALL)
UNIT = "unit"
"""The form that prints the unit; also the column of the unit where the description gives none."""

WORDS = "words"


@dataclass(frozen=True)
class Variable:
    """A cell of the data, and the form in which the text prints it."""

    table: str
    row: str
    column: str
    form: str = ""

    @property
    def name(self) -> str:
        """The cell, as `table.row.column`."""
        return f"{self.table}.{self.row}.{self.column}"

    def unit(self, tables: Mapping[str, DataTable]) -> str:
        """Return the unit of the cell, from its column or its row, or an empty text."""
        table = tables[self.table]
        return table.unit(self.column) or str(table[self.row].values.get(UNIT) or "")

    def printed(self, tables: Mapping[str, DataTable], language: Language) -> str:
        """Return the value of the cell as the text prints it."""
        value = tables[self.table][self.row][self.column]
        if self.form == WORDS:
            return language.word(value)
        text = formatted(value, tables[self.table].kind(self.column), language)
        return language.quantity(text, self.unit(tables)) if self.form == UNIT else text

    def place(self, tables: Mapping[str, DataTable]) -> str:
        """Return the place of the cell: file, line and name."""
        row = tables[self.table][self.row]
        return f"{row.path}:{row.line} ({self.name})"


def read_variable(code: str) -> Variable | None:
    """Return the variable in a shortcode, with or without `{{<` and `>}}`; None for other shortcodes."""
    match code.removeprefix("{{<").removesuffix(">}}").split():
        case ["var", name]:
            form = ""
        case ["var", name, ("words" | "unit") as form]:
            pass
        case _:
            return None
    parts = name.split(".")
    return Variable(*parts_of(name), form) if len(parts) in (2, 3) else None


def formatted(value: Any, kind: str, language: Language) -> str:
    """Return a value of the data in the language; years and texts stay as they are."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and kind != "year":
        return language.number(value)
    return (
        language.date(value)
        if kind in {"date", "yearmonth"}
        else apostrophes(re.sub(r"\s*\n\s*", " ", str(value)))
    )


def filled(text: str, tables: Mapping[str, DataTable], language: Language) -> str:
    """Return a plain text with its variables printed."""

    def fill(shortcode: re.Match[str]) -> str:
        variable = read_variable(shortcode[0])
        return variable.printed(tables, language) if variable else shortcode[0]

    return SHORTCODE.sub(fill, text)
