"""Blocks that follow one another as one: what they print, with the origin of each character."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from brief.review.blocks import PARAGRAPH, Block
from brief.review.matching import Origin
from brief.review.provenance import Look
from brief.review.refusals import RefusalError
from brief.review.units import MARK, Container
from brief.word.wordtext import END


@dataclass(frozen=True)
class Passage:
    """Blocks as one: the origins of all that they print, paragraphs' ends among them."""

    source: str
    printed: str
    first: int
    last: int
    origins: tuple[Origin, ...]
    containers: tuple[Container, ...]
    looks: tuple[Look, ...]
    """How each printed character looks."""

    divider: str
    """What begins another paragraph, or another item, in it; empty where nothing can."""

    def between(self, start: int, end: int) -> list[Origin]:
        """Return the origins of what is printed from `start` to `end`, also in part."""
        return [one for one in self.origins if one.start < end and start < one.end]


def join(
    blocks: Sequence[Block],
    origins: Sequence[tuple[Origin, ...]],
    texts: Sequence[str],
    looks: Sequence[Look],
) -> Passage:
    """Return blocks that follow one another as one passage; raises RefusalError where they cannot be one."""
    joined: list[Origin] = []
    start = 0
    for position, (block, own, text) in enumerate(zip(blocks, origins, texts, strict=True)):
        if position:
            last = blocks[position - 1]
            between = block.source[last.last : block.first]
            items = item_mark(last) and item_mark(block) and re.fullmatch(rf"\s*\n{MARKED}", between)
            paragraphs = _splits(last) and _splits(block) and not between.strip()
            if last.section is not block.section or not (items or paragraphs):
                remedy = "do it in the section"
                raise RefusalError("what stands between these paragraphs cannot go with them", remedy)
            joined.append(Origin(start - 1, start, last.last, block.first, MARK))
        joined += [replace(one, start=one.start + start, end=one.end + start) for one in own]
        start += len(text) + 1
    inside = tuple(one for block in blocks for one in block.containers)
    mark = item_mark(blocks[-1])
    divider = "\n\n" if all(map(_splits, blocks)) else f"\n{mark}" if mark else ""
    printed, begin, end = END.join(texts), blocks[0].first, blocks[-1].last
    return Passage(blocks[0].source, printed, begin, end, tuple(joined), inside, tuple(looks), divider)


MARKED = r"(?:[ \t]*)(?:[-*+]|\(?\w{1,4}[.)])[ \t]+"
"""The mark of an item of a list, at the beginning of its line."""


def item_mark(block: Block) -> str:
    """Return the mark of the item of a list that a block begins, with the blanks around; else nothing."""
    start = block.source.rfind("\n", 0, block.first) + 1
    lead = block.source[start : block.first]
    return lead if block.nested and re.fullmatch(MARKED, lead) else ""


def _splits(block: Block) -> bool:
    return block.kind == PARAGRAPH and not block.nested
