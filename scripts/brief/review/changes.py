"""The changes of a reviewed text as changes of the text that the brief prints today.

The text as it was sent is the common ancestor: what the reviewer made of it, and what has become
of it here, are laid side by side, as a merge of versions does it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from brief.review.comparing import Opcode, compare
from brief.word.wordtext import END, NEW_NOTE, NOTE, Comment, Piece, accepted, marks_of, rejected


@dataclass(frozen=True)
class Change:
    """The printed text from `start` to `end` becomes `pieces`."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    by: str = ""
    old: str = field(default="", compare=False)
    """What was there, where it is not the text at this place."""

    marks: frozenset[int] = frozenset()
    """The numbers of the tracked changes that it consists of."""

    tail: Piece | None = field(default=None, compare=False)
    """The end of the paragraph that follows, as the reviewer left it."""

    @property
    def text(self) -> str:
        """What stands there anew."""
        return "".join(piece.text for piece in self.pieces)

    def part(self, start: int, end: int, first: int, last: int) -> Change:
        """Return a smaller change, by the new text from `first` to `last`."""
        return replace(self, start=start, end=end, pieces=tuple(cut(self.pieces, first, last)))


@dataclass(frozen=True)
class Remark:
    """A comment, after the character before `at`."""

    at: int
    comment: Comment


@dataclass(frozen=True)
class Review:
    """What a reviewer wants of a text, in its offsets; what has no place in it any more is stale."""

    changes: tuple[Change, ...]
    remarks: tuple[Remark, ...]
    stale: tuple[Change, ...] = ()
    there: frozenset[int] = frozenset()
    """The numbers of the tracked changes after which the text says what it says already."""


def tracked(pieces: Sequence[Piece]) -> Review:
    """Return the changes that a text with tracked changes says, in offsets of the text without them."""
    changes: list[Change] = []
    remarks: list[Remark] = []
    waiting: list[Piece] = []
    at, start, there = 0, 0, frozenset[int]()

    def close() -> None:
        nonlocal there
        if _says_something(waiting):
            new = tuple(replace(piece, inserted=False) for piece in waiting if not piece.deleted)
            changes.append(Change(start, at, new, waiting[0].by, marks=marks_of(waiting)))
        else:
            there |= marks_of(waiting)
        waiting.clear()

    for piece in pieces:
        if piece.comment:
            remarks.append(Remark(at, piece.comment))
        elif piece.inserted or piece.deleted:
            waiting.append(piece)
            at += len(piece.text) if piece.deleted else 0
        else:
            close()
            if piece.text == END and changes and changes[-1].tail is None:
                changes[-1] = replace(changes[-1], tail=piece)
            at += len(piece.text)
            start = at
    close()
    return Review(tuple(changes), tuple(remarks), there=there)


def _says_something(pieces: Sequence[Piece]) -> bool:
    """Return whether the inserted text differs from the deleted: some programs write the same anew."""
    deleted, inserted = (
        [(sign, piece.look) for piece in pieces if piece.deleted == way for sign in piece.text]
        for way in (True, False)
    )
    return deleted != inserted


def untracked(pieces: Sequence[Piece], base: str) -> Review:
    """Return the changes of a text that may have been edited without tracking: all by which it differs."""
    if rejected(pieces) == base:
        return tracked(pieces)
    last = [piece for piece in pieces if not piece.deleted]
    codes = compare(base, accepted(last))
    spots = _marked_spots(pieces)
    changes = []
    for a, b, c, d in (code[1:] for code in codes if not code[0]):
        marks = frozenset().union(*(marks for first, end, marks in spots if first <= d and c <= end))
        changes.append(Change(a, b, tuple(cut(last, c, d)), marks=marks, tail=_tail(last, d)))
    there = marks_of(pieces).difference(*(change.marks for change in changes))
    remarks = _remarks(last, [(e, c, d, a, b) for e, a, b, c, d in codes])
    return Review(tuple(changes), tuple(remarks), there=there)


def _marked_spots(pieces: Sequence[Piece]) -> list[tuple[int, int, frozenset[int]]]:
    """Return where the tracked changes stand in the text in which they are accepted."""
    spots, at = [], 0
    for piece in pieces:
        end = at if piece.deleted else at + len(piece.text)
        spots += [(at, end, piece.marks)] if piece.marks else []
        at = end
    return spots


def _tail(pieces: Sequence[Piece], offset: int) -> Piece | None:
    """Return the end of the paragraph in which an offset is."""
    at = 0
    for piece in pieces:
        at += len(piece.text)
        if at > offset and piece.text == END:
            return piece
    return None


def rebased(pieces: Sequence[Piece], base: str) -> Review:
    """Return the tracked changes of a text on what has become of it since it was sent."""
    sent = rejected(pieces)
    review = tracked(pieces)
    if sent == base:
        return review
    codes = compare(sent, base)
    changes, stale, there = [], [], review.there
    for change in review.changes:
        shift = _shift(change, codes, len(sent))
        if shift is not None:
            changes.append(replace(change, start=change.start + shift, end=change.end + shift))
        elif _is_done(change, codes, sent, base):
            there |= change.marks
        else:
            at = _moved(change.start, codes)
            stale.append(replace(change, start=at, end=at, old=sent[change.start : change.end]))
    remarks = (replace(remark, at=_moved(remark.at, codes)) for remark in review.remarks)
    return Review(tuple(changes), tuple(remarks), tuple(stale), there)


def _shift(change: Change, codes: Sequence[Opcode], length: int) -> int | None:
    """Return by how far a change has moved; None where its surroundings are no longer the same."""
    for equal, a, b, c, _ in codes:
        if equal and a <= change.start and change.end <= b:
            inside = a < change.start or a == 0 or change.end > change.start
            if inside and (change.end < b or b == length or change.end > change.start):
                return c - a
    return None


def _is_done(change: Change, codes: Sequence[Opcode], sent: str, base: str) -> bool:
    """Return whether the text says already what a change would make it say."""
    touched = [code for code in codes if code[1] <= change.end and change.start <= code[2]]
    first, last = touched[0], touched[-1]
    wanted = sent[first[1] : change.start] + change.text + sent[change.end : last[2]]
    return wanted.replace(NEW_NOTE, NOTE) == base[first[3] : last[4]]


def _moved(offset: int, codes: Sequence[Opcode]) -> int:
    for equal, a, b, c, d in codes:
        if a <= offset <= b:
            return c + offset - a if equal else d
    return 0


def cut(pieces: Sequence[Piece], start: int, end: int) -> Iterator[Piece]:
    """Yield the pieces of the text from `start` to `end`."""
    at = 0
    for piece in pieces:
        text = piece.text[max(0, start - at) : max(0, end - at)]
        at += len(piece.text)
        if text:
            yield replace(piece, text=text, inserted=False)


def _remarks(pieces: Sequence[Piece], codes: Sequence[Opcode]) -> Iterator[Remark]:
    at = 0
    for piece in pieces:
        if piece.comment:
            yield Remark(_moved(at, codes), piece.comment)
        at += len(piece.text)


def changed_text(text: str, changes: Sequence[Change]) -> str:
    """Return a text with changes made."""
    for change in sorted(changes, key=lambda change: change.start, reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    return text
