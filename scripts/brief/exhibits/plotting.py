"""Charts in the design of the brief: the sheet they are drawn on, and the files they become."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

from brief.content.language import apostrophes
from brief.data.tables import DataTable
from brief.exhibits import Chart, Column, Desk, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

LABEL_GAP = 4
"""Points between the end of a bar and its label."""

LETTER = 0.19
"""The width of a letter on average, in millimetres a point of its size."""

LINE = 4.2
"""The height of a line of text in a chart on a phone, in millimetres."""

NAME_ROOM = 0.55
"""The room of a line of a name above its bar, in bars."""

OVERHANG = 0.01
"""Inches by which a drawing may stand out of its sheet before the sheet is widened."""

MILLIMETRE = 1 / 25.4  # in inches, the unit of matplotlib


def sheet(desk: Desk, height: float) -> tuple[Figure, Axes]:
    """Return an empty figure as wide as the desk says and `height` millimetres high, with its axes.

    Fonts, sizes and colors are those of the tokens; the axes have no frame.
    """
    from matplotlib import rcdefaults, rcParams
    from matplotlib.figure import Figure

    rcdefaults()  # a machine may have a matplotlibrc of its own
    rcParams.update(_style(desk))
    figure = Figure(figsize=(desk.width * MILLIMETRE, height * MILLIMETRE), layout="constrained")
    return figure, figure.add_subplot()


def _style(desk: Desk) -> dict[str, Any]:
    """Return the settings of matplotlib in which charts differ from its defaults."""
    from cycler import cycler

    color = desk.tokens["color"]
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
        "font.family": desk.tokens["font.sans"],
        "font.size": desk.type_size,
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
    """Return the figure as SVG: text as text, no dates, and ids that begin with `name`.

    Where something stands out of the sheet, the sheet is widened, so that nothing is cut off.
    """
    text = _saved(figure)
    if box := overhung(figure):
        text = _saved(figure, bbox_inches=box)
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    used = set(re.findall(r'(?:url\(#|href="#)([\w.-]+)', text))

    def rename(attribute: re.Match[str]) -> str:
        return f' id="{name}-{attribute[1]}"' if attribute[1] in used else ""

    text = re.sub(r'\sid="([\w.-]+)"', rename, text)
    text = re.sub(r">[^<>]+(?=</text>)", lambda shown: apostrophes(shown[0]), text)
    return re.sub(r'(url\(#|href="#)([\w.-]+)', rf"\g<1>{name}-\g<2>", text)


def _saved(figure: Figure, **options: Any) -> str:
    stream = io.StringIO()
    blank = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    figure.savefig(stream, format="svg", metadata=blank, **options)
    return stream.getvalue()


def overhung(figure: Figure) -> Bbox | None:
    """Return the box, in inches, of a saved figure that stands out of its sheet; None for any other."""
    from matplotlib.transforms import Bbox

    flat = Bbox.from_extents(0, 0, *figure.get_size_inches())
    whole = Bbox.union([flat, figure.get_tightbbox()])
    return whole if max(whole.width - flat.width, whole.height - flat.height) > OVERHANG else None


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


def wrapped(desk: Desk, text: str, width: float) -> str:
    """Return a text in lines that are about `width` millimetres long in a chart."""
    return fill(text, max(1, round(width / (desk.type_size * LETTER))))


def bar_chart(table: DataTable, desk: Desk, names: str, values: str, alt: str) -> Chart:
    """Return a chart with one horizontal bar a row, the largest on top; rows without a value are left out.

    `names` and `values` are columns; each number is labelled with the unit of its column. `alt`
    is the alternative text; the names and numbers take the place of its `{}`. On a phone each name
    stands above its bar.
    """
    rows = sorted((row for row in table if row[values] is not None), key=lambda row: row[values])
    texts = [" ".join(filter(None, [desk.number(row[values]), table.unit(values)])) for row in rows]
    labels = [wrapped(desk, row[names], desk.width) if desk.phone else row[names] for row in rows]
    lines = sum(label.count("\n") + 1 for label in labels) if desk.phone else 0
    figure, axes = sheet(desk, height=6 + (8 if desk.phone else 10) * len(rows) + LINE * lines)
    draw_bars(axes, desk, labels, [float(row[values]) for row in rows], texts)
    cells = [(row[names], text) for row, text in zip(reversed(rows), reversed(texts), strict=True)]
    columns = (Column(table.title(names)), Column(table.title(values), "right"))
    alt = alt.format(desk.language.join([" ".join(pair) for pair in cells]))
    return Chart(figure, alt, Table(columns, tuple(cells)))


def draw_bars(
    axes: Axes, desk: Desk, names: Sequence[str], values: Sequence[float], texts: Sequence[str], **style: Any
) -> None:
    """Draw horizontal bars from below, each with its name before it, or on a phone above it, and its text."""
    places, at = [], 0.0
    for name in names:
        places.append(at)
        at += 1 + (name.count("\n") + 1) * NAME_ROOM if desk.phone else 1
    bars = axes.barh(places, values, height=0.6, **style)
    axes.bar_label(bars, texts, padding=LABEL_GAP)
    axes.set(xticks=[], xlim=(0, max(values) * (1.35 if desk.phone else 1.2)), yticks=[])
    axes.spines["bottom"].set_visible(False)
    if not desk.phone:
        axes.set_yticks(places, names)
        return
    for name, place in zip(names, places, strict=True):
        axes.text(0, place + 0.4, name, va="bottom")
    axes.set_ylim(-0.5, at - 0.4)
