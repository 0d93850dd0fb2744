"""The capacity of the energy projects agreed with Chinese partners."""

from __future__ import annotations

from brief.datatables import DataTable
from brief.exhibits import Chart, Column, Desk, Table
from brief.plotting import label_bars, sheet

DATA = "energy"


def draw(energy: DataTable, desk: Desk) -> Chart:
    """Draw one bar a project, the largest on top, solar and hydropower told apart."""
    projects = sorted(energy, key=lambda row: row["capacity"])
    kinds = sorted({row["technology"] for row in energy}, reverse=True)
    color = dict(zip(kinds, desk.tokens["color.series"], strict=False))
    figure, axes = sheet(desk, height=46)
    names = [f"{row['name']}\n{row['region']}" for row in projects]
    bars = axes.barh(
        names,
        [float(row["capacity"]) for row in projects],
        height=0.6,
        color=[color[r["technology"]] for r in projects],
    )
    label_bars(axes, [f"{desk.number(row['capacity'])} MW, {row['technology'].lower()}" for row in projects])
    axes.set_xlim(0, float(projects[-1]["capacity"]) * 1.22)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.bar_label(bars, [""] * len(projects))
    return Chart(figure, _alt(energy, desk), _numbers(energy, desk))


def _alt(energy: DataTable, desk: Desk) -> str:
    ranked = sorted(energy, key=lambda row: -row["capacity"])
    total = sum(row["capacity"] for row in ranked)
    parts = [f"{row['name']} {desk.number(row['capacity'])} MW" for row in ranked]
    share = desk.language.percent(float(ranked[0]["capacity"] / total))
    return (
        f"Bar chart of planned capacity: {desk.language.join(parts)}. Of {desk.number(total)} MW in all, "
        f"{share} would come from {ranked[0]['name']}."
    )


def _numbers(energy: DataTable, desk: Desk) -> Table:
    columns = (
        Column(energy.title("name"), share=2),
        Column(energy.title("technology")),
        Column(energy.title("region"), share=1.5),
        Column(f"{energy.title('capacity')}, MW", "right"),
    )
    rows = [(r["name"], r["technology"], r["region"], desk.number(r["capacity"])) for r in energy]
    return Table(columns, tuple(rows))
