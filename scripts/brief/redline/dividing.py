"""Paragraphs that were divided or joined: the text stays, and the end of a paragraph came or went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import panflute as pf

from brief.pandoc import text_of
from brief.redline import DELETION, INSERTION
from brief.redline.aligning import Step
from brief.redline.inlines import Merge, merge_inlines, words_of

TEXTS = (pf.Para, pf.Plain)

MOST_NEW = 0.3
"""The share of the words of a part that may be new, if it was divided from a paragraph."""

Group = tuple[list[int], list[int]]
"""Old and new blocks by their indices: those on one side are the parts of the one on the other."""


def group_divided(steps: Sequence[Step], old: Sequence[pf.Block], new: Sequence[pf.Block]) -> list[Group]:
    """Return the steps, those together by which a paragraph was divided or several were joined."""
    groups: list[Group] = [([] if i is None else [i], [] if j is None else [j]) for i, j in steps]
    for one, many in ((0, 1), (1, 0)):
        groups = list(_gathered(groups, (old, new), one, many))
    return groups


def _gathered(
    groups: Sequence[Group], blocks: tuple[Sequence[pf.Block], Sequence[pf.Block]], one: int, many: int
) -> Iterator[Group]:
    """Yield the groups; a part that came on its own joins the paragraph before or after that it was of."""
    waiting: list[Group] = []
    for group in groups:
        if waiting and _belong(waiting[-1], group, blocks, one, many):
            waiting[-1] = (waiting[-1][0] + group[0], waiting[-1][1] + group[1])
        else:
            waiting.append(group)
    yield from waiting


def _belong(
    left: Group,
    right: Group,
    blocks: tuple[Sequence[pf.Block], Sequence[pf.Block]],
    one: int,
    many: int,
) -> bool:
    """Return whether two groups are parts of one paragraph, which one of them holds."""
    whole = left[one] + right[one]
    parts = left[many] + right[many]
    if len(whole) != 1 or not left[many] or not right[many]:
        return False
    elements = [blocks[one][whole[0]], *(blocks[many][at] for at in parts)]
    if not all(isinstance(element, TEXTS) and type(element) is type(elements[0]) for element in elements):
        return False
    known = Counter(words_of(text_of([elements[0]])))
    for element in elements[1:]:
        words = Counter(words_of(text_of([element])))
        if (words - known).total() > MOST_NEW * words.total():
            return False
        known -= words
    return True


def merge_divided(old: Sequence[pf.Block], new: Sequence[pf.Block], merge: Merge) -> list[pf.Block]:
    """Return a paragraph and its parts merged: as many paragraphs as there are parts."""
    kind = INSERTION if len(new) > 1 else DELETION
    merged = merge_inlines(_with_dividers(old), _with_dividers(new), merge)
    parts = list(_split(merged))
    for before, part in pairwise(parts):
        before += _taken_blank(part, DELETION if kind == INSERTION else INSERTION)
    paragraphs = [type(new[0])(*part) for part in parts]
    for paragraph in paragraphs[:-1]:
        paragraph.content.append(pf.Span(pf.Str("¶"), classes=[f"divide-{kind}"]))
    return paragraphs


def _with_dividers(blocks: Sequence[pf.Block]) -> list[pf.Inline]:
    line: list[pf.Inline] = []
    for block in blocks:
        line += [pf.Span(classes=["divider"]), pf.Space()] if line else []
        line += list(block.content)
    return line


def _split(inlines: Sequence[pf.Inline]) -> Iterator[list[pf.Inline]]:
    """Yield the inlines between dividers; a change in which one stands is divided too."""
    part: list[pf.Inline] = []
    for inline in inlines:
        pieces = [inline]
        if isinstance(inline, pf.Span) and any(map(_is_divider, inline.content)):
            pieces = []
            inside: list[pf.Inline] = []
            for child in [*inline.content, None]:
                if child is not None and not _is_divider(child):
                    inside.append(child)
                    continue
                pieces += [pf.Span(*inside, classes=inline.classes)] if inside else []
                pieces += [child] if child is not None else []
                inside = []
        for piece in pieces:
            if _is_divider(piece):
                yield part
                part = []
            else:
                part.append(piece)
    yield part


def _taken_blank(part: list[pf.Inline], kind: str) -> list[pf.Inline]:
    """Take the blank off the beginning of a part: in one paragraph it parted it from what is before.

    Return it marked as a change of this kind, unless it came or went with what is behind it.
    """
    if part and isinstance(part[0], pf.Space):
        return [pf.Span(part.pop(0), classes=[kind])]
    if part and isinstance(part[0], pf.Span) and isinstance([*part[0].content, None][0], pf.Space):
        del part[0].content[0]
        if not part[0].content:
            part.pop(0)
    return []


def _is_divider(inline: pf.Inline) -> bool:
    return isinstance(inline, pf.Span) and inline.classes == ["divider"]
