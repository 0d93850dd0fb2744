"""Die vereinbarte Leistung der Vorhaben."""

from brief.data.tables import DataTable
from brief.exhibits import Chart, Desk
from brief.exhibits.plotting import bar_chart

DATA = "energie"


def draw(energie: DataTable, desk: Desk) -> Chart:
    """Draw one bar a project."""
    return bar_chart(energie, desk, names="name", values="leistung", alt="Balkendiagramm: {}.")
