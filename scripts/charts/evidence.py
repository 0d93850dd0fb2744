"""The evidence: how many sources there are of each kind, and how many rows of the data rest on it."""

from __future__ import annotations

from brief.content.bibliography import Bibliography
from brief.data.package import SOURCE
from brief.data.tables import DataTable
from brief.exhibits import Chart, Column, Desk, Table
from brief.exhibits.plotting import draw_bars, sheet

DATA = "sources pledges energy education events obstacles comparison context"

KINDS = {
    "state body": "State body",
    "state media": "State media",
    "media": "Other media",
    "think tank": "Think tank",
    "company": "Company",
    "journal": "Journal",
}
"""The headings of the kinds of sources, by the `keywords` of their entries."""

OTHER = "Other"
ITSELF = "Published brief alone"


def draw(sources: Bibliography, *rest: DataTable | Desk) -> Chart:
    """Draw two bar charts beside one another, on a phone below: sources, and rows of data on them."""
    tables = [part for part in rest if isinstance(part, DataTable)]
    desk = next(part for part in rest if isinstance(part, Desk))
    counts = count(sources, tables)
    names = list(reversed(counts))
    figure, axes = sheet(desk, height=140 if desk.phone else 50)
    axes.remove()
    panels = figure.subplots(2, 1) if desk.phone else figure.subplots(1, 2, sharey=True)
    titles = ("Sources", "Rows of data that rest on them")
    for panel, title, place in zip(panels, titles, range(2), strict=True):
        values = [counts[name][place] for name in names]
        series = desk.tokens["color.series"]
        colors = [series[0] if name == ITSELF else series[2] for name in names]
        texts = [desk.number(value) if value else "" for value in values]
        draw_bars(panel, desk, names, values, texts, color=colors)
        panel.set_title(title, loc="left", fontsize=desk.type_size, color=desk.tokens["color.muted"])
    note = (
        "A row that names a source is counted there, also where the published brief adds to it. "
        "The sorting of the sources is this brief’s own."
    )
    return Chart(figure, _alt(counts, desk), _numbers(counts, desk), note, sources=())


def count(sources: Bibliography, tables: list[DataTable]) -> dict[str, tuple[int, int]]:
    """Return the number of sources and of rows of each kind; a row of two kinds counts for both."""
    import pandas

    kinds = pandas.Series({source.key: KINDS.get(source.get("keywords"), OTHER) for source in sources})
    rows = pandas.concat([table.frame() for table in tables], ignore_index=True)
    named = rows[SOURCE].str.split(";").explode().str.strip().map(kinds)  # one line a row and source
    alone = named.isna().groupby(level=0).all().sum()
    resting = named.dropna().groupby(level=0).unique().explode().value_counts()
    listed = kinds.value_counts()
    names = [*KINDS.values(), *([OTHER] if OTHER in listed else [])]
    counted = {kind: (int(listed.get(kind, 0)), int(resting.get(kind, 0))) for kind in names}
    return counted | {ITSELF: (0, int(alone))}


def _alt(counts: dict[str, tuple[int, int]], desk: Desk) -> str:
    listed = [f"{kind} {desk.number(number)}" for kind, (number, _) in counts.items() if number]
    resting = [f"{kind} {desk.number(number)}" for kind, (_, number) in counts.items()]
    return (
        f"Two bar charts. Sources by what they are: {desk.language.join(listed)}. "
        f"Rows of data by what they rest on: {desk.language.join(resting)}."
    )


def _numbers(counts: dict[str, tuple[int, int]], desk: Desk) -> Table:
    columns = (Column("Kind", share=2), Column("Sources", "right"), Column("Rows of data", "right"))
    rows = [
        (kind, desk.number(number) if kind != ITSELF else "–", desk.number(resting))
        for kind, (number, resting) in counts.items()
    ]
    return Table(columns, tuple(rows))
