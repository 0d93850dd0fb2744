"""A reviewed text and the brief of today, brought together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from brief.faults import Fault, Faults
from brief.metadata import Metadata
from brief.review.blocks import FOOTNOTE_TEXT, Block, read_blocks
from brief.review.changes import Change, compare, rebased, untracked
from brief.review.composing import Desk, moved_texts
from brief.review.draft import Draft
from brief.review.edits import Editor
from brief.review.notes import NoteEditor, new_notes, pair_notes
from brief.review.provenance import Printed, trace
from brief.review.refusals import STRANGE
from brief.review.units import Printer
from brief.review.wordtext import END, Piece, WordText, fingerprint, rejected
from brief.sections import Section


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
    _check_kinship(base, rejected(reviewed.body), path)
    changes_of = untracked if reviewed.stamp == fingerprint(material.base) else rebased
    review = changes_of(reviewed.body, base)
    pairs = pair_notes(reviewed, material.base)
    moved = moved_texts(material.printed, review.changes)
    desk = Desk(material.metadata.language, new_notes(reviewed, pairs), moved, literal)
    editor = Editor(material.printed, material.blocks, material.metadata, desk, unproven)
    remarks = NoteEditor(editor, reviewed, material.base, changes_of).place(pairs)
    editor.place(replace(review, remarks=(*review.remarks, *remarks)))
    if reviewed.stamp not in (fingerprint(material.base), fingerprint(reviewed)):
        editor.draft.faults += _strangers(editor, base, reviewed)
    return editor.draft


def _check_kinship(base: str, sent: str, path: str) -> None:
    """Refuse a text of which less than a third is the brief's."""
    ours, theirs = ({part for part in text.split(END) if len(part) > 20} for text in (base, sent))
    if len(ours & theirs) * 3 < len(ours) or len(sent) > 10 * len(base):
        problem = "this is not a text of this brief, or of a version long past"
        raise Faults([Fault(path, 1, 1, problem, "import a file that was made from build/brief.docx")])


def _strangers(editor: Editor, base: str, reviewed: WordText) -> list[Fault]:
    """Return a fault for each stretch that differs though no tracked change says so."""
    faults = []
    for equal, a, b, c, d in compare(base, rejected(reviewed.body)):
        if not equal:
            new = Piece(rejected(reviewed.body)[c:d])
            change = Change(a, b, (new,))
            faults.append(editor.fault(change, STRANGE))
    return faults
