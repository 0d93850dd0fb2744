"""The stretch of a page that is most like a passage, and where the two differ."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice

from brief.quotations.matching import WORD, words_of
from brief.quotations.normalising import LINE_HYPHEN, normalised

ALIKE, ALIKE_IN_LETTERS = 0.6, 0.75
"""From this similarity of their letters on, a stretch of the page is the passage, changed: the first
where half of the words are the same, the second where fewer are."""

LONGEST = 200
"""The most words of a passage that are compared with the page."""

TRIED = 5
"""How many stretches are compared letter by letter."""

_MOST_WORDS, _MOST_VOCABULARY = 100_000, 5_000
"""How many words of a page are looked at; and, for a passage none of whose words is there, how many kinds."""


@dataclass(frozen=True)
class Stretch:
    """Words of a page that stand together: the text, and where it starts.

    `likeness` is how alike its letters are, `enough` how alike they must be, both from 0 to 1.
    """

    text: str
    start: int
    likeness: float
    enough: float


def nearest(passage: str, page: str) -> Stretch | None:
    """Return the stretch of a normalised page that is most like a passage; None where none is like it.

    The work grows with the length of the page alone, whatever is repeated there.
    """
    sought = [word.lower() for word in words_of(normalised(passage))][:LONGEST]
    places = [match.span() for match in islice(WORD.finditer(page), _MOST_WORDS)]
    words = [page[start:end].replace(LINE_HYPHEN, "").lower() for start, end in places]
    stretches = [
        _stretch(page, places[first:last], words[first:last], sought)
        for first, last in _windows(sought, words)
    ]
    alike = [stretch for stretch in stretches if stretch.likeness >= stretch.enough]
    return max(alike, key=lambda stretch: stretch.likeness, default=None)


def differences(passage: str, stretch: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a passage and of a stretch side by side, in runs that are the same or differ."""
    ours, theirs = (re.findall(r"\S+\s*", text) for text in (passage, stretch))
    left, right = ([re.sub(r"\W", "", normalised(word)) for word in words] for words in (ours, theirs))
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        yield "".join(ours[a:b]), "".join(theirs[c:d])


def _windows(sought: Sequence[str], words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches, as numbers of words, that share the most words with the passage."""
    if not sought or not words:
        return
    size, room = len(sought), min(len(sought) // 4 + 2, 10)
    shared = _shared(sought, words)
    for first in nlargest(TRIED, range(len(shared)), key=shared.__getitem__):
        if shared[first]:
            yield max(first - room, 0), first + size + room
    if not max(shared):
        vocabulary = list(dict.fromkeys(words))[:_MOST_VOCABULARY]
        for word in difflib.get_close_matches(sought[0], vocabulary, 1, ALIKE):
            yield (at := words.index(word)), at + size


def _shared(sought: Sequence[str], words: Sequence[str]) -> list[int]:
    """Return, for each word of a page, how many words of the passage stand in the window from there."""
    wanted, inside, count = Counter(sought), Counter[str](), 0
    shared = []
    for at, word in enumerate(words):
        inside[word] += 1
        count += inside[word] <= wanted[word]
        if at >= len(sought):
            gone = words[at - len(sought)]
            count -= inside[gone] <= wanted[gone]
            inside[gone] -= 1
        if at >= len(sought) - 1:
            shared.append(count)
    return shared or [count]


def _stretch(
    page: str, places: Sequence[tuple[int, int]], words: Sequence[str], sought: Sequence[str]
) -> Stretch:
    """Return the part of a window from its first word of the passage to its last, and its likeness."""
    matcher = difflib.SequenceMatcher(None, sought, words, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    first = max(blocks[0].b - blocks[0].a, 0) if blocks else 0
    behind = len(sought) - blocks[-1].a - blocks[-1].size if blocks else 0
    last = min(blocks[-1].b + blocks[-1].size + behind, len(words)) if blocks else len(words)
    likeness = difflib.SequenceMatcher(None, " ".join(sought), " ".join(words[first:last]), autojunk=False)
    start, end = places[first][0], places[last - 1][1]
    same = 2 * sum(block.size for block in blocks) >= len(sought)
    enough = ALIKE if same else ALIKE_IN_LETTERS
    return Stretch(page[start:end].replace(LINE_HYPHEN, ""), start, likeness.ratio(), enough)
