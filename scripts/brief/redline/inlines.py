"""The text of two paragraphs merged into one, with what came and what went marked by the word."""

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
"""A word between the signs that stand at it."""

SHORT = 12
"""So many letters that stayed between two changes are not worth to part them."""

Merge = Callable[[Sequence[pf.Block], Sequence[pf.Block]], list[pf.Block]]
"""How the blocks inside a note are merged."""


@dataclass(frozen=True)
class Token:
    """What is compared as one: a word, a sign, a note …, with the blank before it."""

    key: str
    inlines: tuple[pf.Inline, ...]

    @property
    def holder(self) -> pf.Inline | None:
        """The note, link or emphasis that it is, if changes may stand inside it."""
        last = self.inlines[-1]
        return last if getattr(last, "content", None) else None

    @property
    def part(self) -> Part:
        """The token, a holder, as a part that may have been edited."""
        holder, traits = self.inlines[-1], ("classes", "attributes", "url", "title", "quote_type")
        sort = (holder.tag, len(self.inlines), *(getattr(holder, name, "") for name in traits))
        return Part(self.key, str(sort), words_of(text_of(holder.content)))

    @property
    def length(self) -> int:
        """How many letters it has."""
        return len(text_of(self.inlines))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared."""
    return tuple(WORD.findall(text.lower()))


def key_of(element: pf.Element) -> str:
    """Return the whole of an element as a text that equals that of an equal one."""
    return json.dumps(element.to_json(), ensure_ascii=False, sort_keys=True)


def tokens(inlines: Sequence[pf.Inline]) -> Iterator[Token]:
    """Yield what is compared, in order."""
    blank: tuple[pf.Inline, ...] = ()
    for inline in inlines:
        if isinstance(inline, pf.Space) and not blank:
            blank = (inline,)
            continue
        parts = [inline]
        if isinstance(inline, pf.Str):
            found = AFFIXES.match(inline.text)
            parts = [pf.Str(piece) for piece in (found.groups() if found else ()) if piece]
        for part in parts:
            yield Token(" " * len(blank) + key_of(part), (*blank, part))
            blank = ()
    if blank:
        yield Token(" ", blank)


def merge_inlines(old: Sequence[pf.Inline], new: Sequence[pf.Inline], merge: Merge) -> list[pf.Inline]:
    """Return the inlines of both, with what came and what went marked."""
    if old and new and is_label(old[0]) and is_label(new[0]):
        label = pf.Span(*merge_inlines(old[0].content, new[0].content, merge), classes=["label"])
        return [label, *new[1:2], *merge_inlines(list(old[2:]), list(new[2:]), merge)]
    before, after = list(tokens(old)), list(tokens(new))
    merged: list[pf.Inline] = []
    for same, gone, come in _edits(before, after):
        merged += _flat(come) if same else _replace(gone, come, merge)
    return _joined(merged)


Edit = tuple[bool, list[Token], list[Token]]
"""Whether a stretch is the same, and what it was and is."""


def _edits(before: list[Token], after: list[Token]) -> list[Edit]:
    """Return the stretches; a few letters between two longer changes are changed with them."""
    matcher = SequenceMatcher(None, [one.key for one in before], [one.key for one in after], autojunk=False)
    edits: list[Edit] = [
        (tag == "equal", before[first:last], after[start:end])
        for tag, first, last, start, end in matcher.get_opcodes()
    ]
    joined: list[Edit] = []
    for index, edit in enumerate(edits):
        inside = joined and index + 1 < len(edits)
        if edit[0] and inside and _is_island(edit[2], (joined[-1], edits[index + 1])):
            edit = (False, edit[1], edit[2])
        if joined and not edit[0] and not joined[-1][0]:
            _, gone, come = joined.pop()
            edit = (False, gone + edit[1], come + edit[2])
        joined.append(edit)
    return joined


def _is_island(stayed: list[Token], around: Sequence[Edit]) -> bool:
    """Return whether what stayed is shorter than the changes around it, and of no weight."""
    length = sum(one.length for one in stayed)
    longest = [max(sum(one.length for one in side) for side in edit[1:]) for edit in around]
    return length <= min(SHORT, *longest) and not any(one.holder for one in stayed)


def _replace(gone: list[Token], come: list[Token], merge: Merge) -> list[pf.Inline]:
    """Return one stretch become another; inside notes, links and emphasis that stayed, by the word."""
    olds = [index for index, one in enumerate(gone) if one.holder]
    news = [index for index, one in enumerate(come) if one.holder]
    steps = align([gone[i].part for i in olds], [come[j].part for j in news])
    pairs = [(olds[i], news[j]) for i, j in steps if i is not None and j is not None]
    merged: list[pf.Inline] = []
    first = start = 0
    for last, end in pairs:
        merged += _marked(gone[first:last], come[start:end]) + _merged_holder(gone[last], come[end], merge)
        first, start = last + 1, end + 1
    return merged + _marked(gone[first:], come[start:])


def _merged_holder(gone: Token, come: Token, merge: Merge) -> list[pf.Inline]:
    old, new = gone.inlines[-1], come.inlines[-1]
    if isinstance(new, pf.Note):
        new.content = merge(list(old.content), list(new.content))
    else:
        new.content = merge_inlines(list(old.content), list(new.content), merge)
    return list(come.inlines)


def _marked(gone: list[Token], come: list[Token]) -> list[pf.Inline]:
    """Return what went and what came; a blank that both begin with stayed."""
    went, came = _flat(gone), _flat(come)
    blank = []
    if went and came and isinstance(went[0], pf.Space) and isinstance(came[0], pf.Space):
        blank, went, came = came[:1], went[1:], came[1:]
    return [*blank, *changed(_joined(went), DELETION), *changed(_joined(came), INSERTION)]


def _flat(stretch: list[Token]) -> list[pf.Inline]:
    return [inline for token in stretch for inline in token.inlines]


def _joined(inlines: Sequence[pf.Inline]) -> list[pf.Inline]:
    """Return inlines with the parts of words joined again."""
    joined: list[pf.Inline] = []
    for inline in inlines:
        if isinstance(inline, pf.Str) and joined and isinstance(joined[-1], pf.Str):
            joined[-1] = pf.Str(joined[-1].text + inline.text)
        else:
            joined.append(inline)
    return joined
