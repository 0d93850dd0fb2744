"""A reviewed text and the brief of today, brought together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

from brief.faults import Fault, Faults
from brief.review.account import edge_faults
from brief.review.changes import Change, Review, rebased, untracked
from brief.review.comparing import compare
from brief.review.composing import Writing
from brief.review.differences import Difference, differences
from brief.review.draft import Draft
from brief.review.edits import Editor
from brief.review.material import Material
from brief.review.moving import Moves
from brief.review.notes import NoteEditor, copied_marks, identify_notes, new_notes, pair_notes
from brief.review.refusing import Refuser
from brief.review.telling import told
from brief.word.wordtext import END, Piece, WordText, accepted, fingerprint, rejected

GROWTH, SHORT = 3, 100_000
"""A reviewed text is at most so many times as long as the brief, or of so many characters."""


def plan(
    material: Material,
    reviewed: WordText,
    path: str,
    unproven: Collection[Change] = (),
    literal: Collection[Change] = (),
) -> Draft:
    """Return the edits and faults that a reviewed text makes; raises Faults where it is not this brief's.

    Changes that are `unproven` are refused; `literal` ones are written with every mark as it is printed.
    """
    base, draft = material.base, Draft()
    _check_kinship(rejected(base.body), reviewed, path)
    numbers = count(len(reviewed.marks.marks))
    read_changes = untracked if reviewed.stamp == fingerprint(base) else rebased

    def changes_of(pieces: Sequence[Piece], text: str) -> Review:
        return _numbered(read_changes(pieces, text), numbers)

    pairs = pair_notes(reviewed, base)
    body = identify_notes(reviewed, pairs)
    review = changes_of(body, rejected(base.body))
    writing = replace(_writing(material, reviewed, pairs, review), literal=literal)
    refuser = Refuser(draft, material.printed, material.metadata, material.cells)
    editor = Editor(draft, material.printed, material.blocks, refuser, writing, unproven)
    remarks = NoteEditor(editor, reviewed, base, changes_of).place(pairs)
    editor.place(replace(review, remarks=(*review.remarks, *remarks)))
    _place_differences(editor, differences(body, base.body), numbers)
    _place_rest(draft, material, reviewed, path, numbers)
    return draft


def _writing(material: Material, reviewed: WordText, pairs: Mapping[str, str], review: Review) -> Writing:
    """Return what it takes to write the new text of a review."""
    base, printed = material.base, material.printed
    deleted = [(change.start, change.end) for change in review.changes if change.end > change.start]
    writing = Writing(
        material.metadata.language,
        Moves(printed, deleted),
        copies=copied_marks(reviewed, pairs, base, printed),
        names=base.references,
        letters=material.letters,
    )
    return replace(writing, notes=new_notes(reviewed, pairs, base, printed, writing))


def _place_rest(
    draft: Draft, material: Material, reviewed: WordText, path: str, numbers: Iterator[int]
) -> None:
    """Refuse what differs in headers and footers, and what differs from the brief without a reason."""
    base = material.base
    for fault in edge_faults(path, base.edges, reviewed.edges):
        draft.refuse(fault, [next(numbers)])
    if reviewed.stamp not in (fingerprint(base), fingerprint(reviewed)):
        for fault in _stranger(rejected(base.body), reviewed, path):
            draft.refuse(fault, [next(numbers)])


def _numbered(review: Review, numbers: Iterator[int]) -> Review:
    """Return a review in which a change that was not tracked has a number too."""
    changes, stale = (
        tuple(one if one.marks else replace(one, marks=frozenset((next(numbers),))) for one in group)
        for group in (review.changes, review.stale)
    )
    return replace(review, changes=changes, stale=stale)


def _place_differences(editor: Editor, stretches: Iterable[Difference], numbers: Iterator[int]) -> None:
    """Refuse differences of formatting that say something; count the others in text of the sections.

    In a table LibreOffice writes as formatting what is the table's style.
    """
    for difference in stretches:
        change = difference.change
        if difference.refusal:
            marked = change if change.marks else replace(change, marks=frozenset((next(numbers),)))
            editor.refuser.refuse(marked, difference.refusal)
        elif not change.marks and editor.printed.blocks[editor.printed.paragraph(change.start)]:
            editor.draft.formatting.add(next(numbers))


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
