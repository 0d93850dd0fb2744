"""Changes in the form in which they are made: as few words as it takes, or paragraphs as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from brief.review.changes import Change, cut
from brief.review.provenance import Printed
from brief.word.wordtext import END


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
    base, text = printed.text, change.text
    old = base[change.start : change.end]
    head = _common(old, text)
    tail = min(_common(old[::-1], text[::-1]), len(old) - head, len(text) - head)
    change = change.part(change.start + head, change.end - tail, head, len(text) - tail)
    old, text, end = base[change.start : change.end], change.text, change.end
    if base[end : end + 1] != END or not (old or text).startswith(END) or (old and text):
        return change
    pieces = (*cut(change.pieces, 1, len(text)), *cut(change.pieces, 0, 1))
    return replace(change, start=change.start + 1, end=end + 1, pieces=pieces)


def is_whole(change: Change, printed: Printed) -> bool:
    """Return whether a change inserts or deletes whole paragraphs and does nothing else."""
    if not {change.start, change.end} <= set(printed.starts):
        return False
    return change.text.endswith(END) if change.start == change.end else not change.text


def _common(left: str, right: str) -> int:
    """Return how many characters two texts have in common at their beginning, in whole words."""
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    while 0 < count < max(len(left), len(right)) and not left[count - 1].isspace():
        count -= 1
    return count
