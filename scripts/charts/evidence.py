"""The evidence base itself: the sources by language, kind and year, counted from the bibliography."""

from __future__ import annotations

from brief.bibliography import Bibliography
from brief.exhibits import Chart, Column, Desk, Table
from brief.plotting import label_bars, sheet

DATA = "sources"

LANGUAGES = {"en": "English", "ru": "Russian"}
KINDS = {"online": "Web page", "report": "Report", "article": "Journal article"}


def draw(sources: Bibliography, desk: Desk) -> Chart:
    """Draw three small bar charts beside one another, on the same scale."""
    counts = count(sources)
    figure, axes = sheet(desk, height=42)
    axes.remove()
    panels = figure.subplots(1, len(counts), sharex=True)
    longest = max(number for numbers in counts.values() for number in numbers.values())
    most_rows = max(map(len, counts.values()))
    for panel, (title, numbers) in zip(panels, counts.items(), strict=True):
        panel.barh(list(numbers), list(numbers.values()), height=0.62)
        label_bars(panel, [desk.number(number) for number in numbers.values()])
        panel.set_title(
            title, loc="left", fontsize=desk.tokens["size.chart"], color=desk.tokens["color.muted"]
        )
        panel.set(xlim=(0, longest * 1.18), xticks=[], ylim=(most_rows - 0.4, -0.6))
        panel.spines["bottom"].set_visible(False)
    return Chart(figure, _alt(sources, counts, desk), _numbers(counts, desk), sources=())


def count(sources: Bibliography) -> dict[str, dict[str, int]]:
    """Return the number of sources of each language, kind (the most first) and year (in order)."""
    import pandas

    frame = pandas.DataFrame(
        {
            "Language": [LANGUAGES.get(source.written_in, source.written_in) for source in sources],
            "Kind": [KINDS.get(source.kind, source.kind) for source in sources],
            "Year": [source.year or "no date" for source in sources],
        }
    )
    counts = {title: frame[title].value_counts() for title in frame}
    counts["Year"] = counts["Year"].sort_index()
    return {
        title: {str(name): int(number) for name, number in column.items()} for title, column in counts.items()
    }


def _alt(sources: Bibliography, counts: dict[str, dict[str, int]], desk: Desk) -> str:
    parts = []
    for title, numbers in counts.items():
        listed = [f"{name} {desk.number(number)}" for name, number in numbers.items()]
        parts.append(f"by {title.lower()}: {', '.join(listed)}")
    return f"Three bar charts of the {len(sources.sources)} sources; {'; '.join(parts)}."


def _numbers(counts: dict[str, dict[str, int]], desk: Desk) -> Table:
    columns = (Column("What"), Column("Group"), Column("Sources", "right"))
    rows = [(title, name, desk.number(n)) for title, numbers in counts.items() for name, n in numbers.items()]
    return Table(columns, tuple(rows))
