"""Charts and tables: what the file of each has to hold, and what its function gets and returns.

`scripts/charts/NAME.py` draws `fig-NAME`, `scripts/tables/NAME.py` sets `tbl-NAME`. Such a
file names its data and has one function:

    DATA = "energy"                                # data/energy.csv; several: "a b"

    def draw(energy: DataTable, desk: Desk) -> Chart:        # in scripts/charts
    def compose(energy: DataTable, desk: Desk) -> Table:     # in scripts/tables

`DATA` may also name `sources`: then the function gets the Bibliography.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from brief.content.language import Language
from brief.content.tokens import Tokens

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Column:
    """A column of a printed table: its heading, and the alignment of its cells.

    `share` is its part of the width, relative to the other columns.
    """

    title: str
    align: Literal["left", "right", "center"] = "left"
    share: float = 1.0


@dataclass(frozen=True)
class Table:
    """A table as it is printed: cells are text, numbers already in the document's language.

    The first column heads its row. `note` is a line under the table. `sources` are the keys
    of the sources that the line below names. If they are left out, it names those of all rows of
    the data; if they are empty, it names the bibliography itself.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    sources: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Chart:
    """A drawn chart, its alternative text, and its numbers as a table.

    `alt` says the finding of the chart in a sentence, for readers who cannot see it. `note` and
    `sources` are those of a `Table`.
    """

    figure: Figure
    alt: str
    numbers: Table
    note: str = ""
    sources: tuple[str, ...] | None = None


PHONE_WIDTH = 74.0
"""Millimetres of a chart on the narrowest phones: 320 pixels without the edges of the page."""

PHONE_TYPE = 8.5
"""Points of the text in such a chart: 11 pixels and a third."""


@dataclass(frozen=True)
class Desk:
    """The design and the language of the brief, for the function of a chart or a table.

    Each chart is drawn twice, the second time for a `phone`.
    """

    tokens: Tokens
    language: Language
    phone: bool = False

    @property
    def width(self) -> float:
        """The width of the sheet, in millimetres: that of the text in print, or of a phone."""
        return PHONE_WIDTH if self.phone else self.tokens.measure

    @property
    def type_size(self) -> float:
        """The size of the text in a chart, in points."""
        return PHONE_TYPE if self.phone else float(self.tokens["size.chart"])

    def number(self, value: Any) -> str:
        """Return a number as the language prints it, an empty text for None."""
        return "" if value is None else self.language.number(value)

    def quantity(self, value: Any, unit: str) -> str:
        """Return a number with its unit as the language prints it: `1,000 MW`, `USD 8 million`."""
        return self.language.quantity(self.number(value), unit)

    def date(self, iso: str, width: str = "medium") -> str:
        """Return an ISO date of a year, month or day as the language prints it."""
        return self.language.date(iso, width)


def phone_twin(drawing: Path) -> Path:
    """Return where the drawing of the same chart for phones is kept, beside an SVG."""
    return drawing.with_suffix(".phone.svg")
