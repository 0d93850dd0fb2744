"""The text of two paragraphs merged into one, in which deleted and inserted words are marked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import panflute as pf

from brief.pandoc import text_of
from brief.redline import DELETION, INSERTION
from brief.redline.aligning import Part, align
from brief.redline.marking import changed, is_label

WORD = re.compile(r"\w+")

AFFIXES = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
"""A word between the punctuation before and behind it."""

SHORT = 12
"""Where no more letters than these stay between two longer changes, they are shown as changed too."""

Merge = Callable[[Sequence[pf.Block], Sequence[pf.Block]], list[pf.Block]]
"""Merges the blocks inside a note."""


@dataclass(frozen=True)
class Token:
    """What is compared as a whole: a word, a punctuation mark, a note, with the blank before it."""

    key: str
    """Equal for tokens that are the same."""

    inlines: tuple[pf.Inline, ...]

    @property
    def holder(self) -> pf.Inline | None:
        """The note, link or emphasis, in which changes may be marked word by word; None for plain text."""
        last = self.inlines[-1]
        return last if getattr(last, "content", None) else None

    @property
    def part(self) -> Part:
        """The note, link or emphasis as it is compared with others of its sort."""
        holder, traits = self.inlines[-1], ("classes", "attributes", "url", "title", "quote_type")
        sort = (holder.tag, len(self.inlines), *(getattr(holder, name, "") for name in traits))
        return Part(self.key, str(sort), words_of(text_of(holder.content)))

    @property
    def length(self) -> int:
        """The number of its letters."""
        return len(text_of(self.inlines))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared."""
    return tuple(WORD.findall(text.lower()))


def key_of(element: pf.Element) -> str:
    """Return an element as a text: equal elements have equal texts."""
    return json.dumps(element.to_json(), ensure_ascii=False, sort_keys=True)


def tokens(inlines: Sequence[pf.Inline]) -> Iterator[Token]:
    """Yield the tokens of a line, in order."""
    blank: tuple[pf.Inline, ...] = ()
    for inline in inlines:
        if isinstance(inline, pf.Space) and not blank:
            blank = (inline,)
            continue
        parts = [inline]
        if isinstance(inline, pf.Str):
            split = AFFIXES.match(inline.text)
            parts = [pf.Str(piece) for piece in (split.groups() if split else ()) if piece]
        for part in parts:
            yield Token(" " * len(blank) + key_of(part), (*blank, part))
            blank = ()
    if blank:
        yield Token(" ", blank)


def merge_inlines(old: Sequence[pf.Inline], new: Sequence[pf.Inline], merge: Merge) -> list[pf.Inline]:
    """Return an old and a new line as one, in which deleted and inserted text is marked."""
    if old and new and is_label(old[0]) and is_label(new[0]):
        label = pf.Span(*merge_inlines(old[0].content, new[0].content, merge), classes=["label"])
        return [label, *new[1:2], *merge_inlines(list(old[2:]), list(new[2:]), merge)]
    merged: list[pf.Inline] = []
    for edit in _edits(list(tokens(old)), list(tokens(new))):
        merged += _flat(edit.new) if edit.same else _replaced(edit, merge)
    return _joined(merged)


@dataclass(frozen=True)
class Edit:
    """A stretch of a line: its old and its new tokens, and whether they are the same."""

    same: bool
    old: list[Token]
    new: list[Token]

    @property
    def length(self) -> int:
        """The number of letters of the longer side."""
        return max(sum(token.length for token in side) for side in (self.old, self.new))


def _edits(old: list[Token], new: list[Token]) -> list[Edit]:
    """Return the stretches of a line; a few letters between two longer changes are changed with them."""
    matcher = SequenceMatcher(None, [one.key for one in old], [one.key for one in new], autojunk=False)
    edits = [
        Edit(tag == "equal", old[first:last], new[start:end])
        for tag, first, last, start, end in matcher.get_opcodes()
    ]
    joined: list[Edit] = []
    for index, edit in enumerate(edits):
        if joined and index + 1 < len(edits) and _is_island(edit, joined[-1], edits[index + 1]):
            edit = Edit(False, edit.old, edit.new)
        if joined and not edit.same and not joined[-1].same:
            before = joined.pop()
            edit = Edit(False, before.old + edit.old, before.new + edit.new)
        joined.append(edit)
    return joined


def _is_island(edit: Edit, before: Edit, after: Edit) -> bool:
    """Return whether a stretch that stayed is short, and shorter than the changes on both sides."""
    short = edit.length <= min(SHORT, before.length, after.length)
    return edit.same and short and not any(token.holder for token in edit.new)


def _replaced(edit: Edit, merge: Merge) -> list[pf.Inline]:
    """Return a changed stretch, marked; notes, links and emphasis that stayed are marked word by word."""
    olds = [index for index, token in enumerate(edit.old) if token.holder]
    news = [index for index, token in enumerate(edit.new) if token.holder]
    steps = align([edit.old[i].part for i in olds], [edit.new[j].part for j in news])
    pairs = [(olds[i], news[j]) for i, j in steps if i is not None and j is not None]
    merged: list[pf.Inline] = []
    first = start = 0
    for last, end in pairs:
        merged += _marked(edit.old[first:last], edit.new[start:end])
        merged += _merged_holder(edit.old[last], edit.new[end], merge)
        first, start = last + 1, end + 1
    return merged + _marked(edit.old[first:], edit.new[start:])


def _merged_holder(before: Token, after: Token, merge: Merge) -> list[pf.Inline]:
    """Return a note, link or emphasis that stayed, with the changes inside it."""
    old, new = before.inlines[-1], after.inlines[-1]
    if isinstance(new, pf.Note):
        new.content = merge(list(old.content), list(new.content))
    else:
        new.content = merge_inlines(list(old.content), list(new.content), merge)
    return list(after.inlines)


def _marked(old: list[Token], new: list[Token]) -> list[pf.Inline]:
    """Return tokens marked as deleted and as inserted; a blank that begins both is not marked."""
    deleted, inserted = _flat(old), _flat(new)
    blank = []
    if deleted and inserted and isinstance(deleted[0], pf.Space) and isinstance(inserted[0], pf.Space):
        blank, deleted, inserted = inserted[:1], deleted[1:], inserted[1:]
    return [*blank, *changed(_joined(deleted), DELETION), *changed(_joined(inserted), INSERTION)]


def _flat(stretch: list[Token]) -> list[pf.Inline]:
    return [inline for token in stretch for inline in token.inlines]


def _joined(inlines: Sequence[pf.Inline]) -> list[pf.Inline]:
    """Return inlines; texts that follow one another, as the parts of a word, are one."""
    joined: list[pf.Inline] = []
    for inline in inlines:
        if isinstance(inline, pf.Str) and joined and isinstance(joined[-1], pf.Str):
            joined[-1] = pf.Str(joined[-1].text + inline.text)
        else:
            joined.append(inline)
    return joined
