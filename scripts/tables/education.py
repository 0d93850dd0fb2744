"""The places where Chinese is taught, and the ties between places of learning, in numbers."""

from __future__ import annotations

from brief.data.tables import DataTable, Row
from brief.exhibits import Column, Desk, Table

DATA = "education"

NOTE = (
    "Article: the year of the article that reports the count. Not given: the published brief names no year."
)


def compose(education: DataTable, desk: Desk) -> Table:
    """Set one row a count; `about` comes before a number that its source only estimates."""
    columns = (
        Column(education.title("item"), share=4),
        Column(education.title("value"), "right", share=1.4),
        Column(education.title("year"), share=1.5),
    )
    rows = []
    for row in education:
        number = desk.number(row["value"])
        rows.append((row["item"], f"about {number}" if row["approximate"] else number, _year(row)))
    return Table(columns, tuple(rows), NOTE)


def _year(row: Row) -> str:
    if row["year"] is None:
        return "not given"
    return f"{row['year']} (article)" if row["year_of"] == "article" else str(row["year"])
