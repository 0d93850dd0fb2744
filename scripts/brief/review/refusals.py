"""Why a change cannot be made in a section, and what to do in its place."""

from __future__ import annotations

import re

from brief.review.changes import Change
from brief.review.matching import Origin
from brief.review.units import CITATION, FOOTNOTE, LABEL, MARK, NUMBER, REFERENCE, SPACE, TEXT
from brief.word.wordtext import NOTE


class RefusalError(Exception):
    """A change cannot be made; says why and what to do, and at which offset of the source."""

    def __init__(self, problem: str, remedy: str, offset: int | None = None) -> None:
        super().__init__(problem)
        self.problem, self.remedy, self.offset = problem, remedy, offset


UNPROVEN = RefusalError("the section would not print what was meant here", "write it by hand")
STALE = RefusalError("the text here has changed since the file was sent", "write it by hand")
EMPTY = RefusalError("nothing would be left here", "delete it in the section")
LABELLED = RefusalError("the number or label here is made by the build", "leave it as it is")

MADE: dict[str, tuple[str, tuple[str, ...]]] = {
    "Title": ("the title stands in brief.yaml", ("title",)),
    "Subtitle": ("the subtitle stands in brief.yaml", ("subtitle",)),
    "Date": ("series, number and date stand in brief.yaml", ("date",)),
    "KeyMessage": ("the key messages stand in brief.yaml", ("key_messages",)),
    "KeyMessagesHeading": ("this heading is a fixed word of the language", ("lang",)),
    "Bibliography": ("the list of sources is made of bib/sources.bib", ()),
    "TableText": ("the table is made by its program, out of the data", ()),
    "CaptionedFigure": ("the chart is made by its program, out of the data", ()),
    "ExhibitNote": ("this line is made with the exhibit, out of the data", ()),
    "ExhibitCredits": ("this line is made with the exhibit, out of the data", ()),
    "TOCHeading": ("this heading is a fixed word of the language", ("lang",)),
} | {f"TOC{level}": ("the contents are made of the headings", ()) for level in range(1, 10)}
"""What paragraphs are made of that no section has, by their style, with the key in brief.yaml."""


def check_origin(origin: Origin, change: Change) -> None:
    """Refuse what would take a construct apart, or change what is made."""
    if origin.first == origin.last:
        raise LABELLED
    whole = change.start <= origin.start and origin.end <= change.end
    if not whole:
        raise RefusalError(*described(origin), origin.first)
    if origin.kind not in (TEXT, SPACE, MARK) and re.search(rf"\d|{NOTE}", change.text):
        raise RefusalError(*described(origin), origin.first)


def check_neighbors(change: Change, left: Origin | None, right: Origin | None, source: str) -> None:
    """Refuse what would run into a construct: a digit beside a number, a letter beside a label."""
    text = change.text
    if right and right.kind == LABEL and right.start == change.end:
        raise LABELLED
    if left and left.kind not in (TEXT, SPACE, MARK, LABEL) and left.end == change.start and text:
        bare = source[left.last - 1].isalnum()
        if (left.kind == NUMBER and re.match(r"\d|[.,]\d", text)) or (bare and re.match(r"\w", text)):
            raise RefusalError(*described(left), left.first)
    if right and right.kind not in (TEXT, SPACE, MARK) and right.start == change.end and text:
        bare = source[right.first] == "@"
        if (right.kind == NUMBER and re.search(r"\d[.,]?$", text)) or (bare and re.search(r"\w$", text)):
            raise RefusalError(*described(right), right.first)


def described(origin: Origin) -> tuple[str, str]:
    """Return what a construct is, and what to do in its place."""
    match origin.kind:
        case kind if kind == NUMBER:
            return f"the number here comes from {origin.name}", "correct it there"
        case kind if kind == CITATION:
            return (
                f"the note here is made for the citation {origin.name}",
                "change the citation, or its entry in bib/",
            )
        case kind if kind == REFERENCE:
            return f"the reference here is made for {origin.name}", "change it in the section"
        case kind if kind == FOOTNOTE:
            return f"the mark here is of the note {origin.name}", "change it in the section"
    return (
        f"there is a {origin.name or 'construct'} here, which is more than text",
        "change it in the section",
    )
