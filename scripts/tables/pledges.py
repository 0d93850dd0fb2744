"""The pledges and offers of China: their beneficiaries, amounts and dates."""

from __future__ import annotations

from brief.data.tables import DataTable
from brief.exhibits import Column, Desk, Table

DATA = "pledges"


def compose(pledges: DataTable, desk: Desk) -> Table:
    """Set one row a pledge, in the order of the data."""
    columns = (
        Column(pledges.title("pledge"), share=2.6),
        Column(pledges.title("beneficiary"), share=1.3),
        Column(pledges.title("value"), "right", share=2),
        Column(pledges.title("date"), share=1.2),
    )
    rows = [
        (
            row["pledge"],
            row["beneficiary"],
            desk.quantity(row["value"], row["unit"]),
            desk.date(row["date"]),
        )
        for row in pledges
    ]
    return Table(columns, tuple(rows))
