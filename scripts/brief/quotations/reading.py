"""What a text that was read says of the passages that it is to hold."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from brief.escapes import plain
from brief.quotations.fragments import text_fragment
from brief.quotations.matching import places_of
from brief.quotations.model import LACKING, Outcome, Reading, name_of
from brief.quotations.nearest import nearest
from brief.quotations.normalising import normalised

LONGEST_NEAREST = 1200
"""The most characters that are kept of a stretch."""


@dataclass(frozen=True)
class ReadText:
    """The text of a source. That of a PDF has its `pages`, that of a web page is one.

    `objection` says why a passage that is not in it may stand in the source all the same.
    """

    pages: Sequence[str]
    is_pdf: bool = False
    objection: str = ""


def readings_of(text: ReadText, passages: Iterable[str]) -> tuple[Reading, ...]:
    """Return what the text says of each passage."""
    pages = [normalised(page) for page in text.pages]
    starts = list(accumulate((len(page) + 1 for page in pages), initial=0))
    page = " ".join(pages)
    return tuple(_reading(passage, page, starts, text) for passage in passages)


def unread(passages: Iterable[str], reason: str) -> tuple[Reading, ...]:
    """Return the readings of a text that could not be read, for a `reason`."""
    return tuple(Reading(name_of(passage), Outcome.UNREAD, reason) for passage in passages)


def with_objection(reading: Reading, objection: str) -> Reading:
    """Return a reading that says nothing where the passage was not found but may stand there."""
    if objection and reading.outcome in LACKING:
        return Reading(reading.passage, Outcome.UNREAD, objection)
    return reading


def _reading(passage: str, page: str, starts: Sequence[int], text: ReadText) -> Reading:
    name = name_of(passage)
    if places := places_of(passage, page):
        start, end = places[0]
        place = _pdf_page(start, starts, text) or text_fragment("\n".join(text.pages), page[start:end])
        return Reading(name, Outcome.STANDS, place=place)
    if text.objection:
        return Reading(name, Outcome.UNREAD, text.objection)
    if stretch := nearest(passage, page):
        like = plain(stretch.text)[:LONGEST_NEAREST]
        return Reading(name, Outcome.DIFFERS, nearest=like, place=_pdf_page(stretch.start, starts, text))
    return Reading(name, Outcome.NOT_FOUND)


def _pdf_page(at: int, starts: Sequence[int], text: ReadText) -> str:
    """Return the page of a PDF at a character, as the end of an address; nothing for other texts."""
    return f"page={bisect_right(starts, at)}" if text.is_pdf else ""
