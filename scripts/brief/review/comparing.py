"""How one text became another: by paragraphs, then by words."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

from brief.word.wordtext import END

TOKEN = re.compile(r"\w+|\s|.", re.DOTALL)

MOST_PAIRS = 4_000_000
"""How many pairs of words are compared at most; more are one replacement."""

Opcode = tuple[bool, int, int, int, int]
"""Whether two stretches are equal, and where they begin and end in each of two texts."""


def compare(old: str, new: str) -> list[Opcode]:
    """Return how one text became another: by paragraphs first, then by words."""
    olds, news = ([part for part in re.split(f"(?<={END})", text) if part] for text in (old, new))
    codes: list[Opcode] = []
    a = b = 0
    for tag, i, j, k, m in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        left, right = "".join(olds[i:j]), "".join(news[k:m])
        if tag == "equal":
            codes.append((True, a, a + len(left), b, b + len(right)))
        else:
            codes += compare_words(left, right, a, b)
        a, b = a + len(left), b + len(right)
    return codes


def compare_words(old: str, new: str, a: int = 0, b: int = 0) -> Iterator[Opcode]:
    """Yield how some words became others; `a` and `b` are where they begin."""
    olds, news = TOKEN.findall(old), TOKEN.findall(new)
    yield from compare_tokens(olds, news, [*map(len, olds)], [*map(len, news)], (a, b))


def compare_tokens(
    olds: Sequence[Hashable],
    news: Sequence[Hashable],
    old_lengths: Sequence[int],
    new_lengths: Sequence[int],
    start: tuple[int, int],
) -> Iterator[Opcode]:
    """Yield how some tokens of these lengths became others."""
    a, b = start
    if len(olds) * len(news) > MOST_PAIRS:
        yield False, a, a + sum(old_lengths), b, b + sum(new_lengths)
        return
    for tag, i, j, k, m in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        left, right = sum(old_lengths[i:j]), sum(new_lengths[k:m])
        yield tag == "equal", a, a + left, b, b + right
        a, b = a + left, b + right
