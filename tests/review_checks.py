"""What must hold of every review: its edits are in the sections, or refused for a reason that is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from brief.building.settings import load_settings
from brief.building.workflow import Workflow
from brief.redline.manuscripts import merge_manuscripts
from brief.redline.printing import redline_docx
from brief.redline.word import Stamp
from brief.review.proof import normal
from brief.review.settling import Outcome
from brief.word.archive import read_archive
from brief.word.wordreader import read_word
from brief.word.wordtext import END, WordText
from review_edits import REFUSED, Edit
from review_hands import Hand
from reviewing import BASE, Desk
from wordways import count_marks

STAMP = Stamp("Ada Author", "2026-11-24T10:00:00Z")


FOLLOWING = ("TOC", "Contents", "Bibliography")
"""The styles of lines that follow from others, by the names of Word and of LibreOffice."""


@dataclass(frozen=True)
class Result:
    """What became of a review: how many edits it had, and all that is wrong with that."""

    edits: int
    refused: int
    wrong: tuple[str, ...]
    outcome: Outcome


def try_review(desk: Desk, hand: Hand, edits: Sequence[Edit], *, tracked: bool = True) -> Result:
    """Import edits made by a hand, and return what became of them."""
    archive = hand(desk.folder / BASE, desk.inbox / "edited.docx", edits)
    outcome = desk.outcome(archive)
    made = [edit for edit in edits if edit.kind not in REFUSED]
    wanted = archive if len(made) == len(edits) else hand(desk.folder / BASE, desk.inbox / "made.docx", made)
    wrong = [*_wrong_refusals(outcome, edits), *_wrong_lines(desk, outcome, wanted)]
    wrong += [f"lost: {edit}" for edit in made if _is_lost(edit, outcome)]
    if tracked and outcome.account.total != count_marks(archive):
        wrong.append(f"the account has {outcome.account.total} marks, the file {count_marks(archive)}")
    return Result(len(edits), len(edits) - len(made), tuple(wrong), outcome)


def _wrong_refusals(outcome: Outcome, edits: Sequence[Edit]) -> list[str]:
    """Return the faults that are not of an edit of what the build makes, and such edits without a fault."""
    faults = [str(fault) for fault in outcome.draft.faults]
    wrong = []
    for reason in (REFUSED[edit.kind] for edit in edits if edit.kind in REFUSED):
        fault = next((fault for fault in faults if reason in fault), None)
        if fault is None:
            wrong.append(f"not refused: {reason}")
        else:
            faults.remove(fault)
    return [*wrong, *(f"refused: {fault}" for fault in faults)]


def _wrong_lines(desk: Desk, outcome: Outcome, wanted: bytes) -> list[str]:
    """Return how the paragraphs that the sections print differ from those of the file, accepted."""
    printed = lines(read_word(read_archive(desk.build.word_file(outcome.after), "printed.docx")))
    accepted = lines(read_word(read_archive(wanted, "wanted.docx")))
    return [f"not printed: {one}" for one in accepted if one not in printed] + [
        f"printed: {one}" for one in printed if one not in accepted
    ]


def lines(word: WordText) -> list[str]:
    """Return the paragraphs of the body with all changes accepted, without numbers that count.

    What is raised or lowered, and where links on the web lead, is written out.
    """
    texts, text = [], ""
    for piece in word.body:
        if piece.deleted:
            continue
        if piece.text == END:
            text = re.sub(r"^\d+(\.\d+)* ", "", text) if piece.style.startswith("Heading") else text
            text = re.sub(r"\b(Section|Figure|Table)\s\d+(\.\d+)*", r"\1 #", text)
            texts += [normal(text)] if text.strip() and not piece.style.startswith(FOLLOWING) else []
            text = ""
        else:
            looks = "".join(sorted(name[:3] for name in piece.emphasis if name.endswith("script")))
            text += f"{{{looks}:{piece.text}}}" if looks and piece.text.strip(",") else piece.text
    return texts


def _is_lost(edit: Edit, outcome: Outcome) -> bool:
    """Return whether a comment or a note is in no section."""
    text = "".join(content.decode() for content in outcome.after.values())
    bare = re.sub(r"\W+", "", edit.new)
    found = re.findall(r"<!-- [^>]*-->|\^\[(?:[^\[\]]|\\\]|\\\[)*\]", text)
    if edit.kind in ("comment", "note"):
        return not any(bare in re.sub(r"\W+", "", one) for one in found)
    return False


def try_round(desk: Desk, outcome: Outcome) -> list[str]:
    """Return how the redline of an import, imported where the brief is as it was, differs from the import.

    Comments are in no redline, and lines may be wrapped otherwise: what counts is what is printed.
    """
    old, new = (
        {path.name: content.decode() for path, content in contents.items()}
        for contents in (outcome.before, outcome.after)
    )
    document = merge_manuscripts(desk.manuscript(old), desk.manuscript(new))
    docx = redline_docx(document, desk.folder / BASE, Workflow(load_settings(Path())), STAMP)
    again = desk.outcome(docx)
    first, second = (desk.build.word_file(contents) for contents in (outcome.after, again.after))
    built, shown, rebuilt = (set(lines(read_word(read_archive(file, "")))) for file in (first, docx, second))
    return [
        *(f"refused: {fault}" for fault in again.draft.faults),
        *(f"in the redline or the import alone: {line}" for line in built ^ shown),
        *(f"printed by one import alone: {line}" for line in built ^ rebuilt),
    ]
