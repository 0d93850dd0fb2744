"""The comparison: what each actor offers or lacks, by the published brief."""

from __future__ import annotations

from textwrap import fill
from typing import Any

from brief.data.tables import DataTable
from brief.exhibits import Chart, Column, Desk, Table
from brief.exhibits.plotting import sheet, wrapped

DATA = "comparison"

ACTORS = ("china", "russia", "united_states", "european_union", "turkey")
HAS, LACKS = "has", "lacks"
WORDS = {HAS: "offers it", LACKS: "lacks it", None: "–"}


def draw(comparison: DataTable, desk: Desk) -> Chart:
    """Draw one row a point and one column an actor: a dot if it offers that, a ring if it lacks it."""
    rows = list(comparison)
    figure, axes = sheet(desk, height=16 + (16.5 if desk.phone else 8.5) * len(rows))
    left = -0.5 if desk.phone else -4.7
    for place, row in enumerate(rows):
        axes.axhline(place + 0.5, color=desk.tokens["color.line"], lw=0.5, zorder=1)
        if desk.phone:  # the point stands above its dots
            axes.text(left, place - 0.42, wrapped(desk, row["point"], desk.width), va="top")
        else:
            axes.text(left, place, fill(row["point"], 44), va="center")
        for index, actor in enumerate(ACTORS):
            if row[actor]:
                down = place + (0.25 if desk.phone else 0)
                _dot(axes, desk, row[actor], [index], [down])
    for index, actor in enumerate(ACTORS):
        above = -0.55 if desk.phone else -0.75
        axes.text(index, above, comparison.title(actor).replace(" ", "\n"), ha="center", va="bottom")
    axes.set(xlim=(left, len(ACTORS) - 0.5), ylim=(len(rows) - 0.4, -1.2 if desk.phone else -1.9))
    axes.set_axis_off()
    for mark in (HAS, LACKS):
        _dot(axes, desk, mark, [], [], label=WORDS[mark])
    figure.legend(loc="outside lower left", ncols=2, frameon=False, handletextpad=0.2)
    note = (
        "Blank: not compared. What is said of the West counts for the United States and the European Union."
    )
    return Chart(figure, _alt(rows, comparison, desk), _numbers(rows, comparison), note)


def _dot(axes: Any, desk: Desk, mark: str, across: list[float], down: list[float], **style: Any) -> None:
    """Draw a full dot for what is offered, and a ring for what is lacking."""
    series = desk.tokens["color.series"]
    style |= {"color": series[2]} if mark == HAS else {"color": series[0], "mfc": "none", "mew": 1.6}
    axes.plot(across, down, "o", ms=8, zorder=2, **style)


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
