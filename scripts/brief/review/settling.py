"""The edits of a review that hold: the edited sections were printed, and say what was meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from brief.faults import Fault, Faults
from brief.review.account import Account, settle_account
from brief.review.changes import Change
from brief.review.draft import Draft
from brief.review.material import Material
from brief.review.merging import plan
from brief.review.moving import torn_moves
from brief.review.patch import edited, unified
from brief.review.printing import Build
from brief.review.proof import follow, unproven
from brief.review.refusals import RefusalError
from brief.word.wordreader import read_draft
from brief.word.wordtext import WordText

ROUNDS = 8
"""How often the sections are printed, each time without the changes that did not come out before."""


@dataclass(frozen=True)
class Outcome:
    """What became of a review: the draft, the sections before and after it, and the account."""

    draft: Draft
    before: dict[Path, bytes]
    after: dict[Path, bytes]
    account: Account

    @property
    def changed(self) -> dict[Path, bytes]:
        """The sections that are no longer what they were."""
        return {path: content for path, content in self.after.items() if content != self.before[path]}

    @property
    def patch(self) -> str:
        """The edits, as `git apply` reads them."""
        return "".join(
            unified(str(path), self.before[path].decode("utf-8"), content.decode("utf-8"))
            for path, content in self.changed.items()
        )


def settle(reviewed: WordText, path: str, material: Material, build: Build) -> Outcome:
    """Return what becomes of a review; `path` is its file, for messages.

    A change that would not come out as it was made is refused. Raises Faults where that does not help.
    """
    before = read_sections(build.places.sections)
    try:
        draft, after = settle_edits(reviewed, path, material, build)
    except RefusalError as refusal:
        raise Faults([Fault(path, 1, 1, refusal.problem, refusal.remedy)]) from None
    return Outcome(draft, before, after, settle_account(draft, reviewed.marks, path))


def settle_edits(
    reviewed: WordText, path: str, material: Material, build: Build
) -> tuple[Draft, dict[Path, bytes]]:
    """Return the edits that a review makes, and the sections with them; raises RefusalError."""
    before = read_sections(build.places.sections)
    refused: set[Change] = set()
    literal: set[Change] = set()
    for _ in range(ROUNDS):
        draft = plan(material, reviewed, path, refused, literal)
        if torn := torn_moves(draft, material.printed):
            refused |= torn
            continue
        after = edit_sections(before, draft)
        if not any(draft.edits.values()):
            return draft, after
        printed = read_draft(build.word_file(after))
        failed = unproven(draft, material.printed, material.base, printed)
        if not failed:
            follow(draft, material.base, printed, reviewed)
            return draft, after
        refused |= failed & literal
        literal |= failed
    raise RefusalError("the sections would not print what was meant", "write it by hand")


def read_sections(paths: Sequence[Path]) -> dict[Path, bytes]:
    """Return the files of sections as they are."""
    return {path: path.read_bytes() for path in paths}


def edit_sections(before: dict[Path, bytes], draft: Draft) -> dict[Path, bytes]:
    """Return the files of sections with the edits."""
    return {path: edited(content, draft.edits.get(str(path), ())) for path, content in before.items()}
