"""The obstacles that each tool of soft power meets: a matrix with a sentence in each cell."""

from __future__ import annotations

from brief.data.tables import DataTable
from brief.exhibits import Column, Desk, Table

DATA = "obstacles"

NOTE = "A dash: the published brief describes nothing of the kind."


def compose(obstacles: DataTable, desk: Desk) -> Table:
    """Set one row a kind of obstacle and one column a tool, both in the order of the data."""
    sentences = {(row["obstacle"], row["tool"]): row["how"] for row in obstacles}
    tools = list(dict.fromkeys(row["tool"] for row in obstacles))
    kinds = dict.fromkeys(row["obstacle"] for row in obstacles)
    columns = (Column(obstacles.title("obstacle")), *(Column(tool, share=1.2) for tool in tools))
    rows = tuple((kind, *(sentences.get((kind, tool), "–") for tool in tools)) for kind in kinds)
    return Table(columns, rows, NOTE)
