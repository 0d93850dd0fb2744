"""The account of a review: every mark of the file is named once, by what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from brief.faults import Fault
from brief.review.draft import Draft
from brief.review.marks import Mark, Marks
from brief.word.archive import COMMENTS, DOCUMENT, FOOTNOTES

PLACES = {
    DOCUMENT: "the text, in a place that is not read (a text box, a formula, a field)",
    FOOTNOTES: "a note that no mark leads to",
    COMMENTS: "a comment that stands at no place of the text",
}
"""Where a mark is that nothing else told of, by the part of the file."""


@dataclass(frozen=True)
class Account:
    """The numbers of the marks that were taken in, were there already, format alone, or were refused."""

    taken: frozenset[int]
    there: frozenset[int]
    formatting: frozenset[int]
    refused: frozenset[int]

    @property
    def total(self) -> int:
        """How many marks there are."""
        return sum(map(len, (self.taken, self.there, self.formatting, self.refused)))

    def __str__(self) -> str:
        parts = (
            (len(self.taken), "taken in"),
            (len(self.there), "already there"),
            (len(self.formatting), "of formatting alone left out"),
            (len(self.refused), "refused"),
        )
        return f"{self.total} changes and comments: " + ", ".join(f"{count} {what}" for count, what in parts)


def settle_account(draft: Draft, marks: Marks, path: str) -> Account:
    """Return the account; a mark that nothing told of is refused, with a fault."""
    changed = frozenset[int]().union(*(change.marks for change in draft.done))
    changed |= frozenset[int]().union(*(change.marks for change, _ in draft.notes))
    changed |= frozenset(draft.followed)
    known = {*changed, *draft.comments, *draft.there, *draft.refused, *marks.idle, *marks.formatting}
    for number in marks.rest(known):
        draft.refuse(_fault(path, marks.marks[number]), [number])
    refused = frozenset(draft.refused)
    taken = (changed | draft.comments) - refused
    formatting = frozenset({*marks.formatting, *draft.formatting}) - refused - taken
    there = frozenset({*draft.there, *marks.idle}) - refused - taken - formatting
    return Account(taken, there, formatting, refused)


def _fault(path: str, mark: Mark) -> Fault:
    place = PLACES.get(mark.part, f"a header, a footer or the endnotes ({mark.part})")
    who = ", ".join(part for part in (mark.author, f"“{mark.text[:60]}”" if mark.text else "") if part)
    problem = f"there is a change in {place}: {mark.kind} ({who})"
    return Fault(path, 1, 1, problem, "make it by hand, or have it left out")


def edge_faults(path: str, sent: tuple[str, ...], back: tuple[str, ...]) -> Iterator[Fault]:
    """Yield a fault for each paragraph of headers, footers and endnotes that differs without tracking."""
    for text in sorted({*sent} ^ {*back}):
        what = "was put into" if text in back else "is gone from"
        problem = f"“{text[:60]}” {what} a header, a footer or the endnotes, which the build makes"
        yield Fault(path, 1, 1, problem, "change it in report/brief.yaml or the design")


def unmade(account: Account, faults: Sequence[Fault]) -> str:
    """Return the line that says that no edit was made, for some changes are refused."""
    rest = f"; PARTIAL=1 makes the {len(account.taken)} that can be" if account.taken else ""
    return f"nothing was changed, for {len(faults)} changes cannot be made{rest}"


def mixed(changed: Iterable[Path], uncommitted: Iterable[Path]) -> Iterator[Fault]:
    """Yield a warning for each changed section that held edits which are not committed."""
    problem = "the import stands beside edits of yours that are not committed"
    unsaved = {path.resolve() for path in uncommitted}
    for path in changed:
        if path.resolve() in unsaved:
            yield Fault(str(path), 1, 1, problem, "git restore would take back both", warning=True)
