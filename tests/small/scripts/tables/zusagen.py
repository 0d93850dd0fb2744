"""Was zugesagt wurde."""

from brief.data.tables import DataTable
from brief.exhibits import Column, Desk, Table

DATA = "zusagen"


def compose(zusagen: DataTable, desk: Desk) -> Table:
    """Set one row a pledge."""
    columns = (
        Column(zusagen.title("was"), share=2),
        Column(zusagen.title("value"), "right"),
        Column("Datum"),
    )
    rows = (
        (r["was"], f"{desk.number(r['value'])} {r['unit']}", desk.date(r["datum"], "long")) for r in zusagen
    )
    return Table(columns, tuple(rows))
