"""Which parts of an old and a new sequence are the same, which are alike, and which came or went."""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

FEW = 12
"""A word that more parts than this have in common tells nothing of which belong together."""

ALIKE = 0.4
"""The share of their words that two parts have in common if one is the other, edited."""


@dataclass(frozen=True)
class Part:
    """A part as it is compared: all of it, what sort it is, its words, its name if it has one."""

    key: str
    sort: str
    words: tuple[str, ...]
    name: str = ""


Step = tuple[int | None, int | None]
"""The index of an old part and of the new one that it became; None for neither."""


def align(old: Sequence[Part], new: Sequence[Part]) -> Iterator[Step]:
    """Yield every part once, in an order that keeps both: pairs, and what went before what came."""
    matcher = SequenceMatcher(None, [one.key for one in old], [one.key for one in new], autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(range(first, last), range(start, end), strict=True)
        else:
            yield from _align_alike(old, new, range(first, last), range(start, end))


def _align_alike(old: Sequence[Part], new: Sequence[Part], gone: range, come: range) -> Iterator[Step]:
    """Yield the steps through two ranges in which no part is the same."""
    pairs = _pairs(old, new, gone, come) if gone and come else []
    if not pairs:
        yield from ((i, None) for i in gone)
        yield from ((None, j) for j in come)
        return
    i, j = gone.start, come.start
    for left, right in [*pairs, (gone.stop, come.stop)]:
        yield from _align_alike(old, new, range(i, left), range(j, right))
        if left < gone.stop:
            yield left, right
        i, j = left + 1, right + 1


def _pairs(old: Sequence[Part], new: Sequence[Part], gone: range, come: range) -> list[tuple[int, int]]:
    """Return which parts are most alike, each with the other, as far as their order is the same."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i in gone:
        for mark in _marks(old[i]):
            holders[mark].append(i)
    best: dict[int, tuple[float, int]] = {}
    for j in come:
        share, i = _most_alike(old, new[j], holders)
        if share >= ALIKE and share > best.get(i, (0.0, 0))[0]:
            best[i] = (share, j)
    return _longest_rise(sorted((i, j) for i, (_, j) in best.items()))


def _most_alike(old: Sequence[Part], part: Part, holders: dict[str, list[int]]) -> tuple[float, int]:
    """Return how alike the old part is that most words of this one point to, and which it is."""
    votes: Counter[int] = Counter()
    for mark in sorted(_marks(part)):
        if len(holders.get(mark, ())) <= FEW:
            votes.update(holders.get(mark, ()))
    shares = [(likeness(old[i], part), -i) for i, _ in votes.most_common(3)]
    share, index = max(shares, default=(0.0, 0))
    return share, -index


def _marks(part: Part) -> set[str]:
    """Return what a part can be found by: its words, and its name as no word can be."""
    return {*part.words, f"#{part.name}"} if part.name else set(part.words)


def likeness(old: Part, new: Part) -> float:
    """Return how alike two parts are, from 0 to 1: the words they share; 1 for one name, 0 for two sorts."""
    if old.sort != new.sort:
        return 0.0
    if old.name and old.name == new.name:
        return 1.0
    common = sum((Counter(old.words) & Counter(new.words)).values())
    return 2 * common / max(len(old.words) + len(new.words), 1)


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most pairs, sorted by their first, whose second rise too."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, second) in enumerate(pairs):
        place = bisect.bisect_left(tops, second)
        before.append(ends[place - 1] if place else -1)
        tops[place : place + 1] = [second]
        ends[place : place + 1] = [index]
    rise, index = [], ends[-1] if ends else -1
    while index >= 0:
        rise.append(pairs[index])
        index = before[index]
    return rise[::-1]
