"""Whether a page holds a passage, word for word.

A passage may hold what editors put into a quotation: three dots for what they left out, and square
brackets around what they changed or added (The Chicago Manual of Style, 18th edition, 12.54 to
12.74). Everything else must stand on the page as it stands in the passage.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from brief.quotations.normalising import LINE_HYPHEN, WITHOUT_BLANKS, normalised

LEFT_OUT = 800
"""The most characters of a page for which three dots may stand."""

REPLACED = 80
"""The most characters of a page, within one sentence, for which words in brackets may stand."""

FEW = 4
"""Up to so many words, what was left out must not hold a negation: that would be no omission."""

MOST_PLACES = 3000
"""How many places of one piece are followed up: a page on which it stands more often says nothing else."""

_NEGATIONS = (
    "not no never none nor cannot neither without nicht kein keine keinen nie ne pas jamais "
    "не ни нет никогда нельзя без эмес жок 不 没 沒 未 无 無 非 لا ليس لم لن לא אין"
)
NEGATIONS = frozenset(_NEGATIONS.split())
"""Words that turn a sentence into its opposite, in the languages of sources."""

_EDITORIAL = re.compile(
    r"(?P<left_out>[\[(] ?\.\.\. ?[\])]|\.\.\.\.?)"
    r"|(?P<sic> ?\[sic!?\])"
    r"|(?P<letters>(?<=\w)\[\w*\]|\[\w*\](?=\w))"
    r"|(?P<replaced>\[[^\[\]]*\])"
)
_LETTER = rf"[^\W{WITHOUT_BLANKS}]"
WORD = re.compile(rf"[{WITHOUT_BLANKS}]|{_LETTER}(?:['{LINE_HYPHEN}]?{_LETTER})*")
_SENTENCE_END = re.compile(r"[.!?。！？]['\")\]]*(?: |$)")
_EDGES = " .,;:"


@dataclass(frozen=True)
class Piece:
    """A part of a passage that must stand on the page as it is.

    `after` says how it follows the piece before it: `left_out`, `replaced`, or "" for the first.
    """

    pattern: re.Pattern[str]
    after: str


def words_of(text: str) -> list[str]:
    """Return the words of a normalised text; of Chinese and Japanese each character counts as one."""
    return WORD.findall(text)


def places_of(passage: str, page: str) -> list[tuple[int, int]]:
    """Return where a page holds a passage: the start and end of each place in its normalised text.

    `page` is normalised already, since many passages are looked for in it.
    """
    text = normalised(passage).strip(_EDGES)
    if not words_of(text):
        return []
    whole = [Piece(_bounded(_spelled(text, any_case=True), text[0], text[-1]), "")]
    return _places(whole, page) or (_places(list(_pieces(text)), page) if _EDITORIAL.search(text) else [])


def _pieces(text: str) -> Iterator[Piece]:
    """Yield the pieces between what an editor left out or replaced."""
    after, start = "", 0
    for mark in _EDITORIAL.finditer(text):
        if mark["left_out"] or mark["replaced"]:
            piece = _piece(text[start : mark.start()], after)
            yield from piece
            after, start = (mark.lastgroup or "") if piece or after else "", mark.end()
    yield from _piece(text[start:], after)


def _piece(text: str, after: str) -> list[Piece]:
    """Return the piece that a text without gaps is, or nothing where it has no words."""
    text = text.strip(_EDGES)
    if not words_of(text):
        return []
    pattern, start = "", 0
    for mark in _EDITORIAL.finditer(text):
        pattern += _spelled(text[start : mark.start()], any_case=not (after or start))
        if mark["letters"]:
            pattern += _letters(mark["letters"][1:-1], text[mark.end() :])
        start = mark.end()
    pattern += _spelled(text[start:], any_case=not (after or start))
    plain = _EDITORIAL.sub("x", text)
    return [Piece(_bounded(pattern, plain[0], plain[-1]), after)]


def _letters(inside: str, following: str) -> str:
    """Return the pattern for letters in brackets: a first letter in either case, or an ending."""
    if len(inside) == 1 and following[:1].isalpha():
        return f"(?i:{re.escape(inside)})"
    return r"[^\W\d_]{0,12}"


def _spelled(text: str, *, any_case: bool) -> str:
    """Return the pattern of a text. A word may be parted by a hyphen where a line of a PDF ends.

    With `any_case`, the first letter may be written in either case, as a quotation may begin.
    """
    spelled = []
    for at, character in enumerate(text):
        pattern = f"[-{LINE_HYPHEN}]" if character == "-" else re.escape(character)
        if any_case and not at and character.isalpha():
            pattern = f"(?i:{pattern})"
        within = character.isalnum() and text[at + 1 : at + 2].isalnum()
        spelled.append(pattern + (f"{LINE_HYPHEN}?" if within else ""))
    return "".join(spelled)


def _bounded(pattern: str, first: str, last: str) -> re.Pattern[str]:
    """Return the pattern of a piece that begins and ends where its words do."""
    begins = rf"(?<!{_LETTER})(?<!{LINE_HYPHEN})" if re.match(_LETTER, first) else ""
    ends = rf"(?!{_LETTER}|{LINE_HYPHEN})" if re.match(_LETTER, last) else ""
    begins += r"(?<!\d[.,])" if first.isdigit() else ""  # 5 million is not in 1.5 million
    ends += r"(?![.,]\d)" if last.isdigit() else ""
    return re.compile(f"(?=({begins}{pattern}{ends}))")


def _places(pieces: Sequence[Piece], page: str) -> list[tuple[int, int]]:
    """Return where all pieces follow one another, each at most as far off as its gap allows."""
    ways: list[tuple[int, int]] = []
    for number, piece in enumerate(pieces):
        hits = [match.span(1) for match in islice(piece.pattern.finditer(page), MOST_PLACES)]
        ways = list(_continued(ways, hits, piece.after, page)) if number else hits
    return sorted({start: (start, end) for start, end in reversed(ways)}.values())


def _continued(
    ways: Sequence[tuple[int, int]], hits: Sequence[tuple[int, int]], after: str, page: str
) -> Iterator[tuple[int, int]]:
    """Yield for each hit the way that leads to it: the nearest one before it, if its gap is allowed."""
    ends = sorted((end, start) for start, end in ways)
    for start, end in hits:
        before = bisect_left(ends, (start + 1, -1)) - 1
        if before >= 0 and _may_stand_for(page[ends[before][0] : start], after):
            yield ends[before][1], end


def _may_stand_for(gap: str, after: str) -> bool:
    """Return whether an editor may put dots, or words in brackets, in place of a text."""
    if len(gap) > (REPLACED if after == "replaced" else LEFT_OUT):
        return False
    words = words_of(gap)
    negated = any(word.lower() in NEGATIONS or word.lower().endswith("n't") for word in words)
    if after == "replaced":
        return not negated and not _SENTENCE_END.search(gap.strip())
    return not (negated and len(words) <= FEW)
