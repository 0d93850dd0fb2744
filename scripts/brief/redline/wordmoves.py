"""Moves as Word tracks them: `w:moveFrom` and `w:moveTo`, each in a range of the name that both share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from brief.redline.wordxml import MOVED, W


def settle_moves(starts: Iterable[etree._Element], numbers: Iterator[int]) -> list[etree._Element]:
    """Make the changes between two instructions moves, and return the starts of their ranges.

    The instructions are `move-1` and `moved-1`: they stand around text that moved, in one paragraph.
    """
    return [_settle(start, str(next(numbers))) for start in starts]


def _settle(start: etree._Element, identifier: str) -> etree._Element:
    number = start.text.removeprefix("move-")
    moved = []
    end = start.getnext()
    while end.text != f"moved-{number}" or end.tag is not etree.ProcessingInstruction:
        moved.append(end)
        end = end.getnext()
    changes = [change for element in moved for change in element.iter(*MOVED)]
    name = etree.QName(MOVED[changes[0].tag]).localname
    paragraph = next(start.iterancestors(f"{W}p"))
    mark = _end_mark(paragraph, moved, changes[0].tag)
    for change in [*changes, *mark]:
        change.tag = MOVED[change.tag]
    beginning = etree.Element(f"{W}{name}RangeStart", {f"{W}id": identifier, f"{W}name": f"move{number}"})
    ending = etree.Element(f"{W}{name}RangeEnd", {f"{W}id": identifier})
    start.getparent().replace(start, beginning)
    end.getparent().replace(end, ending)
    if mark:
        paragraph.addnext(ending)  # as Word does it, where the end of the paragraph has moved too
    return beginning


def _end_mark(paragraph: etree._Element, moved: Sequence[etree._Element], tag: str) -> list[etree._Element]:
    """Return the mark of the paragraph's end, in a list, if it goes with the text: if all the text moved."""
    mark = paragraph.find(f"{W}pPr/{W}rPr/{tag}")
    runs = set(paragraph.iter(f"{W}r")).difference(*(element.iter(f"{W}r") for element in moved))
    return [] if mark is None or runs else [mark]
