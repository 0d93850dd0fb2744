"""What happened when: each event on the line of its track, in the order of time."""

from __future__ import annotations

from collections import Counter

from brief.datatables import DataTable
from brief.exhibits import Chart, Column, Desk, Table
from brief.plotting import sheet

DATA = "events"

MARKERS = "osD^v"  # with the colors, so that tracks can be told apart in grey


def draw(events: DataTable, desk: Desk) -> Chart:
    """Draw one row an event: its date, a mark in the column of its track, and what happened."""
    rows = sorted(events, key=lambda row: row["date"])
    tracks = list(dict.fromkeys(row["track"] for row in rows))
    figure, axes = sheet(desk, height=13 + 5.1 * len(rows))
    for index, track in enumerate(tracks):
        own = [place for place, row in enumerate(rows) if row["track"] == track]
        style = {"color": desk.tokens["color.series"][index], "marker": MARKERS[index]}
        axes.plot([index] * 2, [-0.6, len(rows) - 0.4], color=desk.tokens["color.line"], lw=0.6, zorder=1)
        axes.plot([index] * len(own), own, ls="", ms=5, label=track, zorder=2, **style)
    for place, row in enumerate(rows):
        axes.text(
            -0.6, place, desk.date(row["date"]), ha="right", va="center", color=desk.tokens["color.muted"]
        )
        axes.text(len(tracks) - 0.4, place, row["event"], va="center")
    axes.set(xlim=(-3.1, len(tracks) + 12), ylim=(len(rows) - 0.3, -0.7))
    axes.set_axis_off()
    figure.legend(loc="outside upper left", ncols=3, frameon=False, handletextpad=0.2, columnspacing=1.2)
    return Chart(figure, _alt(rows, desk), _numbers(events, desk))


def _alt(rows: list, desk: Desk) -> str:  # type: ignore[type-arg]
    years = Counter(row["date"][:4] for row in rows)
    busiest, most = max(years.items(), key=lambda item: (item[1], item[0]))
    first, last = desk.date(rows[0]["date"], "long"), desk.date(rows[-1]["date"], "long")
    return (
        f"Timeline of {len(rows)} events from {first} ({rows[0]['event']}) to {last} ({rows[-1]['event']}). "
        f"The year with the most of them is {busiest}, with {desk.number(most)}."
    )


def _numbers(events: DataTable, desk: Desk) -> Table:
    columns = (
        Column(events.title("date")),
        Column(events.title("event"), share=3),
        Column(events.title("track")),
    )
    rows = sorted(events, key=lambda row: row["date"])
    return Table(columns, tuple((desk.date(row["date"]), row["event"], row["track"]) for row in rows))
