"""Blocks that follow one another as one: what they print, with the origin of each character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from brief.review.blocks import PARAGRAPH, Block
from brief.review.matching import Origin
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
    splits: bool
    """Whether a blank line may begin another paragraph in it."""

    def between(self, start: int, end: int) -> list[Origin]:
        """Return the origins of what is printed from `start` to `end`, also in part."""
        return [one for one in self.origins if one.start < end and start < one.end]


def join(blocks: Sequence[Block], origins: Sequence[tuple[Origin, ...]], texts: Sequence[str]) -> Passage:
    """Return blocks that follow one another as one passage; raises RefusalError where they cannot be one."""
    joined: list[Origin] = []
    start = 0
    for position, (block, own, text) in enumerate(zip(blocks, origins, texts, strict=True)):
        if position:
            last = blocks[position - 1]
            between = block.source[last.last : block.first]
            if last.section is not block.section or between.strip() or not (_splits(last) and _splits(block)):
                remedy = "do it in the section"
                raise RefusalError("what stands between these paragraphs cannot go with them", remedy)
            joined.append(Origin(start - 1, start, last.last, block.first, MARK))
        joined += [replace(one, start=one.start + start, end=one.end + start) for one in own]
        start += len(text) + 1
    inside = tuple(one for block in blocks for one in block.containers)
    splits = all(map(_splits, blocks))
    printed = END.join(texts)
    return Passage(blocks[0].source, printed, blocks[0].first, blocks[-1].last, tuple(joined), inside, splits)


def _splits(block: Block) -> bool:
    return block.kind == PARAGRAPH and not block.nested
