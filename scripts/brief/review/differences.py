"""How a reviewed text differs from the brief in what is no text: formatting that says something.

Bold and italic are formatting alone. Text that is struck through or hidden, raised or lowered,
made a link, a heading or an item of a list says something else than before, so that it must be
taken in or refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import unquote

from brief.review.changes import Change
from brief.review.comparing import Opcode, compare
from brief.review.formats import EMPHASIS, HIDDEN, STRONG, STRUCK, SUBSCRIPT, SUPERSCRIPT
from brief.review.refusals import RefusalError
from brief.word.wordtext import END, Piece, rejected

SAYING = {
    STRUCK: "the text here was struck through by its format, not deleted",
    HIDDEN: "the text here was hidden, not deleted",
    SUPERSCRIPT: "the text here was raised, or is no longer",
    SUBSCRIPT: "the text here was lowered, or is no longer",
}
REMEDY = "delete or retype it with changes tracked, or change it in the section"


@dataclass(frozen=True)
class Difference:
    """A stretch that is formatted otherwise: as a change of nothing, with why it is refused.

    Where it is formatting alone there is no refusal.
    """

    change: Change
    refusal: RefusalError | None


def differences(pieces: Sequence[Piece], base: Sequence[Piece]) -> Iterator[Difference]:
    """Yield how a text that comes back differs in its formatting from what was sent, in its offsets."""
    sent, ours = rejected(pieces), rejected(base)
    codes = [(True, 0, len(sent), 0, len(ours))] if sent == ours else compare(sent, ours)
    places = list(_places(codes))
    yield from _looks(pieces, base, places)
    yield from _shapes(pieces, base, places)


def _places(codes: Iterable[Opcode]) -> Iterator[int | None]:
    """Yield for each character of the text that was sent where it stands now, if it does."""
    for equal, first, last, start, _ in codes:
        yield from (start + at if equal else None for at in range(last - first))


def _looks(
    pieces: Sequence[Piece], base: Sequence[Piece], places: Sequence[int | None]
) -> Iterator[Difference]:
    olds = [piece for piece in base if not piece.inserted for _ in piece.text]
    news = [piece for piece in pieces if not piece.inserted for _ in piece.text]
    pairs = (
        (place, olds[place], new) if place is not None and _is_text(new) else (None, new, new)
        for place, new in zip(places, news, strict=True)
    )
    for (problem, marks), group in groupby(pairs, key=lambda pair: (_problem(*pair[1:]), pair[2].restyled)):
        stretch = [(place, new) for place, _, new in group if place is not None]
        if problem is not None and stretch:
            start, end = stretch[0][0], stretch[-1][0] + 1
            change = Change(start, end, (), stretch[0][1].by, marks=marks)
            yield Difference(change, RefusalError(problem, REMEDY) if problem else None)


def _is_text(piece: Piece) -> bool:
    return not piece.deleted and not piece.note and piece.text != END and bool(piece.text.strip())


def _problem(old: Piece, new: Piece) -> str | None:
    """Return what a difference in looks says; empty if it is formatting alone, None if there is none."""
    changed = old.emphasis ^ new.emphasis
    for name, problem in SAYING.items():
        if name in changed:
            return problem
    if _address(old.link) != _address(new.link) and not new.link.startswith("#"):
        return f"the link here leads to {new.link}" if new.link else "the link here was taken off"
    return "" if changed & {STRONG, EMPHASIS} else None


def _address(link: str) -> str:
    return "" if link.startswith("#") else unquote(link).rstrip("/")


def _shapes(
    pieces: Sequence[Piece], base: Sequence[Piece], places: Sequence[int | None]
) -> Iterator[Difference]:
    """Yield the paragraphs that were made a heading or an item, or are none any more."""
    kinds = [_kind(piece) for piece in base if piece.text == END]
    paragraphs = _numbers(base)
    at, first = 0, None
    for piece in pieces:
        if piece.text == END and not piece.deleted:
            if first is not None and _kind(piece) != kinds[paragraphs[first]]:
                change = Change(first, first, (), piece.by, marks=piece.restyled)
                yield Difference(change, RefusalError(_shape_problem(piece), "do it in the section"))
            first = None
        elif not piece.inserted and not piece.deleted and piece.text.strip():
            kept = (place for place in places[at : at + len(piece.text)] if place is not None)
            first = next(kept, None) if first is None else first
        at += 0 if piece.inserted else len(piece.text)


def _numbers(pieces: Sequence[Piece]) -> list[int]:
    """Return for each character of a text which paragraph it is in."""
    numbers, paragraph = [], 0
    for piece in pieces:
        numbers += [paragraph] * len(piece.text)
        paragraph += piece.text == END
    return numbers


def _kind(end: Piece) -> str:
    if end.style.startswith("Heading") or end.style == "TableText":
        return end.style
    return end.item


def _shape_problem(end: Piece) -> str:
    if end.style.startswith("Heading"):
        return f"this paragraph was made a heading of level {end.style[7:]}"
    if end.item:
        return "this paragraph was made an item of a list, or one of another level"
    return "this paragraph is no longer a heading, an item of a list, or in a table"
