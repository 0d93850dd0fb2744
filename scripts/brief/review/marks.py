"""The marks that a reviewer leaves in a Word file: tracked changes and comments, each with a number.

The numbers let the import say of every mark what became of it. They are given before anything is
read, so that a mark in a place that is never read has one too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from brief.escapes import plain
from brief.word.archive import COMMENTS, DOCUMENT, FOOTNOTES, W, WordFile

CHANGES = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")
"""The elements by which Word tracks what was inserted, deleted or moved."""

PROPERTY_CHANGES = (
    "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "tblGridChange", "tcPrChange",
    "trPrChange", "numberingChange",
)  # fmt: skip
"""The elements by which Word tracks what was formatted."""


@dataclass(frozen=True)
class Mark:
    """A tracked change or a comment: the part it is in, the name of its element, its author and text."""

    part: str
    kind: str
    author: str
    text: str

    @property
    def formats(self) -> bool:
        """Whether it tracks formatting alone."""
        return self.kind in (*PROPERTY_CHANGES, "numbering")


@dataclass
class Marks:
    """All marks of a Word file by number, and those that change no text."""

    marks: list[Mark] = field(default_factory=list)
    idle: set[int] = field(default_factory=set)
    """The changes that come to nothing: empty ones, and what one reviewer inserted and another deleted."""

    numbers: dict[etree._Element, int] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, file: WordFile) -> Marks:
        """Return the marks of a file."""
        marks = cls()
        tags = [W + name for name in (*CHANGES, *PROPERTY_CHANGES)]
        for part in (DOCUMENT, FOOTNOTES, *file.edges):
            for element in file.parts[part].iter(*tags) if part in file.parts else ():
                marks._add(part, element)
        for element in file.parts[COMMENTS].iter(f"{W}comment") if COMMENTS in file.parts else ():
            marks._add(COMMENTS, element)
        return marks

    def _add(self, part: str, element: etree._Element) -> None:
        kind = etree.QName(element).localname
        parent = element.getparent()
        if kind == "ins" and parent is not None and parent.tag == f"{W}numPr":
            kind = "numbering"  # that a paragraph became an item of a list
        self.numbers[element] = len(self.marks)
        text = "".join(element.itertext(f"{W}t", f"{W}delText"))
        self.marks.append(Mark(part, kind, plain(element.get(f"{W}author", "")), plain(text)))

    def number(self, element: etree._Element) -> frozenset[int]:
        """Return the number of a mark, in a set."""
        return frozenset((self.numbers[element],)) if element in self.numbers else frozenset()

    def of_children(self, properties: etree._Element | None, *names: str) -> frozenset[int]:
        """Return the numbers of the marks of these names among the children of an element."""
        if properties is None:
            return frozenset()
        return frozenset(
            self.numbers[child] for child in properties.iterchildren(*(W + name for name in names))
            if child in self.numbers
        )  # fmt: skip

    @property
    def formatting(self) -> set[int]:
        """The numbers of the marks that track formatting alone."""
        return {number for number, mark in enumerate(self.marks) if mark.formats}

    def rest(self, known: Iterable[int]) -> list[int]:
        """Return the numbers of the marks that are not among those known."""
        return sorted({*range(len(self.marks))} - {*known})
