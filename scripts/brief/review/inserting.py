"""New paragraphs, headings and items of lists: where they go in a section, and as what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from brief.review.blocks import Block
from brief.review.changes import Change
from brief.review.composing import Writing, compose
from brief.review.escaping import shield_lines, straighten
from brief.review.passages import MARKED, item_mark
from brief.review.provenance import GENERATED, Printed
from brief.review.refusals import MADE, RefusalError
from brief.word.wordtext import END, Piece

TYPED_NUMBER = r"^\d+(\.\d+)+ "
"""The number of a section that the text of a new heading begins with: the build counts anew."""


@dataclass(frozen=True)
class Paragraph:
    """A new paragraph: its text in pieces, and the end that says what it is."""

    pieces: tuple[Piece, ...]
    end: Piece

    @property
    def level(self) -> int:
        """The level of a heading; 0 for what is none."""
        level = self.end.style.removeprefix("Heading")
        return int(level) if level != self.end.style and level.isdecimal() else 0

    @property
    def depth(self) -> int:
        """The level of an item of a list, from 0."""
        return int(self.end.item.partition(" ")[2] or 0)


def paragraphs_of(change: Change) -> Iterator[Paragraph]:
    """Yield the paragraphs that a change puts in."""
    inside: list[Piece] = []
    for piece in change.pieces:
        if piece.text == END:
            if "".join(one.text for one in inside).strip():
                yield Paragraph(tuple(inside), piece)
            inside = []
        else:
            inside.append(piece)


@dataclass(frozen=True)
class Inserter:
    """Finds the place of new paragraphs in the sections."""

    printed: Printed
    writing: Writing
    literal: bool = False
    """Whether each mark is written as it is printed."""

    def insert(self, at: int, change: Change) -> tuple[Block, int, str]:
        """Return the block beside which new paragraphs go, the offset in its source, and their Markdown.

        They come before the printed paragraph `at`. Raises RefusalError where they cannot.
        """
        paragraphs = list(paragraphs_of(change))
        for paragraph in paragraphs:
            self._check(paragraph)
        near = max((i for i, block in enumerate(self.printed.blocks[:at]) if block), default=0)
        before = self.printed.blocks[near]
        between = self.printed.styles[near + 1 : at]
        if before is None or not GENERATED.issuperset(between):
            raise RefusalError("there is no section that this place belongs to", "write it into one")
        self._check_levels(near, paragraphs)
        if paragraphs and paragraphs[0].end.item and not (before.nested and not between):
            following = self._following(at, paragraphs)
            if following:
                return following
        return before, before.outer_last, self._after(near, at, before, paragraphs)

    def _check(self, paragraph: Paragraph) -> None:
        """Refuse paragraphs that only the build makes."""
        style = paragraph.end.style
        if style == "TableText":
            raise RefusalError("a table was put in, or a row or a cell of one", "make it an exhibit, of data")
        if style in MADE and style != "KeyMessagesHeading":
            raise RefusalError(MADE[style][0], "change it there, and build")
        if paragraph.level and any(piece.note for piece in paragraph.pieces):
            raise RefusalError("a note was put into a heading", "put it into the text below")

    def _check_levels(self, near: int, paragraphs: Sequence[Paragraph]) -> None:
        """Refuse headings of a level that does not follow from what is before them."""
        styles = (self.printed.styles[i] for i in range(near, -1, -1))
        level = next((int(style[7:]) for style in styles if re.fullmatch(r"Heading\d", style)), 0)
        for paragraph in paragraphs:
            if paragraph.level == 1:
                problem = "a heading of the first level was put in, which begins a section"
                raise RefusalError(problem, "begin a file for it in report/")
            if paragraph.level > level + 1:
                problem = f"a heading of level {paragraph.level} was put in below one of level {level}"
                raise RefusalError(problem, "choose the level that follows")
            level = paragraph.level or level

    def _following(self, at: int, paragraphs: Sequence[Paragraph]) -> tuple[Block, int, str] | None:
        """Return new items before the list that follows, if they begin it."""
        after = self.printed.blocks[at] if at < len(self.printed.blocks) else None
        same = after and all(one.end.item == self.printed.items[at] for one in paragraphs)
        mark = item_mark(after) if after and same else ""
        if not after or not mark:
            return None
        start = after.source.rfind("\n", 0, after.first) + 1
        text = "".join(f"{mark}{self._composed(one, after)}\n" for one in paragraphs)
        return after, start, text

    def _after(self, near: int, at: int, before: Block, paragraphs: Sequence[Paragraph]) -> str:
        """Return the Markdown of new paragraphs behind a block."""
        mark, item = item_mark(before), self.printed.items[near]
        follows = self.printed.blocks[at] if at < len(self.printed.blocks) else None
        inside = follows is not None and follows.nested and follows.section is before.section
        written, listed = [], bool(before.nested and mark)
        for paragraph in paragraphs:
            text = self._composed(paragraph, before)
            if paragraph.end.item and listed and (paragraph.end.item == item or not item):
                written.append(f"\n{self._gap(before)}{mark}{text}")
            elif paragraph.end.item:
                mark, item = "- " if paragraph.end.item.startswith("bullet") else "1. ", paragraph.end.item
                if paragraph.depth or (inside and before.nested):
                    raise RefusalError("an item of this level cannot begin here", "write it into the section")
                written.append(f"\n\n{mark}{text}")
                listed = True
            else:
                if before.nested and inside:
                    raise RefusalError(
                        "no paragraph of its own can stand inside this list or quotation", "make it an item"
                    )
                written.append(f"\n\n{'#' * paragraph.level}{' ' * bool(paragraph.level)}{text}")
                listed = False
        return "".join(written)

    def _gap(self, block: Block) -> str:
        """Return the blank line by which items of a list are parted, if they are."""
        parted = rf"[ \t]*\n[ \t]*\n{MARKED}"
        return "\n" * bool(re.match(parted, block.source[block.outer_last :]))

    def _composed(self, paragraph: Paragraph, block: Block) -> str:
        writing = replace(self.writing, path=block.section.path)
        text = compose(paragraph.pieces, writing, quotes=not self.literal).strip()
        if not self.literal:
            printed = "".join(piece.text for piece in paragraph.pieces)
            text = straighten(text, printed, writing.language["quotes"])
        return re.sub(TYPED_NUMBER, "", text) if paragraph.level else shield_lines(text)
