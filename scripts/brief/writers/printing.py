"""What the three writers share: the manuscript read again, and its exhibits taken apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import panflute as pf

from brief.pandoc import loads

_PIECES = re.compile(r"(?<=/)(?!/)|(?<!/)(?=[-._~?#&=%,])")
"""Where an address may be divided."""


@dataclass(frozen=True)
class Exhibit:
    """An exhibit of the manuscript: its label, its kind (figure or table) and its parts."""

    label: str
    kind: str
    parts: dict[str, list[pf.Block]]

    @property
    def name(self) -> list[pf.Inline]:
        """What the exhibit is called, as its caption has it; nothing for a picture without a label."""
        first = self._caption[0] if self._caption else None
        return list(first.content) if isinstance(first, pf.Span) and "label" in first.classes else []

    @property
    def title(self) -> str:
        """The name as text, `Figure 2`; without what was deleted of it."""
        return "".join(
            pf.stringify(one) for one in self.name if "deletion" not in getattr(one, "classes", ())
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
        """The picture, where the exhibit is one; where it has changed, before it the one that it was."""
        return [list(block.content) for block in self.parts["body"] if isinstance(block, pf.Plain)]

    @property
    def image(self) -> pf.Image | None:
        """The picture, where the exhibit is one."""
        return self.pictures[0][0] if self.pictures else None

    def line(self, part: str) -> list[pf.Inline]:
        """Return the inlines of the part `note` or `credits`; none where it is left out."""
        return list(self.parts[part][0].content) if part in self.parts else []


def width_of(picture: Path, width: float, height: float) -> float:
    """Return how wide to print a picture, in millimetres: its own size, within a width and a height."""
    from PIL import Image

    with Image.open(picture) as image:
        across, down = image.size
    return round(min(across * 25.4 / 96, width, height * across / down), 2)


def front_line(value: pf.MetaValue) -> list[pf.Inline]:
    """Return a line of the front matter as inlines, whether it was a plain text or has more to it."""
    if isinstance(value, pf.MetaInlines):
        return list(value.content)
    return [pf.Str(value.text)] if value.text else []


def read_manuscript(path: Path) -> pf.Doc:
    """Return the manuscript that assemble_manuscript wrote."""
    return loads(path.read_text(encoding="utf-8"))


def printed(
    inlines: Sequence[pf.Inline], kind: type[pf.Inline], printer: Callable[..., Any]
) -> list[pf.Inline]:
    """Return inlines with each of one kind, also within others, replaced by what `printer` makes of it."""

    def visit(element: pf.Element, _: pf.Doc) -> Any:
        return printer(element) if isinstance(element, kind) else None

    return list(pf.Plain(*inlines).walk(visit).content)


def print_addresses(document: pf.Doc, printer: Callable[[list[str]], Sequence[pf.Inline]]) -> pf.Doc:
    """Return the document with each address that is printed in full put together by `printer`.

    It gets the pieces between which a line may end: after a slash, before a dot, a hyphen and
    other signs (CMOS18 7.46).
    """

    def visit(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, pf.Link) and pf.stringify(element) == element.url:
            element.content = list(printer([piece for piece in _PIECES.split(element.url) if piece]))

    return document.walk(visit)


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
