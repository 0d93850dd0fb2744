"""Whether the edited sections print what the reviewer's text says, change by change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from brief.review.changes import Change
from brief.review.draft import Draft
from brief.review.inserting import TYPED_NUMBER
from brief.review.provenance import GENERATED, Printed
from brief.review.refusals import RefusalError
from brief.word.wordtext import END, NEW_NOTE, NOTE, WordText, accepted, anchored, rejected, sign_of


@dataclass(frozen=True)
class Expectation:
    """A paragraph that should be printed, and the changes that are in it."""

    text: str
    changes: tuple[Change, ...]


def expected(printed: Printed, changes: Iterable[Change], signs: Signs | None = None) -> list[Expectation]:
    """Return the paragraphs of sections as they should be printed with these changes.

    Where sections are numbered anew, references are `signs` of their goals.
    """
    wanted = _Wanted(printed, signs)
    at = 0
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        wanted.keep(at, change.start)
        wanted.replace(change)
        at = change.end + (
            change.text == "" and bool(re.match(f"{NOTE},{NOTE}", printed.text[change.end - 1 :]))
        )
    wanted.keep(at, len(printed.text))
    return [one for one in wanted.paragraphs if one.text]


class _Wanted:
    """The text as it should be printed, while it is put together."""

    def __init__(self, printed: Printed, signs: Signs | None) -> None:
        self.printed, self.signs = printed, signs
        self.base = printed.anchored if signs else printed.text
        self.paragraphs: list[Expectation] = []
        self.text = ""
        self.changes: list[Change] = []
        self.paragraph = 0

    def keep(self, start: int, end: int) -> None:
        """Add what stays of the printed text."""
        for part in re.split(f"({END})", self.base[start:end]):
            if part != END:
                self.text += part
                continue
            style = self.printed.styles[self.paragraph]
            if style not in GENERATED:
                self._close(_unnumbered(self.text, style))
            self.text, self.changes = "", []
            self.paragraph += 1

    def replace(self, change: Change) -> None:
        """Add what a change puts in the place of something."""
        self.paragraph += self.printed.text[change.start : change.end].count(END)
        self.changes.append(change)
        *whole, rest = accepted(change.pieces).split(END)
        styles = [piece.style for piece in change.pieces for sign in piece.text if sign == END]
        for part, style in zip(whole, styles, strict=True):
            is_heading = style.startswith("Heading") and not self.text
            self._close(re.sub(TYPED_NUMBER, "", part) if is_heading else self.text + part)
            self.text, self.changes = "", [change]
        self.text += rest

    def _close(self, text: str) -> None:
        text = self.signs.put(text) if self.signs else text
        self.paragraphs.append(Expectation(normal(text), tuple(self.changes)))


class Signs:
    """Puts signs of their goals in the place of references without links, as pasted text may have them."""

    def __init__(self, references: Mapping[str, Collection[str]]) -> None:
        goals = ((name, goal) for goal, names in references.items() for name in names)
        self.signs = {name: sign_of(f"#{goal}") for name, goal in goals if not name.isdecimal()}
        names = "|".join(map(re.escape, sorted(self.signs, key=len, reverse=True)))
        self.pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w|\.\d)" if names else r"(?!)")

    def put(self, text: str) -> str:
        """Return a text in which each reference is a sign."""
        return self.pattern.sub(lambda match: self.signs[match[0]], text)


def printed_paragraphs(word: WordText, signs: Signs | None = None) -> list[str]:
    """Return the paragraphs of sections that a Word file prints."""
    texts = (signs.put(anchored(word.body)) if signs else accepted(word.body)).split(END)
    styles = [piece.style for piece in word.body if piece.text == END]
    pairs = zip(texts, styles, strict=False)
    paragraphs = (normal(_unnumbered(text, style)) for text, style in pairs if style not in GENERATED)
    return [text for text in paragraphs if text]


def _unnumbered(text: str, style: str) -> str:
    """Return a paragraph; a heading without its number, which a new heading may have changed."""
    return re.sub(r"^\d+(\.\d+)* ", "", text) if style.startswith("Heading") else text


def normal(text: str) -> str:
    """Return a text in which blanks of any kind and number are one, and none is at an end.

    References are one sign each; lines end in a sign of their own.
    """
    text = re.sub(r"([\ue100-\uf0ff])\1+", r"\1", text.replace(NEW_NOTE, NOTE))
    text = " ".join(text.strip().replace("\n", " \N{LINE SEPARATOR} ").split())
    return re.sub(f"{NOTE},(?={NOTE})", NOTE, text).replace(f" {NOTE}", NOTE)


def unproven(draft: Draft, printed: Printed, base: WordText, built: WordText) -> set[Change]:
    """Return the changes of paragraphs and notes that are not printed as they should be.

    Raises RefusalError where a paragraph that nothing changes would be printed otherwise.
    """
    signs = Signs(base.references) if draft.headings else None
    wanted = expected(printed, draft.done, signs)
    got = printed_paragraphs(built, signs)
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
    notes = {normal(rejected(note)) for note in built.notes.values()}
    return failed | {change for change, text in draft.notes if normal(text) not in notes}


def follow(draft: Draft, base: WordText, built: WordText, reviewed: WordText) -> None:
    """Take back the faults of what the edited sections print anyway: numbers and notes that follow.

    A source's note, for instance, is printed in full where the one before it is gone. Where one note
    gains the text that another one loses, only the whole shows it: all is printed as the review says.
    """
    before, after = Counter(_lines(base)), Counter(_lines(built))
    whole = after == Counter(_lines(reviewed))
    for fault, marks, wish in list(draft.wishes):
        if whole or after[normal(wish)] > before[normal(wish)]:
            draft.follow(fault, marks)


def _lines(word: WordText) -> list[str]:
    """Return all paragraphs and notes that a Word file prints, with its changes."""
    names = (piece.note for piece in word.body if piece.note and not piece.deleted)
    notes = (accepted(word.notes.get(name, ())) for name in names)
    lines = (normal(text) for text in (*accepted(word.body).split(END), *notes))
    return [line for line in lines if line]
