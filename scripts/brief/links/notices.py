"""The notices that the list of sources prints of each link, from the recorded ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from brief.links.ledger import LedgerRow


@dataclass(frozen=True)
class Notice:
    """One link of a source: the day it was last seen alive, and its archived copy.

    `last_alive` is None where no run has seen it alive, `archive_url` where no copy is known.
    """

    key: str
    url: str
    last_alive: date | None
    archive_url: str | None
    archive_date: date | None


def notices(rows: Iterable[LedgerRow]) -> dict[str, tuple[Notice, ...]]:
    """Return the notices of each source's links by key, sorted by URL."""
    notices_by_key: dict[str, tuple[Notice, ...]] = {}
    for row in sorted(rows, key=lambda row: row.url):
        for key in row.keys:
            notices_by_key[key] = (*notices_by_key.get(key, ()), _notice(key, row))
    return notices_by_key


def _notice(key: str, row: LedgerRow) -> Notice:
    alive = row.last_alive.date() if row.last_alive else None
    archived = _day(row.archive_date) if row.archive_url else None
    return Notice(key, row.url, alive, row.archive_url, archived)


def _day(text: str | None) -> date | None:
    """Return the day of an archive's date, or None where it cannot be read."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
