"""The changes of a reviewer as edits of the sections, and a fault for each that cannot be one."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from brief.review.blocks import CAPTION, FOOTNOTE_TEXT, HEADING, Block
from brief.review.changes import Change, Remark, Review
from brief.review.composing import Writing
from brief.review.draft import Draft
from brief.review.escaping import comment_markup
from brief.review.inserting import Inserter
from brief.review.matching import Origin
from brief.review.passages import Passage, join
from brief.review.provenance import Printed
from brief.review.refusals import EMPTY, MADE, STALE, UNPROVEN, RefusalError
from brief.review.refusing import Refuser
from brief.review.rewriting import rewrite
from brief.review.shapes import is_whole, normals
from brief.review.units import FOOTNOTE
from brief.word.wordtext import Piece


@dataclass
class Editor:
    """Writes the edits and faults of the body's changes into a draft."""

    draft: Draft
    """What becomes of the sections, as far as it is known: each change that is placed adds to it."""

    printed: Printed
    blocks: Sequence[Block]
    """All blocks of the sections, notes too."""

    refuser: Refuser
    writing: Writing
    unproven: Collection[Change] = ()
    """The changes that were tried, and were not printed as they should be."""

    unmarked: set[tuple[str, str]] = field(default_factory=set)
    """The notes, by section and label, of which a mark is deleted."""

    met: Counter[str] = field(default_factory=Counter)
    """How often the review has each comment so far, by its Markdown."""

    def place(self, review: Review) -> None:
        """Turn all changes and comments of the body into edits and faults."""
        self.draft.there |= review.there
        self.draft.asked += review.changes
        for change in review.stale:
            self.refuser.refuse(change, STALE)
        inside: list[Change] = []
        for change in normals(review.changes, self.printed):
            if change in self.unproven:
                self.refuser.refuse(change, UNPROVEN)
            elif self._is_blank(change):
                self.draft.there |= change.marks
            elif is_whole(change, self.printed):
                self._whole(change)
            elif self._is_in_passage(change):
                inside.append(change)
        remarks = list(self.new(review.remarks))
        gone = [remark for remark in remarks if self._paragraph(remark) in self.draft.deleted]
        for remark in gone:
            self._keep_beside(self._paragraph(remark), [remark])
        for group in self._groups(inside, [remark for remark in remarks if remark not in gone]):
            self._rewrite(*group)
        self._forget_notes()

    def _is_in_passage(self, change: Change) -> bool:
        """Return whether the paragraphs of a change can be rewritten as one passage; else refuse it."""
        try:
            self._passage(self.printed.paragraph(change.start), self.printed.paragraph(change.end))
        except RefusalError as refusal:
            self.refuser.refuse(change, refusal, self.refuser.wish(change))
            return False
        return True

    def _is_blank(self, change: Change) -> bool:
        """Return whether a change only adds or takes blanks where others are, which print as one."""
        if change.text.strip(" ") or self.printed.text[change.start : change.end].strip(" "):
            return False
        text = self.printed.text
        return text[change.start - 1 : change.start].isspace() or text[change.end : change.end + 1].isspace()

    def new(self, remarks: Iterable[Remark]) -> Iterator[Remark]:
        """Yield the comments that no section has yet, and count all of them."""
        sources = {block.section.path: block.source for block in self.blocks}.values()
        for remark in remarks:
            markup = comment_markup(remark.comment)
            self.met[markup] += 1
            if self.met[markup] <= sum(source.count(markup) for source in sources):
                self.draft.there |= remark.comment.marks
            else:
                self.draft.comments |= remark.comment.marks
                yield remark

    def _paragraph(self, remark: Remark) -> int:
        return self.printed.paragraph(max(0, remark.at - 1))

    def _whole(self, change: Change) -> None:
        """Delete or insert whole paragraphs."""
        first, last = self.printed.paragraph(change.start), bisect_left(self.printed.starts, change.end)
        try:
            if change.text:
                self._insert(first, change)
            else:
                blocks = [self._deletable(at) for at in range(first, last)]
                for at, block in enumerate(blocks, first):
                    self._delete(at, block)
            self.draft.done.append(change)
        except RefusalError as refusal:
            self.refuser.refuse(change, refusal, self.refuser.wish(change))

    def _deletable(self, at: int) -> Block:
        """Return the block of a paragraph that may go as a whole."""
        block = self.printed.blocks[at]
        if block is None:
            raise self.refuser.made(at)
        if block.kind in (HEADING, CAPTION):
            raise RefusalError(f"a {block.kind} goes with its section or exhibit", "delete it in the section")
        return block

    def _delete(self, at: int, block: Block) -> None:
        """Delete a block, with the blank line that parts it from the next one."""
        source, start, end = block.source, block.outer_first, block.outer_last
        while end < len(source) and source[end].isspace() and not (block.nested and source[end - 1] == "\n"):
            end += 1
        if end == len(source):
            end, start = len(source.rstrip()), len(source[:start].rstrip())
        self.draft.deleted.add(at)
        self.draft.add(block, start, end, "")
        self._note_marks(self.printed.origins[at], block)

    def _note_marks(self, deleted: Iterable[Origin], block: Block) -> None:
        """Remember the marks of notes that are deleted."""
        names = {origin.name for origin in deleted if origin.kind == FOOTNOTE}
        self.unmarked.update((block.section.path, name) for name in names if block.source.count(name) == 2)

    def _forget_notes(self) -> None:
        """Delete the notes of which the only mark is deleted, and does not stand elsewhere now."""
        for note in self.blocks:
            path = note.section.path
            if note.kind != FOOTNOTE_TEXT or (path, note.label) not in self.unmarked:
                continue
            if not any(note.label in edit.text for edit in self.draft.edits.get(path, ())):
                tail = note.source[note.outer_last :]
                end = note.outer_last + len(tail) - len(tail.lstrip())
                self.draft.add(note, note.outer_first, end, "")

    def _insert(self, at: int, change: Change) -> None:
        """Insert paragraphs before the paragraph `at`: behind what is before it in the same section."""
        beside = next((i for i in (at, at - 1) if 0 <= i < len(self.printed.styles)), 0)
        literal = change in self.writing.literal
        try:
            block, offset, text = Inserter(self.printed, self.writing, literal=literal).insert(at, change)
        except RefusalError:
            if self.printed.styles[beside] in MADE and not any(map(_is_table, change.pieces)):
                raise self.refuser.made(beside) from None
            raise
        self.draft.add(block, offset, offset, text)
        self.draft.headings += sum(piece.style.startswith("Heading") for piece in change.pieces)

    def _groups(
        self, changes: Sequence[Change], remarks: Sequence[Remark]
    ) -> Iterator[tuple[int, int, list[Change], list[Remark]]]:
        """Yield the paragraphs that change together, from the first to the last, and what changes in them."""
        places = [(self.printed.paragraph(c.start), self.printed.paragraph(c.end)) for c in changes]
        spans: list[tuple[int, int]] = []
        for first, last in sorted([*places, *((at, at) for at in map(self._paragraph, remarks))]):
            if spans and first <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
            else:
                spans.append((first, last))
        for first, last in spans:
            own = [change for change, place in zip(changes, places, strict=True) if first <= place[0] <= last]
            yield first, last, own, [remark for remark in remarks if first <= self._paragraph(remark) <= last]

    def _rewrite(self, first: int, last: int, changes: list[Change], remarks: list[Remark]) -> None:
        """Rewrite the blocks of some paragraphs."""
        if not all(self.printed.blocks[first : last + 1]):
            self._keep_beside(first, remarks)
            return
        passage, blocks = self._passage(first, last)
        start = self.printed.starts[first]
        own = [replace(change, start=change.start - start, end=change.end - start) for change in changes]
        if blocks[0].is_picture:
            self._keep_beside(first, remarks)
            remarks = []
        inside = [replace(remark, at=remark.at - start) for remark in remarks]
        literal = any(change in self.writing.literal for change in changes)
        writing = replace(self.writing, path=blocks[0].section.path)
        text, refused = rewrite(passage, own, inside, writing, literal=literal)
        if not text and blocks[0].kind in (HEADING, CAPTION):
            text, refused = passage.source[passage.first : passage.last], dict.fromkeys(own, EMPTY)
        self.draft.add(blocks[0], passage.first, passage.last, text)
        for change, moved in zip(changes, own, strict=True):
            if moved in refused:
                self.refuser.refuse(change, refused[moved], self.refuser.wish(change))
            else:
                self.draft.done.append(change)
                self._note_marks(passage.between(moved.start, moved.end), blocks[0])

    def _passage(self, first: int, last: int) -> tuple[Passage, list[Block]]:
        """Return some paragraphs as one passage, and their blocks."""
        span = slice(first, last + 1)
        for at in range(first, last + 1):
            if self.printed.blocks[at] is None:
                raise self.refuser.made(at)
        blocks = [block for block in self.printed.blocks[span] if block]
        looks = self.printed.looks[self.printed.starts[first] : self.printed.starts[last + 1] - 1]
        return join(blocks, self.printed.origins[span], self.printed.texts[span], looks), blocks

    def _keep_beside(self, at: int, remarks: Iterable[Remark]) -> None:
        """Keep comments on what no section holds behind the nearest text that one does."""
        near = (i for i in range(at, -1, -1) if i not in self.draft.deleted)
        blocks = (self.printed.blocks[i] for i in near)
        before = next((block for block in blocks if block and not block.nested), None)
        for remark in remarks:
            markup = comment_markup(remark.comment)
            if before:
                self.draft.add(before, before.outer_last, before.outer_last, f"\n\n{markup}")
            else:
                self.draft.add(next(filter(None, self.printed.blocks)), 0, 0, f"{markup}\n\n")


def _is_table(piece: Piece) -> bool:
    return piece.style == "TableText"
