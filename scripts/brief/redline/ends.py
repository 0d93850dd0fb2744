"""The ends of paragraphs that came or went.

In Word the end of a paragraph is a sign like another, and what parts it from the next. The last of
a body, a cell or a note can neither come nor go: where the last paragraph did, it is the end of
the one before that has come or gone.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

from lxml import etree

from brief.redline import DELETION, INSERTION
from brief.redline.wordxml import TAGS, Marks, W


def settle_end(container: etree._Element, marks: Marks) -> None:
    """Move the marks of the last paragraphs of a body, a cell or a note each to the one before."""
    blocks = [block for block in container if block.tag in (f"{W}p", f"{W}tbl")]
    tail: list[etree._Element] = []
    while blocks and blocks[-1] in marks:
        tail.insert(0, blocks.pop())
    if not tail:
        return
    stayed = [block for block in blocks[-1:] if block.tag == f"{W}p"]
    tags = [marks.pop(paragraph) for paragraph in tail]
    holders = [*stayed, *tail]
    _settle_properties(holders, [()] * len(stayed) + tags)
    if not stayed:
        tags = _alone(tags)
    marks |= dict(zip(holders, tags, strict=False))


def _alone(tags: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the marks but the first: where nothing stayed, one end between old and new is neither's."""
    rest = list(tags[1:])
    other = next((index for index, tag in enumerate(rest) if tag != tags[0]), None)
    if other is not None:
        rest[other] = tuple(TAGS.values())
    return rest


def _settle_properties(holders: Sequence[etree._Element], tags: Sequence[tuple[str, ...]]) -> None:
    """Give the last paragraph, with which the others melt, the style of the last that stays."""
    kept = [
        [holder for holder, tag in zip(holders, tags, strict=True) if tag != (TAGS[kind],)]
        for kind in (DELETION, INSERTION)
    ]
    now, then = (copy.deepcopy(_properties((paragraphs or holders)[-1])) for paragraphs in kept)
    last = _properties(holders[-1])
    last[:] = list(now)
    if etree.tostring(now) != etree.tostring(then):
        etree.SubElement(last, f"{W}pPrChange").append(then)


def settle_division(first: etree._Element, second: etree._Element, kind: str) -> None:
    """Give the second of two parts the properties of the first, where they become, or were, one."""
    was, now = _properties(first), _properties(second)
    change = was.find(f"{W}pPrChange")
    whole = was if change is None or kind == DELETION else change[0]
    if etree.tostring(_bare(whole)) == etree.tostring(_bare(now)):
        return
    then = _bare(now) if kind == DELETION else _bare(whole)
    if kind == DELETION:
        now[:] = list(_bare(whole))
    etree.SubElement(now, f"{W}pPrChange").append(then)


def _bare(properties: etree._Element) -> etree._Element:
    """Return a copy of properties without what says that they changed."""
    bare = etree.Element(f"{W}pPr")
    bare.extend(copy.deepcopy(one) for one in properties if one.tag not in (f"{W}pPrChange", f"{W}rPr"))
    return bare


def mark_end(paragraph: etree._Element, tags: tuple[str, ...]) -> None:
    """Say of the end of a paragraph that it came or went, or both: then it is there in neither text."""
    properties = _properties(paragraph)
    run = properties.find(f"{W}rPr")
    if run is None:
        run = etree.Element(f"{W}rPr")
        change = properties.find(f"{W}pPrChange")
        properties.append(run) if change is None else change.addprevious(run)
    run[:0] = [etree.Element(tag) for tag in tags]


def _properties(paragraph: etree._Element) -> etree._Element:
    """Return the properties of a paragraph, made if there are none."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    return properties
