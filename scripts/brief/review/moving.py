"""Inserted text that stood in the brief already: it was moved, or copied, and keeps its Markdown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from brief.review.blocks import Block
from brief.review.changes import Change
from brief.review.draft import Draft
from brief.review.matching import Origin
from brief.review.provenance import Printed
from brief.review.units import LABEL, NUMBER, REFERENCE, SPACE, TEXT
from brief.word.wordtext import END, NEW_NOTE, NOTE

LENGTH = 12
"""How many characters two texts must have in common at a place, before one can be from the other."""

PLACES = 8
"""At how many places of the brief a text is looked for at most."""

WIDE = 20
"""How many characters a deletion and a text that was refused have in common, if that text moved."""

SIDE, GAP = 5, 40
"""How many characters beside a construct tell where it was, and how many may stand there now."""

SHORTEST = 3
"""A deleted text of fewer characters is not looked for."""


@dataclass(frozen=True)
class Move:
    """Inserted text from `first` to `last`, and the Markdown that it had elsewhere."""

    first: int
    last: int
    source: str


@dataclass(frozen=True)
class Moves:
    """Finds in inserted text what stands, or stood, elsewhere in the brief."""

    printed: Printed
    deleted: Sequence[tuple[int, int]] = field(repr=False)
    """What the reviewer deleted, in offsets of the printed text."""

    def find(self, text: str, path: str, *, whole: bool) -> list[Move]:
        """Return the stretches of a text inserted into a section that keep their Markdown, in order.

        They are `whole` passages, or constructs alone.
        """
        plain = text.replace(NEW_NOTE, NOTE)
        moves: list[Move] = []
        at = 0
        while at < len(plain):
            length, place = self._longest(plain, at)
            moves += self._moves(at, length, place, path, whole=whole)
            at += max(1, length)
        return moves

    def lost(self, text: str, typed: str) -> Origin | None:
        """Return a number or reference that was deleted, and that a text seems to hold as `typed`.

        It seems so where a stretch of text came along from beside it: it was moved and edited since.
        """
        stretches = {text[at : at + LENGTH] for at in range(len(text) - LENGTH + 1)}
        for origin, printed, sides, around in self._deleted_constructs:
            if around.isdisjoint(stretches) or sides[0] + printed + sides[1] in text:
                continue
            between = f"{re.escape(sides[0])}([^{NOTE}]{{1,{GAP}}}?){re.escape(sides[1])}"
            instead = re.findall(between, text) if all(sides) else []
            if _has_word(typed, printed) or instead:
                return origin
        return None

    @cached_property
    def _deleted_constructs(self) -> list[tuple[Origin, str, tuple[str, str], set[str]]]:
        """The numbers and references that were deleted, with what they print.

        And with the text on either side of them, and the stretches of all that was deleted with them.
        """
        constructs = []
        for start, end in self.deleted:
            at = self.printed.paragraph(start)
            begin = self.printed.starts[at]
            for origin in self.printed.origins[at]:
                first, last = origin.start + begin, origin.end + begin
                if origin.kind in (NUMBER, REFERENCE) and start <= first and last <= end:
                    text = self.printed.text[start:end]
                    around = {text[at : at + LENGTH] for at in range(len(text) - LENGTH + 1)}
                    left = self.printed.text[max(start, first - SIDE) : first]
                    sides = left, self.printed.text[last : min(end, last + SIDE)]
                    constructs.append((origin, self.printed.text[first:last], sides, around))
        return constructs

    def _longest(self, text: str, at: int) -> tuple[int, int]:
        """Return the length of the longest stretch from `at` on that the brief has too, and its place."""
        base, ranked = self.printed.text, [(False, 0, 0)]
        if not (at and text[at - 1].isalnum() and text[at].isalnum()):
            known = self._index.get(text[at : at + LENGTH], ())
            ranked += [(self._was_deleted(place), _common(text, at, base, place), -place) for place in known]
            for start, end in self._short.get(text[at : at + SHORTEST], ()):
                if text.startswith(base[start:end], at):
                    ranked.append((True, end - start, -start))
        _, length, place = max(ranked)
        return length, -place

    def _was_deleted(self, place: int) -> bool:
        return any(start <= place < end for start, end in self.deleted)

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        """Where each stretch of the printed text stands, what was deleted first."""
        index: dict[str, list[int]] = defaultdict(list)
        base = self.printed.text
        inside = [place for start, end in self.deleted for place in range(start, end)]
        for place in (*inside, *range(len(base))):
            places = index[base[place : place + LENGTH]]
            if len(places) < PLACES and place not in places:
                places.append(place)
        return dict(index)

    @cached_property
    def _short(self) -> dict[str, list[tuple[int, int]]]:
        """The shorter stretches that were deleted, by how they begin."""
        short: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for start, end in self.deleted:
            if SHORTEST <= end - start <= LENGTH:
                short[self.printed.text[start : start + SHORTEST]].append((start, end))
        return dict(short)

    def _moves(self, first: int, length: int, place: int, path: str, *, whole: bool) -> list[Move]:
        """Return a stretch as one move, or as one for each construct in it.

        The mark of a note cannot go to another section, where the text of the note does not stand.
        """
        at = self.printed.paragraph(place)
        block, begin = self.printed.blocks[at], place - self.printed.starts[at]
        if block is None or not length:
            return []
        text = self.printed.texts[at]
        origins = [
            one for one in self.printed.origins[at] if begin <= one.start and one.end <= begin + length
        ]
        while origins and _cuts_word(text, origins[-1].end):
            origins.pop()
        constructs = [one for one in origins if one.kind not in (TEXT, SPACE, LABEL)]
        bound = [one for one in constructs if one.name.startswith("[^") and block.section.path != path]
        constructs = [one for one in constructs if one not in bound]
        end = place + length
        deleted = any(start <= place and end <= stop for start, stop in self.deleted)
        shift = first - begin
        if whole and deleted and not bound and (constructs or len(origins) > LENGTH):
            source = _slice(block, origins, self.printed.origins[at])
            if source is not None:
                return [Move(origins[0].start + shift, origins[-1].end + shift, source)]
        return [
            Move(one.start + shift, one.end + shift, block.source[one.first : one.last]) for one in constructs
        ]


def _slice(block: Block, origins: Sequence[Origin], every: Sequence[Origin]) -> str | None:
    """Return the Markdown of origins as it stands in one piece; None where it breaks something."""
    if origins == list(every):
        return block.source[block.first : block.last]
    first, last = min(one.first for one in origins), max(one.last for one in origins)
    others = [one for one in every if one not in origins]
    mixed = any(first <= one.first < last for one in others)
    cut = any(
        one.first < last and first < one.last and not (first <= one.first and one.last <= last)
        for one in block.containers
    )
    return None if mixed or cut or origins[0].first == origins[0].last else block.source[first:last]


def _common(left: str, i: int, right: str, j: int) -> int:
    """Return how many characters two texts have in common from two places on, within a paragraph."""
    count = 0
    while i + count < len(left) and j + count < len(right):
        if left[i + count] != right[j + count] or left[i + count] == END:
            break
        count += 1
    return count


def _cuts_word(text: str, end: int) -> bool:
    return 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum()


def _has_word(text: str, word: str) -> bool:
    """Return whether a text holds a word that is no part of a longer one."""
    at = text.find(word)
    while at >= 0:
        if (
            not text[max(0, at - 1) : at].isalnum()
            and not text[at + len(word) : at + len(word) + 1].isalnum()
        ):
            return True
        at = text.find(word, at + 1)
    return False


def torn_moves(draft: Draft, printed: Printed) -> set[Change]:
    """Return the changes that delete text which moved to a place where it cannot be put."""
    unplaced = {text[at : at + WIDE] for text in draft.unplaced for at in range(len(text) - WIDE + 1)}
    torn = set()
    for change in draft.done:
        deleted = printed.text[change.start : change.end]
        stretches = {deleted[at : at + WIDE] for at in range(len(deleted) - WIDE + 1)}
        if any(stretch not in change.text for stretch in stretches & unplaced):
            torn.add(change)
    return torn
