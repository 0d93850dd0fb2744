"""What the three writers share: the manuscript read again, and its exhibits taken apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import panflute as pf

from brief.pandoc import loads


@dataclass(frozen=True)
class Exhibit:
    """An exhibit of the manuscript: its label, its kind (figure or table) and its parts."""

    label: str
    kind: str
    parts: dict[str, list[pf.Block]]

    @property
    def title(self) -> str:
        """What the exhibit is called, `Figure 2`; empty for a picture without a label."""
        first = self._caption[0] if self._caption else None
        return pf.stringify(first) if isinstance(first, pf.Span) and "label" in first.classes else ""

    @property
    def caption(self) -> list[pf.Inline]:
        """The caption without its label."""
        return self._caption[2:] if self.title else self._caption

    @property
    def _caption(self) -> list[pf.Inline]:
        return list(self.parts["caption"][0].content)

    @property
    def image(self) -> pf.Image | None:
        """The picture, where the exhibit is one."""
        first = self.parts["body"][0]
        return first.content[0] if isinstance(first, pf.Plain) else None

    def line(self, part: str) -> list[pf.Inline]:
        """Return the inlines of the part `note` or `credits`; none where it is left out."""
        return list(self.parts[part][0].content) if part in self.parts else []


def width_of(picture: Path, width: float, height: float) -> float:
    """Return how wide to print a picture, in millimetres: its own size, within a width and a height."""
    from PIL import Image

    with Image.open(picture) as image:
        across, down = image.size
    return round(min(across * 25.4 / 96, width, height * across / down), 2)


def read_manuscript(path: Path) -> pf.Doc:
    """Return the manuscript that assemble_manuscript wrote."""
    return loads(path.read_text(encoding="utf-8"))


def print_exhibits(document: pf.Doc, printer: Callable[[Exhibit], Sequence[pf.Block]]) -> pf.Doc:
    """Return the document with each exhibit replaced by what `printer` makes of it."""

    def visit(element: pf.Element, _: pf.Doc) -> list[pf.Block] | None:
        if isinstance(element, pf.Div) and "exhibit" in element.classes:
            parts = {part.classes[0]: list(part.content) for part in element.content}
            return list(printer(Exhibit(element.identifier, element.attributes["kind"], parts)))
        return None

    return document.walk(visit)


def set_variables(document: pf.Doc, variables: dict[str, str | list[str]]) -> None:
    """Hand plain texts to the template, as Pandoc's metadata."""
    for name, value in variables.items():
        document.metadata[name] = value
