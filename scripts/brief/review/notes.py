"""The notes of a reviewed text: which note of the brief each is, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from brief.review.blocks import FOOTNOTE_TEXT
from brief.review.changes import Change, Remark, Review
from brief.review.edits import Editor
from brief.review.passages import join
from brief.review.refusals import STALE, UNPROVEN, RefusalError, described
from brief.review.rewriting import rewrite
from brief.word.wordtext import NOTE, Piece, WordText, accepted, note_order, rejected


def pair_notes(reviewed: WordText, base: WordText) -> dict[str, str]:
    """Return for each note of a reviewed text that the brief has its name there."""
    theirs, ours = note_order(reviewed), note_order(base)
    if len(theirs) == len(ours):
        return dict(zip(theirs, ours, strict=True))
    waiting = list(ours)
    pairs: dict[str, str] = {}
    for name in theirs:
        text = rejected(reviewed.notes.get(name, ()))
        same = next((own for own in waiting if rejected(base.notes[own]) == text), None)
        if same is not None:
            pairs[name] = same
            waiting.remove(same)
    return pairs


def new_notes(reviewed: WordText, pairs: dict[str, str]) -> dict[str, str]:
    """Return the text of each note that the brief does not have."""
    return {name: accepted(note) for name, note in reviewed.notes.items() if name not in pairs}


def at_mark(change: Change, spot: int, text: str) -> Change:
    """Return a change of a note as one at its mark; `text` is the note's."""
    return replace(change, start=spot, end=spot, old=text[change.start : change.end])


def changed(text: str, changes: Sequence[Change]) -> str:
    """Return a text with changes made."""
    for change in sorted(changes, key=lambda change: change.start, reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    return text


@dataclass(frozen=True)
class NoteEditor:
    """Places the changes of notes: an editor's own are edited, a source's are refused."""

    editor: Editor
    reviewed: WordText
    base: WordText
    changes_of: Callable[[Sequence[Piece], str], Review]

    def place(self, pairs: dict[str, str]) -> list[Remark]:
        """Place all changes of notes; return the comments on notes of sources, for the body."""
        remarks: list[Remark] = []
        for theirs, ours in pairs.items():
            text = rejected(self.base.notes[ours])
            review = self.changes_of(self.reviewed.notes.get(theirs, ()), text)
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
        passage = join([block], [origins], [text])
        draft, desk = self.editor.draft, self.editor.desk
        marked = {change: at_mark(change, spot, text) for change in (*review.changes, *review.stale)}
        refused = dict.fromkeys(review.stale, STALE)
        refused |= {change: UNPROVEN for change in review.changes if marked[change] in self.editor.unproven}
        wanted = [change for change in review.changes if change not in refused]
        literal = any(marked[change] in desk.literal for change in wanted)
        rewritten, more = rewrite(passage, wanted, review.remarks, desk, literal=literal)
        draft.add(block, block.first, block.last, rewritten)
        for change, refusal in (refused | more).items():
            self.editor.refuse(marked[change], refusal)
        left = [change for change in wanted if change not in more]
        draft.notes += ((marked[change], changed(text, left)) for change in left)
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
            editor.refuse(at_mark(change, spot, text), refusal)
