"""A reviewed text and the brief of today, brought together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from brief.content.metadata import Metadata
from brief.content.sections import Section
from brief.faults import Fault, Faults
from brief.review.blocks import FOOTNOTE_TEXT, Block, read_blocks
from brief.review.changes import Change, compare, rebased, untracked
from brief.review.composing import Desk, moved_texts
from brief.review.draft import Draft
from brief.review.edits import Editor, told
from brief.review.notes import NoteEditor, new_notes, pair_notes
from brief.review.provenance import Printed, trace
from brief.review.units import Printer
from brief.word.wordtext import END, Piece, WordText, accepted, fingerprint, rejected

GROWTH, SHORT = 3, 100_000
"""A reviewed text is at most so many times as long as the brief, or of so many characters."""


@dataclass(frozen=True)
class Material:
    """The brief as it is, in source and in print."""

    metadata: Metadata
    sections: Sequence[Section]
    base: WordText
    printer: Printer

    @cached_property
    def blocks(self) -> list[Block]:
        """All blocks of the sections."""
        return [block for section in self.sections for block in read_blocks(section, self.printer)]

    @cached_property
    def printed(self) -> Printed:
        """The paragraphs of the body with their blocks."""
        texts = rejected(self.base.body).split(END)[:-1]
        styles = [piece.style for piece in self.base.body if piece.text == END]
        return trace(texts, styles, (block for block in self.blocks if block.kind != FOOTNOTE_TEXT))


def plan(
    material: Material,
    reviewed: WordText,
    path: str,
    unproven: Collection[Change] = (),
    literal: Collection[Change] = (),
) -> Draft:
    """Return the edits and faults that a reviewed text makes.

    Changes that are `unproven` are refused, those that are `literal` written with every mark as
    it is printed. Raises Faults where it is no text of this brief.
    """
    base = rejected(material.base.body)
    _check_kinship(base, reviewed, path)
    changes_of = untracked if reviewed.stamp == fingerprint(material.base) else rebased
    review = changes_of(reviewed.body, base)
    pairs = pair_notes(reviewed, material.base)
    moved = moved_texts(material.printed, review.changes)
    desk = Desk(material.metadata.language, new_notes(reviewed, pairs), moved, literal)
    editor = Editor(material.printed, material.blocks, material.metadata, desk, unproven)
    remarks = NoteEditor(editor, reviewed, material.base, changes_of).place(pairs)
    editor.place(replace(review, remarks=(*review.remarks, *remarks)))
    if reviewed.stamp not in (fingerprint(material.base), fingerprint(reviewed)):
        editor.draft.faults += _stranger(base, reviewed, path)
    return editor.draft


def _check_kinship(base: str, reviewed: WordText, path: str) -> None:
    """Refuse a text of which less than a third is the brief's, before it costs time to read."""
    texts = (base, rejected(reviewed.body))
    ours, theirs = ({part for part in text.split(END) if len(part) > 20} for text in texts)
    length = sum(len(accepted(pieces)) for pieces in (reviewed.body, *reviewed.notes.values()))
    if len(ours & theirs) * 3 < len(ours) or length > max(GROWTH * len(base), SHORT):
        problem = "this is not a text of this brief, or of a version long past"
        raise Faults([Fault(path, 1, 1, problem, "import a file that was made from build/brief.docx")])


def _stranger(base: str, reviewed: WordText, path: str) -> list[Fault]:
    """Return a fault where the text differs from the brief though no tracked change says so."""
    sent = rejected(reviewed.body)
    codes = [code for code in compare(base, sent) if not code[0]]
    if not codes:
        return []
    _, a, b, c, d = codes[0]
    first = told(Change(a, b, (Piece(sent[c:d]),)), base[a:b])
    problem = f"the text differs from the brief in {len(codes)} places, and no tracked change says why"
    remedy = "import it where the brief is as it was sent, and merge; or compare and write it by hand"
    return [Fault(path, 1, 1, f"{problem} (the first: {first})", remedy)]
