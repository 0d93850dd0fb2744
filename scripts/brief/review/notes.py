"""The notes of a reviewed text: which note of the brief each is, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from brief.review.blocks import FOOTNOTE_TEXT
from brief.review.changes import Change, Remark, Review, changed_text
from brief.review.comparing import compare
from brief.review.composing import Writing, write_plain
from brief.review.edits import Editor
from brief.review.escaping import straighten
from brief.review.passages import join
from brief.review.proof import normal
from brief.review.provenance import Printed
from brief.review.refusals import STALE, UNPROVEN, RefusalError, described
from brief.review.rewriting import rewrite
from brief.review.units import CITATION
from brief.word.wordtext import (
    END,
    NEW_NOTE,
    NOTE,
    Piece,
    WordText,
    accepted,
    marks_of,
    note_order,
    rejected,
)


def pair_notes(reviewed: WordText, base: WordText) -> dict[str, str]:
    """Return for each note of a reviewed text that the brief has its name there.

    A note is the one whose mark stands at the same place of the text, if they are alike; else the
    one that is most like it.
    """
    theirs, ours = note_order(reviewed), note_order(base)
    texts = {name: rejected(reviewed.notes.get(name, ())) for name in theirs}
    known = {name: rejected(base.notes[name]) for name in ours}
    pairs: dict[str, str] = {}
    for name, own in _by_place(reviewed, base):
        if len(theirs) == len(ours) or _likeness(texts[name], known[own]) >= ALIKE:
            pairs[name] = own
    waiting = [own for own in ours if own not in pairs.values()]
    for name in theirs:
        if name not in pairs and waiting:
            share, _, own = max(
                (_likeness(texts[name], known[own]), -at, own) for at, own in enumerate(waiting)
            )
            if share >= ALIKE:
                pairs[name] = own
                waiting.remove(own)
    return pairs


ALIKE = 0.5
"""The share of their text that two notes have in common at least, if they are one."""


def _by_place(reviewed: WordText, base: WordText) -> Iterator[tuple[str, str]]:
    """Yield the notes whose marks stand at the same place of the text."""
    sent, text = rejected(reviewed.body), rejected(base.body)
    marks = [[at for at, sign in enumerate(one) if sign in (NOTE, NEW_NOTE)] for one in (sent, text)]
    ours = dict(zip(marks[1], note_order(base), strict=True))
    codes = [(True, 0, len(sent), 0, len(text))] if sent == text else compare(sent, text)
    for at, name in zip(marks[0], note_order(reviewed), strict=True):
        for equal, first, last, start, _ in codes:
            if equal and first <= at < last:
                yield name, ours[start + at - first]


def _likeness(left: str, right: str) -> float:
    return SequenceMatcher(None, left.split(), right.split(), autojunk=False).ratio()


def identify_notes(reviewed: WordText, pairs: Mapping[str, str]) -> tuple[Piece, ...]:
    """Return the body, in which the marks of new notes are told from those of the brief.

    A mark that was inserted is the brief's where one with the same note was deleted beside it. The
    marks of notes that came or went also bear the changes and comments inside the note.
    """
    body: list[Piece] = []
    for changed, group in groupby(reviewed.body, lambda piece: piece.inserted or piece.deleted):
        stretch = list(group)
        deleted = [accepted(_all(reviewed, piece)) for piece in stretch if piece.note and piece.deleted]
        inserted = [accepted(_all(reviewed, piece)) for piece in stretch if piece.note and piece.inserted]
        kept = deleted[: len(inserted)] == inserted
        for piece in stretch:
            if not piece.note or not (changed or piece.note not in pairs):
                body.append(piece)
                continue
            note = reviewed.notes.get(piece.note, ())
            new = (piece.inserted and not kept) or (not changed and piece.note not in pairs)
            sign = NEW_NOTE if new else NOTE
            body.append(replace(piece, text=sign, marks=piece.marks | marks_of(note)))
            body += [one for one in note if one.comment]
    return tuple(body)


def _all(reviewed: WordText, piece: Piece) -> list[Piece]:
    """Return the text of a note whose mark came or went: as it was before, or is after, all changes."""
    note = reviewed.notes.get(piece.note, ())
    left_out = "inserted" if piece.deleted else "deleted"
    return [replace(one, deleted=False) for one in note if not getattr(one, left_out)]


def new_notes(
    reviewed: WordText, pairs: Mapping[str, str], base: WordText, printed: Printed, writing: Writing
) -> dict[str, str | RefusalError]:
    """Return the Markdown of each note that the brief does not have at its place, or why there is none.

    A note that says what one of the brief's does is a copy of that one: its citation, or its mark.
    """
    copies: dict[str, set[str]] = {}
    for own, source, path in _sources(base, printed):
        if not path:
            copies.setdefault(normal(rejected(base.notes[own])), set()).add(source)
    notes: dict[str, str | RefusalError] = {}
    for name, note in reviewed.notes.items():
        if name not in pairs:
            same = copies.get(normal(accepted(note)), set())
            notes[name] = same.pop() if len(same) == 1 else _content(note, writing)
    return notes


def copied_marks(
    reviewed: WordText, pairs: Mapping[str, str], base: WordText, printed: Printed
) -> dict[tuple[str, str], str]:
    """Return the mark of each new note that says what a note of a section does, by section and name."""
    marks = {}
    for own, source, path in _sources(base, printed):
        text = normal(rejected(base.notes[own]))
        for name, note in reviewed.notes.items():
            if path and name not in pairs and normal(accepted(note)) == text:
                marks[path, name] = source
    return marks


def _sources(base: WordText, printed: Printed) -> Iterator[tuple[str, str, str]]:
    """Yield for each note of the brief that one citation or mark makes how that is written.

    With a mark comes the section to which it is bound.
    """
    names = iter(note_order(base))
    for text, origins, block in zip(printed.texts, printed.origins, printed.blocks, strict=True):
        for at in (at for at, sign in enumerate(text) if sign == NOTE):
            name = next(names)
            own = next((one for one in origins if one.start <= at < one.end), None)
            if own and block and text[own.start : own.end].strip(",") == NOTE:
                source = block.source[own.first : own.last].strip()
                path = block.section.path if source.startswith("[^") else ""
                yield name, f" {source}" if own.kind == CITATION else source, path


def _content(note: Sequence[Piece], writing: Writing) -> str | RefusalError:
    """Return a new note as Markdown, or why it has none; its paragraphs and lines follow one another."""
    pieces = [
        replace(piece, text=re.sub(f"[\n{END}]", " ", piece.text)) for piece in note if not piece.deleted
    ]
    try:
        text = "".join(write_plain(piece, writing) for piece in pieces)
    except RefusalError as refusal:
        return refusal
    text = straighten(text, accepted(note), writing.language["quotes"])
    return f"^[{re.sub(r' {2,}', ' ', text).strip()}]"


def at_mark(change: Change, spot: int, text: str) -> Change:
    """Return a change of a note as one at its mark; `text` is the note's."""
    return replace(change, start=spot, end=spot, old=text[change.start : change.end])


@dataclass
class NoteEditor:
    """Writes what becomes of the changes of notes into the draft of an editor.

    The brief's own notes are edited; changes of a source's are refused.
    """

    editor: Editor
    reviewed: WordText
    base: WordText
    changes_of: Callable[[Sequence[Piece], str], Review]

    def place(self, pairs: dict[str, str]) -> list[Remark]:
        """Place all changes of notes; return the comments on notes of sources, for the body."""
        remarks: list[Remark] = []
        gone = {piece.note for piece in self.reviewed.body if piece.note and piece.deleted}
        for theirs, ours in pairs.items():
            if theirs in gone:
                continue  # its text goes with its mark
            text = rejected(self.base.notes[ours])
            review = self.changes_of(self.reviewed.notes.get(theirs, ()), text)
            self.editor.draft.there |= review.there
            if review.changes or review.remarks or review.stale:
                remarks += self._note(ours, text, review)
        return remarks

    def _note(self, name: str, text: str, review: Review) -> list[Remark]:
        spot = self._spot(name)
        notes = (block for block in self.editor.blocks if block.kind == FOOTNOTE_TEXT)
        found = [(block, origins) for block in notes if (origins := block.origins(text)) is not None]
        if len(found) != 1:
            self._refuse(spot, text, review.changes)
            return [Remark(spot + 1, remark.comment) for remark in review.remarks]
        block, origins = found[0]
        looks = [piece.look for piece in self.base.notes[name] for _ in piece.text]
        passage = join([block], [origins], [text], looks)
        draft, writing = self.editor.draft, replace(self.editor.writing, path=block.section.path)
        marked = {change: at_mark(change, spot, text) for change in (*review.changes, *review.stale)}
        refused = dict.fromkeys(review.stale, STALE)
        refused |= {change: UNPROVEN for change in review.changes if marked[change] in self.editor.unproven}
        wanted = [change for change in review.changes if change not in refused]
        remarks = list(self.editor.new(review.remarks))
        literal = any(marked[change] in writing.literal for change in wanted)
        rewritten, more = rewrite(passage, wanted, remarks, writing, literal=literal)
        draft.add(block, block.first, block.last, rewritten)
        for change, refusal in (refused | more).items():
            self.editor.refuser.refuse(marked[change], refusal)
        left = [change for change in wanted if change not in more]
        draft.notes += ((marked[change], changed_text(text, left)) for change in left)
        return []

    def _spot(self, name: str) -> int:
        """Return the offset of a note's mark in the body."""
        marks = [at for at, sign in enumerate(self.editor.printed.text) if sign == NOTE]
        return marks[note_order(self.base).index(name)]

    def _refuse(self, spot: int, text: str, changes: Sequence[Change]) -> None:
        editor = self.editor
        at = editor.printed.paragraph(spot)
        own = (o for o in editor.printed.origins[at] if o.start <= spot - editor.printed.starts[at] < o.end)
        origin = next(own, None)
        problem = (
            described(origin) if origin else ("the note is made by the build", "change it in its source")
        )
        for change in changes:
            refusal = RefusalError(*problem, origin.first if origin else None)
            editor.refuser.refuse(at_mark(change, spot, text), refusal, changed_text(text, changes))
