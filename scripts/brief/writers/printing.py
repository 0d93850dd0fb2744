"""The tools of all three writers: the manuscript read again, and its exhibits in parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import panflute as pf

from brief.content.language import Language
from brief.pandoc import loads

_PIECES = re.compile(r"(?<=/)(?!/)|(?<!/)(?=[-._~?#&=%,])")
"""The places in an address at which a line may end."""


@dataclass(frozen=True)
class Exhibit:
    """An exhibit of the manuscript: its label, its kind (figure or table) and its parts."""

    label: str
    kind: str
    parts: dict[str, list[pf.Block]]

    @property
    def name(self) -> list[pf.Inline]:
        """The name of the exhibit in its caption, as `Figure 2`; empty for a picture without a label."""
        first = self._caption[0] if self._caption else None
        return list(first.content) if isinstance(first, pf.Span) and "label" in first.classes else []

    @property
    def title(self) -> str:
        """The name as text, without the words that a redline deletes."""
        return "".join(
            pf.stringify(inline) for inline in self.name if "deletion" not in getattr(inline, "classes", ())
        )

    @property
    def gap(self) -> list[pf.Inline]:
        """The blank between name and caption."""
        return self._caption[1:2] if self.name else []

    @property
    def caption(self) -> list[pf.Inline]:
        """The caption without the name."""
        return self._caption[2:] if self.name else self._caption

    @property
    def _caption(self) -> list[pf.Inline]:
        return list(self.parts["caption"][0].content)

    @property
    def pictures(self) -> list[list[pf.Inline]]:
        """The pictures of the exhibit, each in a line; in a redline the old one comes before the new one."""
        return [list(block.content) for block in self.parts["body"] if isinstance(block, pf.Plain)]

    @property
    def image(self) -> pf.Image | None:
        """The first picture of the exhibit, None for a table."""
        return self.pictures[0][0] if self.pictures else None

    def line(self, part: str) -> list[pf.Inline]:
        """Return the inlines of the part `note` or `credits`; an empty list without that part."""
        return list(self.parts[part][0].content) if part in self.parts else []


UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4, "inch": 25.4, "pt": 25.4 / 72, "px": 25.4 / 96, "": 25.4 / 96}
"""The units of a picture's `width=`, in millimetres; a part of the column, as 50%, has none."""


def wanted_width(width: str, column: float) -> float | None:
    """Return what `width=` of a picture says, in millimetres, in a column; None where that is no width."""
    said = re.fullmatch(r"(\d+(?:\.\d+)?) ?(%|[a-z]*)", width)
    if said is None or not float(said[1]) or said[2] not in (*UNITS, "%"):
        return None
    return float(said[1]) * (column / 100 if said[2] == "%" else UNITS[said[2]])


def width_of(image: pf.Image, column: float, height: float) -> float:
    """Return the width of a picture in print, in millimetres: what it says, or else its own.

    It is within a column, and a picture that does not say its width within a height too.
    """
    from PIL import Image

    wanted = wanted_width(image.attributes.get("width", ""), column)
    if wanted:
        return round(min(wanted, column), 2)
    with Image.open(image.url) as picture:
        across, down = picture.size
    return round(min(across * UNITS["px"], column, height * across / down), 2)


def front_line(value: pf.MetaValue) -> list[pf.Inline]:
    """Return a line of the front matter, a plain text or inlines, as inlines."""
    if isinstance(value, pf.MetaInlines):
        return list(value.content)
    return [pf.Str(value.text)] if value.text else []


def citation(document: pf.Doc, language: Language) -> list[pf.Inline]:
    """Return how the brief is cited: its authors, title, series, publisher and date, as far as given."""
    metadata = document.metadata
    names = language.join([pf.stringify(author["name"]) for author in metadata["authors"].content])
    published = ", ".join(
        filter(None, (pf.stringify(metadata[key]) for key in ("publisher", "date_printed")))
    )
    title = [pf.Emph(*front_line(metadata["title"])), pf.Str(".")]
    lines = [[pf.Str(f"{names}.")] if names else [], title]
    if series := front_line(metadata["series"]):
        lines.append([*series, pf.Str(".")])
    lines.append([pf.Str(f"{published}.")])
    return [inline for line in lines if line for inline in (*line, pf.Space())][:-1]


def read_manuscript(path: Path) -> pf.Doc:
    """Return the manuscript that assemble_manuscript wrote."""
    return loads(path.read_text(encoding="utf-8"))


def replaced(
    inlines: Sequence[pf.Inline], kind: type[pf.Inline], printer: Callable[..., Any]
) -> list[pf.Inline]:
    """Return inlines in which `printer` has replaced each one of a kind, also within others."""

    def visit(element: pf.Element, _: pf.Doc) -> Any:
        return printer(element) if isinstance(element, kind) else None

    return list(pf.Plain(*inlines).walk(visit).content)


def print_addresses(document: pf.Doc, printer: Callable[[list[str]], Sequence[pf.Inline]]) -> pf.Doc:
    """Return the document in which `printer` has replaced each address that is printed in full.

    It gets the address in pieces. Between two of them a line may end: after a slash, before a
    dot, a hyphen and other signs (CMOS18 7.46).
    """

    def visit(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, pf.Link) and pf.stringify(element) == element.url:
            element.content = list(printer([piece for piece in _PIECES.split(element.url) if piece]))

    return document.walk(visit)


def print_exhibits(document: pf.Doc, printer: Callable[[Exhibit], Sequence[pf.Block]]) -> pf.Doc:
    """Return the document in which `printer` has replaced each exhibit."""

    def visit(element: pf.Element, _: pf.Doc) -> list[pf.Block] | None:
        if isinstance(element, pf.Div) and "exhibit" in element.classes:
            parts = {part.classes[0]: list(part.content) for part in element.content}
            return list(printer(Exhibit(element.identifier, element.attributes["kind"], parts)))
        return None

    return document.walk(visit)


def set_variables(document: pf.Doc, variables: dict[str, str | list[str]]) -> None:
    """Set variables of the template, as metadata of the document."""
    for name, value in variables.items():
        document.metadata[name] = value
