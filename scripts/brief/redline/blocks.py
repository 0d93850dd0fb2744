"""The blocks of two manuscripts merged: paragraphs, lists, tables and exhibits, each with its like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import panflute as pf

from brief.pandoc import text_of
from brief.redline import DELETION, INSERTION
from brief.redline.aligning import Part, Step, align
from brief.redline.dividing import group_divided, merge_divided
from brief.redline.inlines import key_of, merge_inlines, words_of
from brief.redline.marking import unnamed, whole

TEXTS = (pf.Para, pf.Plain)


@dataclass(frozen=True)
class Blocks:
    """Merges blocks of an old manuscript with those of the new one, in which some names are taken."""

    taken: frozenset[str]

    def merge(self, old: Sequence[pf.Block], new: Sequence[pf.Block]) -> list[pf.Block]:
        """Return the blocks of both in order, with what came and what went marked.

        Items of lists and rows of tables are merged in the same way.
        """
        merged: list[pf.Block] = []
        for olds, news in group_divided(list(_steps(old, new)), old, new):
            gone, come = [old[i] for i in olds], [new[j] for j in news]
            if len(gone) > 1 or len(come) > 1:
                merged += merge_divided(gone, come, self.merge)
            elif gone and come:
                merged += self._pair(gone[0], come[0])
            else:
                merged += self._both(gone, come)
        return merged

    def _went(self, blocks: Sequence[pf.Block]) -> list[pf.Block]:
        return whole([unnamed(block, self.taken) for block in blocks], DELETION)

    def _both(self, old: Sequence[pf.Block], new: Sequence[pf.Block]) -> list[pf.Block]:
        return [*self._went(old), *whole(new, INSERTION)]

    def _pair(self, old: pf.Block, new: pf.Block) -> list[pf.Block]:
        """Return a block become another of its sort."""
        if key_of(old) == key_of(new):
            return [new]
        match new:
            case pf.Plain(content=[pf.Image()]):
                return self._both([old], [new])
            case pf.Para() | pf.Plain() | pf.Header():
                new.content = merge_inlines(list(old.content), list(new.content), self.merge)
            case pf.Table():
                return self._table(old, new)
            case pf.TableRow():
                for before, after in zip(old.content, new.content, strict=True):
                    after.content = self.merge(list(before.content), list(after.content))
            case pf.Div() if "exhibit" in new.classes:
                new.content = self._exhibit(old, new)
            case pf.Div() | pf.BlockQuote() | pf.ListItem() | pf.BulletList() | pf.OrderedList():
                new.content = self.merge(list(old.content), list(new.content))
            case _:
                return self._both([old], [new])
        return [new]

    def _exhibit(self, old: pf.Div, new: pf.Div) -> list[pf.Block]:
        """Return the parts of an exhibit, each merged with its like."""
        parts: list[pf.Block] = []
        for name in ("caption", "body", "note", "credits", "numbers"):
            before, after = ([one for one in div.content if name in one.classes] for div in (old, new))
            paired = before and after
            parts += self._pair(before[0], after[0]) if paired else self._both(before, after)
        return parts

    def _table(self, old: pf.Table, new: pf.Table) -> list[pf.Block]:
        """Return a table with its rows merged, or both where their columns differ."""
        if old.colspec != new.colspec or len(old.content) != len(new.content):
            return self._both([old], [new])
        befores, afters = ([one.head, *one.content, one.foot] for one in (old, new))
        for before, after in zip(befores, afters, strict=True):
            after.content = self.merge(list(before.content), list(after.content))
        return [new]


def _steps(old: Sequence[pf.Block], new: Sequence[pf.Block]) -> Iterable[Step]:
    """Return which block became which; two lone paragraphs are one, edited."""
    if len(old) == len(new) == 1 and isinstance(old[0], TEXTS) and isinstance(new[0], TEXTS):
        return [(0, 0)]
    return align([_part(block) for block in old], [_part(block) for block in new])


def _part(block: pf.Block) -> Part:
    """Return a block, an item or a row as it is compared."""
    name = getattr(block, "identifier", "")
    match block:
        case pf.Para() | pf.Plain():
            sort = "text"
        case pf.Header():
            sort = f"heading {block.level}"
        case pf.OrderedList():
            sort = f"list {block.start} {block.style} {block.delimiter}"
        case pf.Div():
            sort = f"div {block.classes} {block.attributes}"
        case pf.TableRow():
            sort = f"row {[(cell.rowspan, cell.colspan) for cell in block.content]}"
            name = text_of(block.content[:1])
        case _:
            sort = block.tag
    return Part(key_of(block), sort, words_of(text_of([block])), name)
