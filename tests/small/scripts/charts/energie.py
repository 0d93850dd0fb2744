"""Die vereinbarte Leistung der Vorhaben."""

from brief.datatables import DataTable
from brief.exhibits import Chart, Column, Desk, Table
from brief.plotting import label_bars, sheet

DATA = "energie"


def draw(energie: DataTable, desk: Desk) -> Chart:
    """Draw one bar a project."""
    rows = [row for row in energie if row["leistung"]]
    figure, axes = sheet(desk, height=40)
    axes.barh([row["name"] for row in rows], [float(row["leistung"]) for row in rows])
    label_bars(axes, [f"{desk.number(row['leistung'])} MW" for row in rows])
    listed = desk.language.join([f"{row['name']} {desk.number(row['leistung'])} MW" for row in rows])
    columns = (Column(energie.title("name")), Column(energie.title("leistung"), "right"))
    numbers = Table(columns, tuple((row["name"], desk.number(row["leistung"])) for row in rows))
    return Chart(figure, f"Balkendiagramm: {listed}.", numbers)
