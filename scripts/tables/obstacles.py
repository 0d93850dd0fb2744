"""Which tool of soft power meets which obstacle."""

from __future__ import annotations

from brief.datatables import DataTable
from brief.exhibits import Column, Desk, Table

DATA = "obstacles"


def compose(obstacles: DataTable, desk: Desk) -> Table:
    """Set one row a pair of tool and obstacle, in the order of the data."""
    columns = (
        Column(obstacles.title("tool"), share=1.3),
        Column(obstacles.title("obstacle"), share=1.3),
        Column(obstacles.title("how"), share=3),
    )
    rows = [(row["tool"], row["obstacle"], row["how"]) for row in obstacles]
    return Table(columns, tuple(rows))
