"""The changes of a reviewer as edits of the sections, and a fault for each that cannot be one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate

from brief.escapes import plain
from brief.faults import Fault
from brief.metadata import Metadata
from brief.review.changes import Change, Remark, Review, cut
from brief.review.escaping import comment_markup, shield_lines
from brief.review.passages import Desk, RefusalError, compose, join, rewrite
from brief.review.provenance import CAPTION, FOOTNOTE_TEXT, GENERATED, HEADING, Block, Printed
from brief.review.units import FOOTNOTE, SPACE, TEXT
from brief.review.wordtext import END, Comment

MADE = {
    "Title": ("the title stands in brief.yaml", ("title",)),
    "Subtitle": ("the subtitle stands in brief.yaml", ("subtitle",)),
    "Date": ("series, number and date stand in brief.yaml", ("date",)),
    "KeyMessage": ("the key messages stand in brief.yaml", ("key_messages",)),
    "KeyMessagesHeading": ("this heading is a fixed word of the language", ("lang",)),
    "Bibliography": ("the list of sources is made of bib/sources.bib", ()),
    "TableText": ("the table is made by its program, out of the data", ()),
    "CaptionedFigure": ("the chart is made by its program, out of the data", ()),
    "ExhibitNote": ("this line is made with the exhibit, out of the data", ()),
    "ExhibitCredits": ("this line is made with the exhibit, out of the data", ()),
}


UNPROVEN = RefusalError("the section would not print what was meant here", "write it by hand")


@dataclass(frozen=True)
class Edit:
    """In a section, the text from `first` to `last` becomes `text`."""

    first: int
    last: int
    text: str


@dataclass
class Draft:
    """What becomes of the sections, by path; what cannot be; the changes of the body that could be made."""

    edits: dict[str, list[Edit]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    done: list[Change] = field(default_factory=list)
    deleted: set[int] = field(default_factory=set)
    """The printed paragraphs that go as a whole."""

    notes: list[tuple[Change, str]] = field(default_factory=list)
    """Changes of notes, each with the text that its note should print."""

    def add(self, block: Block, first: int, last: int, text: str) -> None:
        """Add an edit, unless it changes nothing or is there already."""
        edit = Edit(first, last, text)
        edits = self.edits.setdefault(block.section.path, [])
        if block.source[first:last] != text and (text or edit not in edits):
            edits.append(edit)


@dataclass(frozen=True)
class Editor:
    """Places the changes of the body; `blocks` are all there are, notes too."""

    printed: Printed
    blocks: Sequence[Block]
    metadata: Metadata
    desk: Desk
    unproven: Collection[Change] = ()
    """What is known not to come out as it should."""

    draft: Draft = field(default_factory=Draft)

    @cached_property
    def base(self) -> str:
        """The printed text."""
        return "".join(text + END for text in self.printed.texts)

    def place(self, review: Review) -> None:
        """Turn all changes and comments of the body into edits and faults."""
        inside: list[Change] = []
        sources = {block.source for block in self.blocks}
        there = {
            one for one in review.remarks if any(comment_markup(one.comment) in text for text in sources)
        }
        remarks = [remark for remark in review.remarks if remark not in there]
        for change in review.stale:
            problem = "the text here has changed since the file was sent"
            self.refuse(change, RefusalError(problem, "look at both, and write it by hand"))
        for change in (self._normal(part) for one in review.changes for part in self._parts(one)):
            if change in self.unproven:
                self.refuse(change, UNPROVEN)
            elif self._is_whole(change):
                self._whole(change)
            else:
                inside.append(change)
        for remark in remarks:
            at = self.paragraph(max(0, remark.at - 1))
            if at in self.draft.deleted:
                left = max((i for i in range(at) if i not in self.draft.deleted), default=0)
                self._loose(left, [remark.comment])
                remarks = [one for one in remarks if one is not remark]
        for group in self._groups(inside, remarks):
            self._rewrite(*group)

    @cached_property
    def starts(self) -> list[int]:
        """Where each printed paragraph begins in it."""
        return [0, *accumulate(len(text) + 1 for text in self.printed.texts)]

    def paragraph(self, offset: int) -> int:
        """Return the paragraph of an offset."""
        return min(bisect_right(self.starts, offset) - 1, len(self.printed.texts) - 1)

    def _parts(self, change: Change) -> list[Change]:
        """Return a change of whole paragraphs and of words beside them as two."""
        old, text = self.base[change.start : change.end], change.text
        size = len(text)
        if (END in old) != (END in text):
            cut_old, cut_new = old.rfind(END) + 1, text.rfind(END) + 1
            if change.start in self.starts and (cut_old, cut_new) != (len(old), size):
                spot = change.start + cut_old
                return [
                    change.part(change.start, spot, 0, cut_new),
                    change.part(spot, change.end, cut_new, size),
                ]
            if self.base[change.end : change.end + 1] == END:
                spot = change.start + (old.find(END) if END in old else len(old))
                cut_new = text.find(END) if END in text else size
                return [
                    change.part(change.start, spot, 0, cut_new),
                    change.part(spot, change.end, cut_new, size),
                ]
        return [change]

    def _normal(self, change: Change) -> Change:
        """Return the same change by as few characters as it takes, whole paragraphs where it can be."""
        base, text = self.base, change.text
        old = base[change.start : change.end]
        head = _common(old, text)
        tail = min(_common(old[::-1], text[::-1]), len(old) - head, len(text) - head)
        change = change.part(change.start + head, change.end - tail, head, len(text) - tail)
        text, end = change.text, change.end
        if change.start == end and text.startswith(END) and base[end : end + 1] == END:
            pieces = (*cut(change.pieces, 1, len(text)), *cut(change.pieces, 0, 1))
            return replace(change, start=end + 1, end=end + 1, pieces=pieces)
        if not text and base[change.start : end].startswith(END) and base[end : end + 1] == END:
            return replace(change, start=change.start + 1, end=end + 1)
        return change

    def _is_whole(self, change: Change) -> bool:
        starts = set(self.starts)
        if not {change.start, change.end} <= starts:
            return False
        return change.text.endswith(END) if change.start == change.end else not change.text

    def _whole(self, change: Change) -> None:
        """Delete or insert whole paragraphs."""
        first = self.paragraph(change.start)
        try:
            if change.text:
                self._insert(first, change)
            else:
                for at in range(first, bisect_right(self.starts, change.end - 1)):
                    self._check_deletable(at)
                for at in range(first, bisect_right(self.starts, change.end - 1)):
                    self._delete(at)
            self.draft.done.append(change)
        except RefusalError as refusal:
            self.refuse(change, refusal)

    def _check_deletable(self, at: int) -> None:
        block = self.printed.blocks[at]
        if block is None:
            raise self._made(at)
        if block.kind in (HEADING, CAPTION):
            raise RefusalError(f"a {block.kind} goes with its section or exhibit", "delete it in the section")

    def _delete(self, at: int) -> None:
        block = self.printed.blocks[at]
        if block is None:
            return
        self.draft.deleted.add(at)
        source, start, end = block.source, block.outer_first, block.outer_last
        while end < len(source) and source[end].isspace() and not (block.nested and source[end - 1] == "\n"):
            end += 1
        if end == len(source):
            end, start = len(source.rstrip()), len(source[:start].rstrip())
        self.draft.add(block, start, end, "")
        self._forget_notes(block, at)

    def _forget_notes(self, block: Block, at: int, start: int = 0, end: int | None = None) -> None:
        """Delete the notes whose only mark is deleted."""
        for origin in self.printed.origins[at]:
            if origin.kind == FOOTNOTE and origin.start >= start and (end is None or origin.end <= end):
                for note in self.blocks:
                    same = note.section is block.section and note.label == origin.name
                    if same and note.kind == FOOTNOTE_TEXT and block.source.count(origin.name) == 2:
                        tail = note.source[note.outer_last :]
                        rest = len(tail) - len(tail.lstrip())
                        self.draft.add(note, note.outer_first, note.outer_last + rest, "")

    def _insert(self, at: int, change: Change) -> None:
        """Insert paragraphs before the paragraph `at`: behind what is before it in the same section."""
        text = compose(change.pieces, self.desk)
        parts = [shield_lines(part.strip()) for part in text.split(END) if part.strip()]
        if any(style.startswith("Heading") for style in (piece.style for piece in change.pieces)):
            raise RefusalError("a heading was put in", "write it into the section, with its label")
        before = next((i for i in range(at - 1, -1, -1) if self.printed.blocks[i]), None)
        block = self.printed.blocks[before] if before is not None else None
        made = {style for style in self.printed.styles[(before or 0) + 1 : at] if style not in GENERATED}
        if block is None or block.nested or made:
            raise RefusalError("there is no section that this place belongs to", "write it into one")
        self.draft.add(block, block.outer_last, block.outer_last, "".join(f"\n\n{part}" for part in parts))

    def _groups(
        self, changes: Sequence[Change], remarks: Iterable[Remark]
    ) -> Iterator[tuple[int, int, list[Change], list[Remark]]]:
        """Yield the paragraphs that change together, from the first to the last, and what changes in them."""
        spans: list[tuple[int, int]] = []
        single = [Remark(remark.at, remark.comment) for remark in remarks]
        places = [(self.paragraph(c.start), self.paragraph(c.end)) for c in changes]
        places += [(self.paragraph(max(0, r.at - 1)),) * 2 for r in single]
        for first, last in sorted(places):
            if spans and first <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
            else:
                spans.append((first, last))
        for first, last in spans:
            own = [c for c in changes if first <= self.paragraph(c.start) <= last]
            yield first, last, own, [r for r in single if first <= self.paragraph(max(0, r.at - 1)) <= last]

    def _rewrite(self, first: int, last: int, changes: list[Change], remarks: list[Remark]) -> None:
        """Rewrite the blocks of some paragraphs, or refuse the changes in them."""
        blocks = [block for block in self.printed.blocks[first : last + 1] if block]
        comments = [r.comment for r in remarks]
        if len(blocks) <= last - first:
            made = next(at for at in range(first, last + 1) if self.printed.blocks[at] is None)
            for change in changes:
                self.refuse(change, self._made(made))
            self._loose(first, comments)
            return
        try:
            span = slice(first, last + 1)
            passage = join(blocks, self.printed.origins[span], self.printed.texts[span])
        except RefusalError as refusal:
            for change in changes:
                self.refuse(change, refusal)
            self._loose(first, comments)
            return
        start = self.starts[first]
        moved = [replace(c, start=c.start - start, end=c.end - start) for c in changes]
        picture = blocks[0].kind == CAPTION and blocks[0].source[blocks[0].outer_first] != ":"
        inside = [] if picture else [replace(r, at=r.at - start) for r in remarks]
        literal = any(change in self.desk.literal for change in changes)
        text, refused = rewrite(passage, moved, inside, self.desk, literal=literal)
        if not text and blocks[0].kind in (HEADING, CAPTION):
            text, refused = (
                passage.source[passage.first : passage.last],
                [(c, RefusalError("nothing would be left here", "delete it in the section")) for c in moved],
            )
        self.draft.add(blocks[0], passage.first, passage.last, text)
        if picture:
            self._loose(first, [r.comment for r in remarks])
        failed = {id(change): refusal for change, refusal in refused}
        for change, own in zip(changes, moved, strict=True):
            if id(own) in failed:
                self.refuse(change, failed[id(own)])
            else:
                self.draft.done.append(change)
                for at in range(first, last + 1):
                    shift = self.starts[at]
                    self._forget_notes(blocks[at - first], at, change.start - shift, change.end - shift)

    def _loose(self, at: int, comments: Sequence[Comment]) -> None:
        """Keep comments on what no section holds behind the nearest text that one does."""
        before = next((b for b in reversed(self.printed.blocks[: at + 1]) if b and not b.nested), None)
        for comment in comments:
            if before:
                self.draft.add(before, before.outer_last, before.outer_last, f"\n\n{comment_markup(comment)}")
            else:
                first = next(block for block in self.printed.blocks if block)
                self.draft.add(first, 0, 0, f"{comment_markup(comment)}\n\n")

    def _made(self, at: int) -> RefusalError:
        """Return why a paragraph that no section has cannot be changed."""
        problem, _ = self._maker(at)
        return RefusalError(problem, "change it there, and build")

    def _maker(self, at: int) -> tuple[str, tuple[str, ...]]:
        """Return what a paragraph is made of that no section has, with its key in brief.yaml."""
        last = max((i for i, block in enumerate(self.printed.blocks) if block), default=0)
        style = self.printed.styles[at]
        if style not in MADE and at > last:
            return "what the brief restates stands in brief.yaml", ("restates",)
        return MADE.get(style, ("this text is made by the build, or its Markdown is not understood", ()))

    def refuse(self, change: Change, refusal: RefusalError) -> None:
        """Add a fault for a change that cannot be made."""
        self.draft.faults.append(self.fault(change, refusal))

    def fault(self, change: Change, refusal: RefusalError) -> Fault:
        """Return the fault of a change, at the place in the source that it is about."""
        at = self.paragraph(change.start)
        told = f"{refusal.problem} ({self._told(change)})"
        block = self.printed.blocks[at]
        keys = self._maker(at)[1]
        if block is None and keys:
            return self.metadata.file.fault(keys, told, refusal.remedy)
        block = block or next((b for b in reversed(self.printed.blocks[:at]) if b), None)
        line, column = block.line(refusal.offset) if block else (1, 1)
        path = block.section.path if block else "report"
        return Fault(path, line, column, told, refusal.remedy)

    def _told(self, change: Change) -> str:
        old = _short(self.base[change.start : change.end])
        new = _short(change.text)
        what = f"{old} → {new}" if old and new else f"deleted: {old}" if old else f"new: {new}"
        return f"{change.by}, {what}" if change.by else what


def _short(text: str) -> str:
    one = plain(re.sub("[\ue000-\ue002]", "*", text.replace(END, " ¶ ")))
    return f"“{one[:40]}…”" if len(one) > 41 else f"“{one}”" if one else "“ ”" if text else ""


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


def moved_texts(printed: Printed, changes: Iterable[Change]) -> Mapping[str, str]:
    """Return the longer deleted texts and those with constructs, by their source, in case they come again."""
    starts = [0, *accumulate(len(text) + 1 for text in printed.texts)]
    found: dict[str, str] = {}
    for change in changes:
        at = min(bisect_right(starts, change.start) - 1, len(printed.texts) - 1)
        block, text = printed.blocks[at], printed.texts[at]
        start, end = change.start - starts[at], min(change.end - starts[at], len(text))
        if block is None or end - start < 3:
            continue
        own = [one for one in printed.origins[at] if start <= one.start and one.end <= end]
        made = any(one.kind not in (TEXT, SPACE) for one in own)
        if (made or len(own) > 20) and own and own[0].first < own[0].last:
            source = "".join(block.source[one.first : one.last] for one in own)
            whole = start == 0 and end == len(text)
            found[text[start:end]] = block.source[block.first : block.last] if whole else source
    return found
