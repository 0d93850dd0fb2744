"""What a review makes of the sections: edits, and faults for what cannot be one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from brief.faults import Fault
from brief.review.blocks import Block
from brief.review.changes import Change


@dataclass(frozen=True)
class Edit:
    """In a section, the text from `first` to `last` becomes `text`."""

    first: int
    last: int
    text: str


@dataclass
class Draft:
    """What becomes of the sections, by path; what cannot be; the changes of the body that could be made."""

    edits: dict[str, list[Edit]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    done: list[Change] = field(default_factory=list)
    deleted: set[int] = field(default_factory=set)
    """The printed paragraphs that go as a whole."""

    notes: list[tuple[Change, str]] = field(default_factory=list)
    """Changes of notes, each with the text that its note should print."""

    headings: int = 0
    """How many headings are new."""

    comments: set[int] = field(default_factory=set)
    """The marks of the comments that are taken in."""

    there: set[int] = field(default_factory=set)
    """The marks of what the sections have already."""

    formatting: set[int] = field(default_factory=set)
    """The differences of formatting alone that no mark of the file tracks."""

    refused: set[int] = field(default_factory=set)
    """The marks of what cannot be made."""

    def add(self, block: Block, first: int, last: int, text: str) -> None:
        """Add an edit, unless it changes nothing or is there already."""
        edit = Edit(first, last, text)
        edits = self.edits.setdefault(block.section.path, [])
        if block.source[first:last] != text and (text or edit not in edits):
            edits.append(edit)

    asked: list[Change] = field(default_factory=list)
    """All changes of the body that the reviewer asks for."""

    wishes: list[tuple[Fault, frozenset[int], str]] = field(default_factory=list)
    """The faults of single changes, with their marks and the text that would be printed with them."""

    unplaced: list[str] = field(default_factory=list)
    """The new text of the changes that cannot be made."""

    followed: set[int] = field(default_factory=set)
    """The marks of what cannot be made, but follows from what is made."""

    def refuse(self, fault: Fault, marks: Iterable[int], wish: str = "") -> None:
        """Add a fault, and the marks of the file that it is about."""
        self.faults.append(fault)
        self.refused.update(marks)
        if wish:
            self.wishes.append((fault, frozenset(marks), wish))

    def follow(self, fault: Fault, marks: Iterable[int]) -> None:
        """Take back a fault of what is printed as it should be after all."""
        self.faults.remove(fault)
        self.followed.update(marks)
        kept = [known for other, known, _ in self.wishes if other in self.faults]
        self.refused -= set(marks).difference(*kept)
