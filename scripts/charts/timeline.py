"""The timeline: the dated steps, year by year, each in the column of its track."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from brief.data.tables import DataTable, Row
from brief.exhibits import Chart, Column, Desk, Table
from brief.exhibits.plotting import sheet, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DATA = "events"

MARKERS = "osD^v"  # one a track, so that tracks differ in grey too
GAP = 0.55
"""The blank between two years, in rows."""

LINE, STEP = 4.4, 1.6
"""On a phone: the height of a line and the blank between two steps, in millimetres."""

DAY, MARK, TEXT = 10.0, 2.0, 16.0
"""On a phone: the room of a day, the middle of a marker after it, and where the text begins."""


def draw(events: DataTable, desk: Desk) -> Chart:
    """Draw a block for each year with its count, and in it one row a step."""
    rows = sorted(events, key=lambda row: row["date"])
    tracks = list(dict.fromkeys(row["track"] for row in rows))
    years = range(int(rows[0]["date"][:4]), int(rows[-1]["date"][:4]) + 1)
    figure = _phone(rows, years, tracks, desk) if desk.phone else _print(rows, years, tracks, desk)
    return Chart(figure, _alt(rows, desk), _numbers(events, desk))


def _print(rows: list[Row], years: range, tracks: list[str], desk: Desk) -> Figure:
    """Draw a column for each track, with the texts of all steps beside them."""
    height = sum(max(1, len(_of(rows, year))) + GAP for year in years)
    figure, axes = sheet(desk, height=22 + 4.7 * height)
    for index, track in enumerate(tracks):
        axes.plot([index] * 2, [-0.5, height - GAP], color=desk.tokens["color.line"], lw=0.5, zorder=1)
        axes.text(index - 0.15, -0.9, track, rotation=45, va="bottom", color=desk.tokens["color.muted"])
    top = 0.0
    for year in years:
        _year(axes, desk, year, _of(rows, year), tracks, top)
        top += max(1, len(_of(rows, year))) + GAP
    axes.set(xlim=(-6.2, len(tracks) + 14.8), ylim=(height - GAP, -5.6))
    axes.set_axis_off()
    return figure


def _phone(rows: list[Row], years: range, tracks: list[str], desk: Desk) -> Figure:
    """Draw the tracks as a legend, and below one another the years, each with its steps in lines of text."""
    texts = {row["id"]: wrapped(desk, row["event"], desk.width - TEXT) for row in rows}
    lines = sum(text.count("\n") + 1 for text in texts.values())
    height = LINE * (len(tracks) + lines) + STEP * len(rows) + (LINE + 2 * STEP) * len(years) + STEP
    figure, axes = sheet(desk, height)
    axes.set(xlim=(0, desk.width), ylim=(height, 0))
    axes.set_axis_off()
    for index, track in enumerate(tracks):
        axes.plot([MARK], [LINE * (index + 0.5)], ls="", ms=5, **_style(desk, index))
        axes.text(MARK + 3, LINE * (index + 0.5), track, va="center")
    top = LINE * len(tracks) + STEP
    for year in years:
        steps = _of(rows, year)
        axes.axhline(top, color=desk.tokens["color.line"], lw=0.5)
        top += STEP
        axes.text(0, top + LINE / 2, f"{year} ({desk.number(len(steps))})", va="center", fontweight="bold")
        top += LINE + STEP / 2
        for row in steps:
            day, middle = desk.language.day(row["date"]), top + LINE / 2
            axes.text(0, middle, day, va="center", color=desk.tokens["color.muted"])
            axes.plot([MARK + DAY], [middle], ls="", ms=5, **_style(desk, tracks.index(row["track"])))
            axes.text(TEXT, top + 0.4, texts[row["id"]], va="top", linespacing=1.25)
            top += LINE * (texts[row["id"]].count("\n") + 1) + STEP
    return figure


def _style(desk: Desk, index: int) -> dict[str, Any]:
    """Return color and marker of a track."""
    return {"color": desk.tokens["color.series"][index], "marker": MARKERS[index]}


def _of(rows: list[Row], year: int) -> list[Row]:
    return [row for row in rows if row["date"].startswith(str(year))]


def _year(axes: Any, desk: Desk, year: int, rows: list[Row], tracks: list[str], top: float) -> None:
    """Draw one year, with its first row at `top`: its name and count, and its steps below one another."""
    muted = desk.tokens["color.muted"]
    axes.axhline(top - 0.5 - GAP / 2, color=desk.tokens["color.line"], lw=0.5)
    axes.text(-6.2, top, str(year), va="center", fontweight="bold")
    axes.text(-4.3, top, f"({desk.number(len(rows))})", va="center", color=muted)
    for place, row in enumerate(rows):
        index = tracks.index(row["track"])
        axes.text(-0.6, top + place, desk.language.day(row["date"]), ha="right", va="center", color=muted)
        axes.plot([index], [top + place], ls="", ms=5, zorder=2, **_style(desk, index))
        axes.text(len(tracks) - 0.4, top + place, row["event"], va="center")


def _alt(rows: list[Row], desk: Desk) -> str:
    years = Counter(row["date"][:4] for row in rows)
    counted = [f"{year}: {desk.number(number)}" for year, number in years.items()]
    return (
        f"Timeline of {desk.number(len(rows))} dated steps by year; {', '.join(counted)}. "
        f"The first is: {rows[0]['event']}; the last: {rows[-1]['event']}."
    )


def _numbers(events: DataTable, desk: Desk) -> Table:
    columns = (
        Column(events.title("date")),
        Column(events.title("event"), share=3),
        Column(events.title("track")),
    )
    rows = sorted(events, key=lambda row: row["date"])
    return Table(columns, tuple((desk.date(row["date"]), row["event"], row["track"]) for row in rows))
