"""Whether the edited sections print what the reviewer's text says, change by change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from brief.review.changes import Change
from brief.review.draft import Draft
from brief.review.provenance import GENERATED, Printed
from brief.review.refusals import RefusalError
from brief.review.wordtext import END, NEW_NOTE, NOTE, WordText, rejected


@dataclass(frozen=True)
class Expectation:
    """A paragraph that should be printed, and the changes that are in it."""

    text: str
    changes: tuple[Change, ...]


def expected(printed: Printed, changes: Iterable[Change]) -> list[Expectation]:
    """Return the paragraphs of sections as they should be printed with these changes."""
    found: list[Expectation] = []
    text, at, paragraph = "", 0, 0
    own: list[Change] = []
    base = "".join(one + END for one in printed.texts)

    def keep(stretch: str) -> None:
        nonlocal text, own, paragraph
        for part in re.split(f"({END})", stretch):
            if part != END:
                text += part
                continue
            if printed.styles[paragraph] not in GENERATED:
                found.append(Expectation(normal(text), tuple(own)))
            text, own, paragraph = "", [], paragraph + 1

    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        keep(base[at : change.start])
        paragraph += base[change.start : change.end].count(END)
        own.append(change)
        *whole, rest = change.text.split(END)
        for part in whole:
            found.append(Expectation(normal(text + part), tuple(own)))
            text, own = "", [change]
        text, at = text + rest, change.end
    keep(base[at:])
    return [one for one in found if one.text]


def printed_paragraphs(word: WordText) -> list[str]:
    """Return the paragraphs of sections that a Word file prints."""
    texts = rejected(word.body).split(END)
    styles = [piece.style for piece in word.body if piece.text == END]
    pairs = zip(texts, styles, strict=False)
    return [normal(text) for text, style in pairs if style not in GENERATED and normal(text)]


def normal(text: str) -> str:
    """Return a text in which blanks of any kind and number are one, and none is at an end."""
    text = " ".join(text.replace(NEW_NOTE, NOTE).split())
    return re.sub(f"{NOTE},(?={NOTE})", NOTE, text).replace(f" {NOTE}", NOTE)


def unproven(draft: Draft, printed: Printed, made: WordText) -> set[Change]:
    """Return the changes of paragraphs and notes that are not printed as they should be.

    Raises RefusalError where a paragraph is not that has none.
    """
    wanted, got = expected(printed, draft.done), printed_paragraphs(made)
    matcher = SequenceMatcher(None, [one.text for one in wanted], got)
    failed = set()
    for tag, i, j, _, _ in matcher.get_opcodes():
        if tag != "equal":
            around = wanted[max(0, i - (i == j)) : j + (i == j)]
            changes = {change for one in around for change in one.changes}
            if not changes:
                text = " ".join(one.text for one in around)
                raise RefusalError(
                    f"the sections would not print “{text[:60]}…” any more", "write it by hand"
                )
            failed |= changes
    notes = {normal(rejected(note)) for note in made.notes.values()}
    return failed | {change for change, text in draft.notes if normal(text) not in notes}
