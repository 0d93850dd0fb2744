"""The merge of two ledger rows of one URL, as git leaves them side by side.

The result does not depend on the order. A success on either side clears the failures before
it. The failures of both sides are not added up, since each may have counted the same ones:
so a merge may delay a verdict, but never hastens it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import reduce
from itertools import groupby
from typing import Any

from brief.links.history import cleared_gone, cleared_trouble, judged
from brief.links.ledger import LedgerRow, dump_ledger
from brief.links.passage_history import merged_passages
from brief.links.records import Record, dump_record

_NEVER = datetime.min.replace(tzinfo=UTC)


def merged_rows(rows: Iterable[LedgerRow]) -> list[LedgerRow]:
    """Return one row a URL, sorted by URL."""
    ordered = sorted(rows, key=lambda row: (row.url, row.checked or _NEVER, dump_ledger([row])))
    return [reduce(_merged_pair, group) for _, group in groupby(ordered, key=lambda row: row.url)]


def _merged_pair(older: LedgerRow, newer: LedgerRow) -> LedgerRow:
    if older == newer:
        return newer
    pair = (older, newer)
    alive = max((row.last_alive for row in pair if row.last_alive), default=None)
    gone = max((_gone_after(row, alive) for row in pair), key=_gone_order)
    trouble = max((_trouble_after(row, alive) for row in pair), key=_trouble_order)
    archive = max(pair, key=lambda row: (row.archive_date or "", row.archive_url or ""))
    text = _row_of_text(*pair)
    row = replace(
        newer,
        keys=tuple(sorted({*older.keys, *newer.keys})),
        first_seen=min((row.first_seen for row in pair if row.first_seen), default=None),
        last_alive=alive,
        **{name: getattr(gone, name) for name in ("gone", "gone_since", "gone_counted", "gone_410")},
        **{name: getattr(trouble, name) for name in vars(trouble) if name.startswith("trouble")},
        archive_url=archive.archive_url,
        archive_date=archive.archive_date,
        fingerprint=text.fingerprint,
        accepted=text.accepted,
        record=max((row.record for row in pair if row.record), key=_record_order, default=None),
        passages=merged_passages(older.passages, newer.passages, older.checked),
    )
    return replace(row, verdict=judged(row))


def _gone_after(row: LedgerRow, alive: datetime | None) -> LedgerRow:
    """Return the row with only the failures after the link was last alive."""
    if not (alive and row.gone_counted) or alive < (row.gone_since or row.gone_counted):
        return row
    if row.gone_counted <= alive:
        return cleared_gone(row)
    return replace(row, gone=1, gone_since=row.gone_counted, gone_410=int(row.gone == row.gone_410))


def _trouble_after(row: LedgerRow, alive: datetime | None) -> LedgerRow:
    if not (alive and row.trouble_counted) or alive < (row.trouble_since or row.trouble_counted):
        return row
    if row.trouble_counted <= alive:
        return cleared_trouble(row)
    return replace(row, trouble=1, trouble_since=row.trouble_counted)


def _record_order(record: Record) -> tuple[datetime, str]:
    return record.checked, dump_record(record)


def _gone_order(row: LedgerRow) -> tuple[Any, ...]:
    return row.gone, row.gone_410, row.gone_counted or _NEVER, row.gone_since or _NEVER


def _trouble_order(row: LedgerRow) -> tuple[Any, ...]:
    return row.trouble, *(at or _NEVER for at in (row.trouble_counted, row.trouble_seen, row.trouble_since))


def _row_of_text(older: LedgerRow, newer: LedgerRow) -> LedgerRow:
    """Return the row whose fingerprint holds: the one accepted last, or else recorded first."""
    rows = [row for row in (older, newer) if row.fingerprint]
    accepted = [row for row in rows if row.accepted]
    if accepted:
        return max(accepted, key=lambda row: (row.accepted or _NEVER, row.fingerprint or ""))
    return min(rows, key=lambda row: (row.first_seen or _NEVER, row.fingerprint or ""), default=newer)
