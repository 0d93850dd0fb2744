"""The history of one passage that is quoted from a page, as a cell of the ledger keeps it.

One reading that misses the passage makes no quotation false: a page lacks it for certain once two
readings did, 72 hours or more apart. A reading that finds it clears that; one that could not be made
changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from brief.links.timestamps import SPACING, is_future, read_timestamp, timestamp
from brief.quotations.model import LACKING, Outcome, Reading

ENOUGH = 2
"""How many readings, each counted, make certain that a page lacks a passage."""

_NAME = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True)
class PassageHistory:
    """What is remembered of one passage; `passage` is its name in short.

    `outcome` is that of the last reading, `since` the time since when the page has held or lacked
    the passage. `lacks` counts readings that missed it, the last one at `lacks_counted`. `archive`
    is the outcome for the archived copy. `place` is the end of an address that leads to the passage.
    """

    passage: str
    outcome: Outcome
    since: datetime
    lacks: int = 0
    lacks_counted: datetime | None = None
    archive: Outcome | None = None
    place: str = ""

    @property
    def is_lost(self) -> bool:
        """Whether the page lacks the passage for certain."""
        return self.lacks >= ENOUGH


def read_history(cell: str) -> tuple[PassageHistory, ...]:
    """Return the histories in a cell of the ledger. Raises ValueError with a reason."""
    return tuple(sorted(map(_read, cell.split()), key=lambda history: history.passage))


def dump_history(histories: Iterable[PassageHistory]) -> str:
    """Return the cell that `read_history` reads back."""
    return " ".join(map(_dump, sorted(histories, key=lambda history: history.passage)))


def observed_passages(
    known: Iterable[PassageHistory],
    readings: Iterable[Reading],
    archived: Iterable[Reading],
    at: datetime,
) -> tuple[PassageHistory, ...]:
    """Return the histories after a page, and perhaps its archived copy, was read for its passages.

    A passage that was not looked for is forgotten: the brief quotes it no more.
    """
    before = by_name(known)
    copies = {reading.passage: reading for reading in archived}
    histories = (_observed(before.get(reading.passage), reading, at) for reading in readings)
    return tuple(_with_copy(history, copies.get(history.passage)) for history in histories)


def copied_passages(
    known: Iterable[PassageHistory], archived: Iterable[Reading], at: datetime
) -> tuple[PassageHistory, ...]:
    """Return the histories after the archived copy alone was read, since the page did not answer."""
    before = by_name(known)
    copies = {reading.passage: reading for reading in archived}
    unread = (PassageHistory(name, Outcome.UNREAD, at) for name in copies if name not in before)
    histories = sorted((*before.values(), *unread), key=lambda history: history.passage)
    return tuple(_with_copy(history, copies.get(history.passage)) for history in histories)


def merged_passages(
    older: Iterable[PassageHistory], newer: Iterable[PassageHistory], older_read: datetime | None
) -> tuple[PassageHistory, ...]:
    """Return the histories of two ledgers as one: the newer ones, unless the older page held it since."""
    before, after = by_name(older), by_name(newer)
    for name, history in after.items():
        other = before.get(name)
        held = older_read if other and other.outcome is Outcome.STANDS else None
        if held and history.lacks and held >= history.since:
            after[name] = replace(history, lacks=1)
    return tuple((before | after)[name] for name in sorted(before | after))


def without_future_passages(histories: Iterable[PassageHistory], now: datetime) -> tuple[PassageHistory, ...]:
    """Return the histories without those with a time in the future, which the next reading begins anew."""
    return tuple(
        history
        for history in histories
        if not is_future(history.since, now) and not is_future(history.lacks_counted, now)
    )


def by_name(histories: Iterable[PassageHistory]) -> dict[str, PassageHistory]:
    """Return histories by the passage's name in short."""
    return {history.passage: history for history in histories}


def _observed(known: PassageHistory | None, reading: Reading, at: datetime) -> PassageHistory:
    if known is None or known.outcome is Outcome.UNREAD:
        lacking = reading.outcome in LACKING
        counted = at if lacking else None
        return PassageHistory(
            reading.passage, reading.outcome, at, int(lacking), counted, place=reading.place
        )
    if reading.outcome is Outcome.UNREAD:
        return known
    same = (known.outcome in LACKING) == (reading.outcome in LACKING)
    since = known.since if same else at
    history = replace(known, outcome=reading.outcome, since=since, place=reading.place)
    if reading.outcome is Outcome.STANDS:
        return replace(history, lacks=0, lacks_counted=None)
    if known.lacks_counted is not None and at - known.lacks_counted < SPACING:
        return history
    return replace(history, lacks=known.lacks + 1, lacks_counted=at)


def _with_copy(history: PassageHistory, copy: Reading | None) -> PassageHistory:
    """Return the history with what the archived copy says, if it could be read."""
    if copy is None or copy.outcome is Outcome.UNREAD:
        return history
    return replace(history, archive=copy.outcome)


def _read(text: str) -> PassageHistory:
    cells = text.split("|")
    if len(cells) != 7 or not _NAME.fullmatch(cells[0]):
        raise ValueError(f"{text!r} is no history of a passage")
    name, outcome, since, lacks, counted, archive, place = cells
    if not re.fullmatch(r"\d{1,9}", lacks, re.ASCII) or bool(int(lacks)) != bool(counted):
        raise ValueError(f"{text!r} does not say when the passage was missed")
    return PassageHistory(
        name,
        Outcome(outcome),
        read_timestamp(since),
        int(lacks),
        read_timestamp(counted) if counted else None,
        Outcome(archive) if archive else None,
        place,
    )


def _dump(history: PassageHistory) -> str:
    counted = timestamp(history.lacks_counted) if history.lacks_counted else ""
    cells = (history.outcome, timestamp(history.since), str(history.lacks), counted, history.archive or "")
    return "|".join((history.passage, *cells, history.place))
