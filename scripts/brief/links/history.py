"""The rules that lead from the observations of all runs to a verdict.

A failure counts when it is the first of its kind, or comes 72 hours or more after the last
one counted: so asking more often neither hastens nor prevents a verdict. A success clears
the counters; every other observation leaves them as they are.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from brief.escapes import plain
from brief.links.ledger import LedgerRow
from brief.links.model import Observation, Probe, Verdict
from brief.links.passage_history import (
    PassageHistory,
    copied_passages,
    observed_passages,
    without_future_passages,
)
from brief.links.records import read_record
from brief.links.text import similarity
from brief.links.timestamps import SPACING, is_future, read_timestamp

GONE_ENOUGH, GONE_410_ENOUGH = 3, 2
TROUBLE_ENOUGH, TROUBLE_SPAN = 3, timedelta(days=7)
SAME_TEXT = 0.5
"""A page that is less similar than this to the one cited has drifted."""

SUCCESS = frozenset({Observation.ALIVE, Observation.MOVED})
TROUBLE = frozenset({Observation.TRANSIENT, Observation.TLS_ERROR})
FAULTY = frozenset({Observation.INVALID, Observation.REFUSED})
"""Observations that are red whatever the history: the link itself is at fault, not the page."""

OFFLINE = FAULTY | {Observation.NO_LINK}
"""Observations that need no network."""

UNSEEN = frozenset({Observation.UNCHECKED, Observation.NO_LINK})
"""Observations that say nothing about a page and leave no trace in the ledger."""


def observed(row: LedgerRow | None, probe: Probe, now: datetime) -> LedgerRow | None:
    """Return the row after `probe`, or None where there is still nothing to remember.

    `now` is the time of a probe that has none of its own. A probe older than the row is
    passed over, and recording the same probe twice changes nothing.
    """
    at = read_timestamp(probe.checked) if probe.checked else now
    if probe.observation in UNSEEN or (row and row.checked and at < row.checked):
        return row
    row = row or LedgerRow(probe.url)
    row = _succeeded(row, probe, at) if probe.observation in SUCCESS else _failed(row, probe, at)
    row = replace(
        row,
        observation=probe.observation,
        reason=plain(probe.reason),
        http_status=probe.http_status,
        final_url=probe.final_url,
        suggested_url=probe.suggested_url,
        first_seen=row.first_seen or at,
        checked=at,
        archive_url=probe.archive_url or row.archive_url,
        archive_date=probe.archive_date if probe.archive_url else row.archive_date,
        passages=_passages(row, probe, at),
        record=read_record(probe.record) if probe.record else row.record,
    )
    return replace(row, verdict=judged(row))


def judged(row: LedgerRow) -> Verdict:
    """Return the verdict that follows from the row's history and its last observation.

    A row that has drifted stays so until its text is seen or accepted again.
    """
    if row.observation in FAULTY:
        return Verdict(row.observation.value)
    if row.gone >= GONE_ENOUGH or row.gone == row.gone_410 == GONE_410_ENOUGH:
        return Verdict.DEAD
    if row.trouble >= TROUBLE_ENOUGH and _trouble_span(row) >= TROUBLE_SPAN:
        return Verdict.AILING
    if row.verdict is Verdict.DRIFTED and row.observation in SUCCESS:
        return Verdict.DRIFTED
    return Verdict(row.observation.value)


def is_red(verdict: Verdict, *, archived: bool) -> bool:
    """Return whether a link must be mended: it is at fault, or dead without an archived copy."""
    return verdict in (Verdict.INVALID, Verdict.REFUSED) or (verdict is Verdict.DEAD and not archived)


def with_accepted_text(row: LedgerRow, fingerprint: str, now: datetime) -> LedgerRow:
    """Return the row with the text that was seen last as the one to compare with."""
    if row.fingerprint == fingerprint and row.accepted:
        return row
    row = replace(row, fingerprint=fingerprint, accepted=now)
    if row.verdict is not Verdict.DRIFTED:
        return row
    return replace(row, verdict=Verdict(row.observation.value))


def without_future(row: LedgerRow, now: datetime) -> LedgerRow:
    """Return the row without times in the future, which a wrong clock or a typing error left.

    The true time is unknown, so the row forgets it, and the next request counts. An acceptance
    keeps its effect: it becomes one of `now`.
    """
    if is_future(row.gone_counted, now) or is_future(row.gone_since, now):
        row = cleared_gone(row)
    if any(is_future(at, now) for at in (row.trouble_since, row.trouble_counted, row.trouble_seen)):
        row = cleared_trouble(row)
    return replace(
        row,
        first_seen=None if is_future(row.first_seen, now) else row.first_seen,
        checked=None if is_future(row.checked, now) else row.checked,
        last_alive=None if is_future(row.last_alive, now) else row.last_alive,
        accepted=now if is_future(row.accepted, now) else row.accepted,
        passages=without_future_passages(row.passages, now),
        record=None if row.record and is_future(row.record.checked, now) else row.record,
    )


def failing_since(row: LedgerRow) -> datetime | None:
    """Return the time of the first failure that still counts, or None where none does."""
    first = (row.gone_since or row.gone_counted, row.trouble_since or row.trouble_counted)
    return min((at for at in first if at), default=None)


def _succeeded(row: LedgerRow, probe: Probe, at: datetime) -> LedgerRow:
    row = replace(cleared_gone(cleared_trouble(row)), last_alive=at)
    if not probe.fingerprint:
        return row
    if not row.fingerprint:
        return replace(row, fingerprint=probe.fingerprint)
    same = similarity(row.fingerprint, probe.fingerprint) >= SAME_TEXT
    return replace(row, verdict=Verdict.ALIVE if same else Verdict.DRIFTED)


def _passages(row: LedgerRow, probe: Probe, at: datetime) -> tuple[PassageHistory, ...]:
    """Return the histories of the passages after `probe`; what was not read keeps its own."""
    known = row.passages
    if probe.archive_url and probe.archive_url != row.archive_url:  # what was read was another copy
        known = tuple(replace(history, archive=None) for history in known)
    if probe.readings:
        return observed_passages(known, probe.readings, probe.archive_readings, at)
    return copied_passages(known, probe.archive_readings, at)


def _failed(row: LedgerRow, probe: Probe, at: datetime) -> LedgerRow:
    if probe.observation in TROUBLE:
        row = replace(row, trouble_seen=at)
        if not _counts(row.trouble_counted, at):
            return row
        since = row.trouble_since or row.trouble_counted or at
        return replace(row, trouble=row.trouble + 1, trouble_since=since, trouble_counted=at)
    if probe.observation is Observation.MISSING and _counts(row.gone_counted, at):
        since = row.gone_since or row.gone_counted or at
        gone_410 = row.gone_410 + (probe.http_status == 410)
        return replace(row, gone=row.gone + 1, gone_since=since, gone_counted=at, gone_410=gone_410)
    return row


def _counts(last: datetime | None, at: datetime) -> bool:
    return last is None or at - last >= SPACING


def _trouble_span(row: LedgerRow) -> timedelta:
    """Return the time from the first failure to the last one, whether that one counted or not."""
    last = max(filter(None, (row.trouble_counted, row.trouble_seen)), default=None)
    first = row.trouble_since or row.trouble_counted
    return last - first if last and first else timedelta()


def cleared_gone(row: LedgerRow) -> LedgerRow:
    """Return the row with the counter `gone` at zero."""
    return replace(row, gone=0, gone_since=None, gone_counted=None, gone_410=0)


def cleared_trouble(row: LedgerRow) -> LedgerRow:
    """Return the row with the counter `trouble` at zero."""
    return replace(row, trouble=0, trouble_since=None, trouble_counted=None, trouble_seen=None)
