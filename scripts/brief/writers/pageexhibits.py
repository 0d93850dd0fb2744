"""Exhibits on the page: charts in two widths, tables that fit a phone, and the numbers behind charts."""

from __future__ import annotations

import base64
import csv
import html
import io
import math
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import panflute as pf

from brief.content.language import Language
from brief.content.tokens import Tokens
from brief.exhibits import phone_twin
from brief.writers.mediatypes import MEDIA_TYPES
from brief.writers.printing import Exhibit, replaced

LEAST_TYPE = 11
"""The smallest labels of a chart on a screen, in pixels. A chart that would have smaller ones scrolls."""

CARDS = range(4, 7)
"""The numbers of columns of a table whose rows become cards on a phone; one with more columns scrolls."""


@dataclass(frozen=True)
class PageExhibits:
    """Prints exhibits; `downloads` says whether the numbers behind a chart can be kept as CSV."""

    language: Language
    tokens: Tokens
    downloads: bool

    def print(self, exhibit: Exhibit) -> list[pf.Block]:
        """Return the exhibit as a figure of HTML."""
        label = exhibit.title or pf.stringify(pf.Para(*exhibit.caption))
        identifier = f'id="{exhibit.label}" ' if exhibit.label else ""
        title = [pf.Span(*exhibit.name, classes=["label"]), *exhibit.gap] if exhibit.name else []
        blocks = [_raw(f'<figure {identifier}class="exhibit {exhibit.kind}">'), _raw("<figcaption>")]
        blocks += [pf.Plain(*title, *exhibit.caption), _raw("</figcaption>")]
        body: list[pf.Block] = exhibit.parts["body"]
        if exhibit.pictures:
            body = [pf.Plain(*replaced(line, pf.Image, self._picture)) for line in exhibit.pictures]
        blocks += scroller(body, label)
        for part in ("note", "credits"):
            line = exhibit.line(part)
            blocks += [_raw(f'<p class="{part}">'), pf.Plain(*line), _raw("</p>")] if line else []
        if "numbers" in exhibit.parts:
            blocks += self._numbers(exhibit, label)
        return [*blocks, _raw("</figure>")]

    def _numbers(self, exhibit: Exhibit, label: str) -> list[pf.Block]:
        """Return the numbers behind a chart, to unfold and to keep."""
        numbers, summary = exhibit.parts["numbers"], self.language["numbers"]
        blocks = [_raw(f"<details><summary>{html.escape(summary)}</summary>")]
        blocks += scroller(numbers, f"{label}: {summary}")
        if self.downloads:
            data = quote(
                "\ufeff" + "".join(_csv(table) for table in numbers)
            )  # the mark tells Excel of UTF-8
            link = f'<a download="{exhibit.label}.csv" href="data:text/csv;charset=utf-8,{data}">'
            blocks.append(_raw(f'<p class="download">{link}{html.escape(self.language["csv"])}</a></p>'))
        return [*blocks, _raw("</details>")]

    def _picture(self, image: pf.Image) -> pf.RawInline:
        """Return a chart as SVG in the colors of the page, or a picture with its data inside."""
        alt = html.escape(image.attributes["alt"], quote=True)
        path = Path(image.url)
        if path.suffix == ".svg":
            wide = self._drawing(path, 'class="wide"')
            phone = self._drawing(
                phone_twin(path), 'class="phone" display="none"'
            )  # the style sheet shows it
            text = f'<span class="drawing" role="img" aria-label="{alt}">{wide}{phone}</span>'
        else:
            data = base64.b64encode(path.read_bytes()).decode("ascii")
            source = f"data:{MEDIA_TYPES[path.suffix.lower()]};base64,{data}"
            text = f'<img src="{source}" alt="{alt}"{_width(image)} />'
        return pf.RawInline(text, format="html")

    def _drawing(self, path: Path, attributes: str) -> str:
        """Return an SVG in the colors of the page, at least so wide that its labels can be read."""
        drawing = path.read_text(encoding="utf-8")
        width = f'style="min-width: {least_width(drawing)}px"'
        for color_name, value in self.tokens["color"].items():
            for index, color in enumerate([value] if isinstance(value, str) else value, start=1):
                variable = (
                    f"var(--{color_name})" if isinstance(value, str) else f"var(--{color_name}-{index})"
                )
                drawing = drawing.replace(f": {color}", f": {variable}")
        drawing = re.sub(r'\s(?:width|height)="[\d.]+pt"', "", drawing, count=2)
        return drawing.replace("<svg", f"<svg {attributes} {width}", 1)


def _width(image: pf.Image) -> str:
    """Return the style of a picture that has a width of its own; a number alone counts pixels."""
    width = image.attributes.get("width", "").replace(" ", "").replace("inch", "in")
    return f' style="width: {width}{"px" * width.isdecimal()}"' if width else ""


def least_width(drawing: str) -> int:
    """Return the pixels that an SVG needs for labels of `LEAST_TYPE` pixels; 0 for one without labels."""
    sizes = [float(size) for size in re.findall(r"font(?:-size)?:[^;\"]*?([\d.]+)px", drawing)]
    box = re.search(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+)', drawing)
    return math.ceil(float(box[1]) * LEAST_TYPE / min(sizes)) if box and sizes else 0


def scroller(blocks: list[pf.Block], label: str) -> list[pf.Block]:
    """Return blocks in a region that can be moved sideways, also by the keyboard."""
    region = f'<div class="body" role="region" tabindex="0" aria-label="{html.escape(label)}">'
    return [_raw(region), *blocks, _raw("</div>")]


def fit_tables(document: pf.Doc, label: str) -> pf.Doc:
    """Return the document with tables that fit a phone.

    Each cell of a table with some columns names its column; one outside of an exhibit gets a region
    of its own, which is called `label`.
    """

    def visit(element: pf.Element, _: pf.Doc) -> list[pf.Block] | None:
        if not isinstance(element, pf.Table):
            return None
        _name_cells(element)
        return None if _in_exhibit(element) else scroller([element], label)

    return document.walk(visit)


def _in_exhibit(element: pf.Element | None) -> bool:
    while element is not None:
        if isinstance(element, pf.Div) and "exhibit" in element.classes:
            return True
        element = element.parent
    return False


def _name_cells(table: pf.Table) -> None:
    """Mark a table as cards or as one that scrolls, by the number of its columns."""
    rows = [row for body in table.content for row in body.content]
    plain = all(len(row.content) == table.cols for row in rows) and len(table.head.content) == 1
    if table.cols > CARDS[-1] or (table.cols in CARDS and not plain):
        table.classes.append("many")
    elif table.cols in CARDS:
        table.classes.append("cards")
        names = [_words(cell) for cell in table.head.content[0].content]
        for row in rows:
            for cell, name in zip(row.content, names, strict=True):
                cell.attributes["label"] = name


def _csv(table: pf.Table) -> str:
    """Return a table as CSV (RFC 4180), its cells as they are printed."""
    stream = io.StringIO()
    rows = [*table.head.content, *(row for body in table.content for row in body.content)]
    csv.writer(stream).writerows([_words(cell) for cell in row.content] for row in rows)
    return stream.getvalue()


def _words(cell: pf.TableCell) -> str:
    return str(pf.stringify(cell)).strip()


def _raw(text: str) -> pf.RawBlock:
    return pf.RawBlock(text, format="html")
