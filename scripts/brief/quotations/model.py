"""The data of quotations: what the brief quotes, and what a page was seen to hold of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from brief.quotations.normalising import normalised


class Outcome(StrEnum):
    """What one reading of one page says of a passage; the best of several comes first."""

    STANDS = "stands"
    UNREAD = "unread"
    DIFFERS = "differs"
    NOT_FOUND = "not_found"


LACKING = frozenset({Outcome.DIFFERS, Outcome.NOT_FOUND})
"""Outcomes that say that a page was read and does not hold the passage."""


@dataclass(frozen=True)
class Quotation:
    """A quotation of the brief, with the source that it is taken from.

    `text` is what the brief prints, `passage` what the source is to hold: the same, or the original
    of a translation. It is empty while nobody has written the original down.
    """

    key: str
    text: str
    passage: str
    file: str
    line: int
    column: int

    @property
    def name(self) -> str:
        """The passage in short, for the ledger: other dots, dashes or blanks do not change it."""
        return name_of(self.passage)


@dataclass(frozen=True)
class Reading:
    """What one page, or its archived copy, says of one passage.

    `passage` is its name in short. `nearest` is the stretch that is most like it, where the page
    differs. `place` is the end of an address that leads to it: `page=7`, or `:~:text=…`.
    """

    passage: str
    outcome: Outcome
    reason: str = ""
    nearest: str = ""
    place: str = ""


def name_of(passage: str) -> str:
    """Return a passage in short: twelve characters of its hash, once it is normalised."""
    return hashlib.sha256(normalised(passage).encode("utf-8")).hexdigest()[:12]
