"""Where Chinese is taught, and the ties between places of learning, in numbers."""

from __future__ import annotations

from brief.datatables import DataTable
from brief.exhibits import Column, Desk, Table

DATA = "education"


def compose(education: DataTable, desk: Desk) -> Table:
    """Set one row a count; `about` stands before what the source only estimates."""
    columns = (
        Column(education.title("item"), share=4),
        Column(education.title("value"), "right", share=1.2),
        Column(education.title("year"), "right"),
    )
    rows = []
    for row in education:
        number = desk.number(row["value"])
        year = "" if row["year"] is None else str(row["year"])
        rows.append((row["item"], f"about {number}" if row["approximate"] else number, year))
    return Table(columns, tuple(rows))
