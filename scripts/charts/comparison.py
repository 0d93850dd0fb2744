"""The comparison: what each actor offers or lacks, by the published brief."""

from __future__ import annotations

from textwrap import fill

from brief.data.tables import DataTable
from brief.exhibits import Chart, Column, Desk, Table
from brief.exhibits.plotting import sheet

DATA = "comparison"

ACTORS = ("china", "russia", "united_states", "european_union", "turkey")
HAS, LACKS = "has", "lacks"
WORDS = {HAS: "offers it", LACKS: "lacks it", None: "–"}


def draw(comparison: DataTable, desk: Desk) -> Chart:
    """Draw one row a point and one column an actor: a dot if it offers that, a ring if it lacks it."""
    rows = list(comparison)
    figure, axes = sheet(desk, height=16 + 8.5 * len(rows))
    series, line = desk.tokens["color.series"], desk.tokens["color.line"]
    for place, row in enumerate(rows):
        axes.axhline(place + 0.5, color=line, lw=0.5, zorder=1)
        axes.text(-4.7, place, fill(row["point"], 44), va="center")
        for index, actor in enumerate(ACTORS):
            if row[actor] == HAS:
                axes.plot([index], [place], "o", ms=8, color=series[2], zorder=2)
            elif row[actor] == LACKS:
                axes.plot([index], [place], "o", ms=8, mfc="none", mew=1.6, color=series[0], zorder=2)
    for index, actor in enumerate(ACTORS):
        axes.text(index, -0.75, comparison.title(actor).replace(" ", "\n"), ha="center", va="bottom")
    axes.set(xlim=(-4.7, len(ACTORS) - 0.5), ylim=(len(rows) - 0.4, -1.9))
    axes.set_axis_off()
    for label, style in (
        ("offers it", {"color": series[2]}),
        ("lacks it", {"color": series[0], "mfc": "none", "mew": 1.6}),
    ):
        axes.plot([], [], "o", ms=8, label=label, **style)
    figure.legend(loc="outside lower left", ncols=2, frameon=False, handletextpad=0.2)
    note = (
        "Blank: not compared. What is said of the West counts for the United States and the European Union."
    )
    return Chart(figure, _alt(rows, comparison, desk), _numbers(rows, comparison), note)


def _alt(rows: list, comparison: DataTable, desk: Desk) -> str:  # type: ignore[type-arg]
    parts = []
    for actor in ACTORS:
        has, lacks = (sum(row[actor] == mark for row in rows) for mark in (HAS, LACKS))
        counts = [f"offers {desk.number(has)}"] if has else []
        counts += [f"lacks {desk.number(lacks)}"] if lacks else []
        parts.append(f"{comparison.title(actor)} {' and '.join(counts)}")
    return f"Chart of {desk.number(len(rows))} points and who offers them: {'; '.join(parts)}."


def _numbers(rows: list, comparison: DataTable) -> Table:  # type: ignore[type-arg]
    columns = (
        Column(comparison.title("point"), share=3),
        *(Column(comparison.title(actor)) for actor in ACTORS),
    )
    return Table(columns, tuple((row["point"], *(WORDS[row[actor]] for actor in ACTORS)) for row in rows))
