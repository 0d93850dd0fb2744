"""Of every printed character of the brief, where it stands in Markdown and what it is there.

What a block should print is held against what the built Word file prints, character by
character. Only a block for which both agree is understood; nothing else is ever edited.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from brief.review.blocks import CAPTION, HEADING, Block
from brief.review.matching import Origin
from brief.word.wordtext import END, Piece, anchored, rejected

Look = tuple[frozenset[str], str]
"""How a character looks: how it is formatted, and where it leads."""

PLAIN: Look = (frozenset(), "")


@dataclass(frozen=True)
class Printed:
    """The brief as it is printed: its paragraphs, and for each the block that it is from."""

    texts: tuple[str, ...]
    styles: tuple[str, ...]
    blocks: tuple[Block | None, ...]
    origins: tuple[tuple[Origin, ...], ...]
    looks: tuple[Look, ...]
    """How each character of the text looks."""

    anchored: str
    """The text, in which a reference is a sign of its goal."""

    items: tuple[str, ...] = ()
    """For each paragraph the kind and level of the list that it is an item of."""

    @cached_property
    def text(self) -> str:
        """All of the text."""
        return "".join(text + END for text in self.texts)

    @cached_property
    def starts(self) -> list[int]:
        """Where each paragraph begins in it, and where the last one ends."""
        return [0, *accumulate(len(text) + 1 for text in self.texts)]

    def paragraph(self, offset: int) -> int:
        """Return the paragraph of an offset."""
        return min(bisect_right(self.starts, offset) - 1, len(self.texts) - 1)


GENERATED = {
    "Title",
    "Subtitle",
    "Date",
    "KeyMessagesHeading",
    "KeyMessage",
    "TableText",
    "CaptionedFigure",
    "ExhibitNote",
    "ExhibitCredits",
    "Bibliography",
    "TOCHeading",
    *(f"TOC{level}" for level in range(1, 10)),
}
"""The styles of paragraphs that no section has."""


def trace(body: Sequence[Piece], blocks: Iterable[Block]) -> Printed:
    """Return the printed paragraphs with their blocks: both are in the same order."""
    texts = rejected(body).split(END)[:-1]
    ends = [piece for piece in body if piece.text == END]
    styles = [end.style for end in ends]
    traced: list[Block | None] = [None] * len(texts)
    origins: list[tuple[Origin, ...]] = [()] * len(texts)
    cursor = 0
    for block in blocks:
        for at in range(cursor, len(texts)):
            if styles[at] in GENERATED or not _fits(block, styles[at]):
                continue
            matched = block.origins(texts[at])
            if matched is not None:
                traced[at], origins[at], cursor = block, matched, at + 1
                break
    looks = tuple(piece.look for piece in body for _ in piece.text)
    items = tuple(end.item for end in ends)
    return Printed(tuple(texts), tuple(styles), tuple(traced), tuple(origins), looks, anchored(body), items)


def _fits(block: Block, style: str) -> bool:
    return (block.kind == HEADING) == style.startswith("Heading") and (
        block.kind == CAPTION
    ) == style.endswith("Caption")
