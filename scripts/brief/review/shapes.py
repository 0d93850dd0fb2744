"""Changes in the form in which they are made: as few words as it takes, or paragraphs as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from brief.review.changes import Change, cut
from brief.review.comparing import TOKEN, compare_tokens
from brief.review.provenance import PLAIN, Look, Printed
from brief.review.units import LABEL
from brief.word.wordtext import END, NOTE


def normals(changes: Iterable[Change], printed: Printed) -> Iterator[Change]:
    """Yield changes in their normal form."""
    for change in changes:
        yield from (_normal(part, printed) for part in _parts(change, printed))


def _parts(change: Change, printed: Printed) -> list[Change]:
    """Return a change of whole paragraphs and of words beside them as two."""
    old, new = printed.text[change.start : change.end], change.text
    if (END in old) == (END in new):
        return [change]
    if change.start in printed.starts and not (old + new).endswith(END):
        return _divided(change, old.rfind(END) + 1, new.rfind(END) + 1)
    if printed.text[change.end : change.end + 1] == END:
        return _divided(change, *(text.find(END) if END in text else len(text) for text in (old, new)))
    return [change]


def _divided(change: Change, old: int, new: int) -> list[Change]:
    """Return a change as two, divided after `old` characters of what was there and `new` of what is."""
    spot = change.start + old
    return [change.part(change.start, spot, 0, new), change.part(spot, change.end, new, len(change.text))]


def _normal(change: Change, printed: Printed) -> Change:
    """Return the same change by as few words as it takes, whole paragraphs where it can be."""
    olds, news = _seen(change, printed.text, printed.looks)
    head = _common(olds, news)
    tail = min(_common(olds[::-1], news[::-1]), len(olds) - head, len(news) - head)
    change = change.part(change.start + head, change.end - tail, head, len(news) - tail)
    if change.start == change.end and change.text.startswith(" ") and _after_number(change.start, printed):
        pieces = (*cut(change.pieces, 1, len(change.text)), *cut(change.pieces, 0, 1))
        change = replace(change, start=change.start + 1, end=change.end + 1, pieces=pieces)
    base, text, end = printed.text, change.text, change.end
    if end > change.start and base[max(0, change.start - 2) : change.start + 1] == f"{NOTE},{NOTE}":
        change = replace(change, start=change.start - 1)  # the comma between two marks goes with the second
    old = base[change.start : end]
    if base[end : end + 1] != END or not (old or text).startswith(END) or (old and text):
        return change
    closing, marks, tail_end = list(cut(change.pieces, 0, 1)), change.marks, change.tail
    if tail_end:  # the new paragraph is the one before the end that stays: it has what that end says
        closing = [replace(piece, style=tail_end.style, item=tail_end.item) for piece in closing]
        marks |= tail_end.restyled
    pieces = (*cut(change.pieces, 1, len(text)), *closing)
    return replace(change, start=change.start + 1, end=end + 1, pieces=pieces, marks=marks)


Seen = tuple[str, Look]
"""A character and how it looks."""


def _seen(change: Change, text: str, looks: Sequence[Look]) -> tuple[list[Seen], list[Seen]]:
    """Return the characters of a change, those that were there and those that are new."""
    span = slice(change.start, change.end)
    olds = [_plain(*seen) for seen in zip(text[span], looks[span], strict=True)]
    return olds, [_plain(sign, piece.look) for piece in change.pieces for sign in piece.text]


def _plain(sign: str, look: Look) -> Seen:
    """Return a character with what counts of its look; blanks and what is no text have none."""
    emphasis, link = look
    if sign.isspace() or "\ue000" <= sign <= "\uf8ff":
        return sign, PLAIN
    return sign, (emphasis, "" if link.startswith("#") else link)


def _after_number(offset: int, printed: Printed) -> bool:
    """Return whether an offset is between the number of a heading and the blank behind it."""
    at = printed.paragraph(offset)
    inside = offset - printed.starts[at]
    return any(one.kind == LABEL and one.end == inside + 1 for one in printed.origins[at])


def is_whole(change: Change, printed: Printed) -> bool:
    """Return whether a change inserts or deletes whole paragraphs and does nothing else."""
    if not {change.start, change.end} <= set(printed.starts):
        return False
    return change.text.endswith(END) if change.start == change.end else not change.text


def _common(left: Sequence[Seen], right: Sequence[Seen]) -> int:
    """Return how many characters two texts have in common at their beginning, in whole words."""
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    while 0 < count < max(len(left), len(right)) and not left[count - 1][0].isspace():
        count -= 1
    return count


def refined(change: Change, text: str, looks: Sequence[Look]) -> list[Change]:
    """Return a change of a text as smaller ones, around the words that stand there before and after."""
    olds, news = _seen(change, text, looks)
    if not olds or not news:
        return [change]
    old_tokens, new_tokens = _tokens(olds), _tokens(news)
    old_lengths, new_lengths = [*map(len, old_tokens)], [*map(len, new_tokens)]
    codes = compare_tokens(old_tokens, new_tokens, old_lengths, new_lengths, (change.start, 0))
    return [change.part(a, b, c, d) for equal, a, b, c, d in codes if not equal]


def _tokens(seen: Sequence[Seen]) -> list[tuple[Seen, ...]]:
    """Return the words and signs of a text, with how they look."""
    text = "".join(sign for sign, _ in seen)
    return [tuple(seen[token.start() : token.end()]) for token in TOKEN.finditer(text)]
