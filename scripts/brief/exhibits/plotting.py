"""Charts in the design of the brief: the sheet they are drawn on, and the files they become."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brief.content.language import apostrophes
from brief.content.tokens import Tokens
from brief.data.tables import DataTable
from brief.exhibits import Chart, Column, Desk, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABEL_GAP = 4
"""Points between the end of a bar and its label."""

MILLIMETRE = 1 / 25.4  # in inches, the unit of matplotlib


def sheet(desk: Desk, height: float) -> tuple[Figure, Axes]:
    """Return an empty figure as wide as the text and `height` millimetres high, with its axes.

    Fonts, sizes and colors are those of the tokens; the axes have no frame.
    """
    from matplotlib import rcdefaults, rcParams
    from matplotlib.figure import Figure

    rcdefaults()  # a machine may have a matplotlibrc of its own
    rcParams.update(_style(desk.tokens))
    width = desk.tokens.measure
    figure = Figure(figsize=(width * MILLIMETRE, height * MILLIMETRE), layout="constrained")
    return figure, figure.add_subplot()


def _style(tokens: Tokens) -> dict[str, Any]:
    """Return the settings of matplotlib in which charts differ from its defaults."""
    from cycler import cycler

    color = tokens["color"]
    return {
        "axes.axisbelow": True,
        "axes.edgecolor": color["line"],
        "axes.facecolor": "none",
        "axes.labelcolor": color["muted"],
        "axes.prop_cycle": cycler(color=color["series"]),
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "figure.facecolor": "none",
        "font.family": tokens["font.sans"],
        "font.size": tokens["size.chart"],
        "grid.color": color["line"],
        "grid.linewidth": 0.5,
        "svg.fonttype": "none",
        "svg.hashsalt": "brief",
        "text.color": color["ink"],
        "xtick.color": color["muted"],
        "ytick.color": color["ink"],
        "xtick.major.size": 0,
        "ytick.major.size": 0,
    }


def use_fonts(folder: Path) -> None:
    """Make the fonts of the design known to matplotlib."""
    from matplotlib.font_manager import fontManager

    for path in sorted(folder.glob("*.ttf")):
        fontManager.addfont(path)


def svg(figure: Figure, name: str) -> str:
    """Return the figure as SVG: text as text, no dates, and ids that begin with `name`."""
    stream = io.StringIO()
    figure.savefig(
        stream, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
    )
    text = stream.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    used = set(re.findall(r'(?:url\(#|href="#)([\w.-]+)', text))

    def rename(attribute: re.Match[str]) -> str:
        return f' id="{name}-{attribute[1]}"' if attribute[1] in used else ""

    text = re.sub(r'\sid="([\w.-]+)"', rename, text)
    text = re.sub(r">[^<>]+(?=</text>)", lambda shown: apostrophes(shown[0]), text)
    return re.sub(r'(url\(#|href="#)([\w.-]+)', rf"\g<1>{name}-\g<2>", text)


def png(svg_path: Path, fonts: Path, width: float, scale: float = 240) -> bytes:
    """Return the SVG as PNG, `width` millimetres wide at `scale` dots an inch, drawn by Typst."""
    import typst

    page = f"#set page(width: {width}mm, height: auto, margin: 0mm, fill: none)\n"
    source = page + f'#image("/{svg_path.name}", width: 100%)'
    picture: bytes = typst.compile(  # type: ignore[call-overload]  # its stubs know no source as bytes
        source.encode(),
        root=str(svg_path.parent.resolve()),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        format="png",
        ppi=scale,
    )
    return picture


def bar_chart(table: DataTable, desk: Desk, names: str, values: str, alt: str) -> Chart:
    """Return a chart with one horizontal bar a row, the largest on top; rows without a value are left out.

    `names` and `values` are columns; each number is labelled with the unit of its column. `alt`
    is the alternative text; the names and numbers take the place of its `{}`.
    """
    rows = sorted((row for row in table if row[values] is not None), key=lambda row: row[values])
    texts = [" ".join(filter(None, [desk.number(row[values]), table.unit(values)])) for row in rows]
    figure, axes = sheet(desk, height=6 + 10 * len(rows))
    bars = axes.barh([row[names] for row in rows], [float(row[values]) for row in rows], height=0.6)
    axes.bar_label(bars, texts, padding=LABEL_GAP)
    axes.set(xticks=[], xlim=(0, float(rows[-1][values]) * 1.2))
    axes.spines["bottom"].set_visible(False)
    cells = [(row[names], text) for row, text in zip(reversed(rows), reversed(texts), strict=True)]
    columns = (Column(table.title(names)), Column(table.title(values), "right"))
    alt = alt.format(desk.language.join([" ".join(pair) for pair in cells]))
    return Chart(figure, alt, Table(columns, tuple(cells)))
