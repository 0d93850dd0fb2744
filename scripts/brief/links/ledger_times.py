"""Faults of the ledger's times: contradictions within a row, and times in the future."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from brief.faults import Fault, raise_faults
from brief.links.ledger import COLUMNS, LedgerRow, numbered_rows
from brief.links.timestamps import is_future, read_timestamp, timestamp

TIMES = tuple(name for name, kind in COLUMNS.items() if kind == "datetime")
"""The columns that hold a time."""

_OF_REQUESTS = tuple(name for name in TIMES if name not in ("checked", "accepted"))
"""Columns that only a request writes: none of them can be later than the last request."""


def check_ledger(path: Path) -> list[LedgerRow]:
    """Return the rows; raises Faults with everything wrong, contradictory times included."""
    rows, faults = numbered_rows(path, merging=False)
    faults += [fault for line, row in rows for fault in _order_faults(row, str(path), line)]
    raise_faults(faults)
    return [row for _, row in rows]


def future_warnings(path: Path, now: datetime) -> Iterator[Fault]:
    """Yield a warning for each row that has a time in the future."""
    for line, row in numbered_rows(path, merging=True)[0]:
        for name in [name for name in TIMES if is_future(getattr(row, name), now)][:1]:
            problem = f"{name} is {timestamp(getattr(row, name))}, which is still to come"
            remedy = "make links asks the link and records it anew"
            yield Fault(str(path), line, 1, problem, remedy, warning=True)


def _order_faults(row: LedgerRow, path: str, line: int) -> Iterator[Fault]:
    """Yield a fault for each time that is later than the request which would have written it."""
    if row.checked is None:
        return
    times = {name: at for name in _OF_REQUESTS if (at := getattr(row, name))}
    with suppress(ValueError):  # an archive may give a date that cannot be read
        archived = read_timestamp((row.archive_date or "")[:10])
        times["archive_date"] = archived - timedelta(days=1)  # the archive's clock is another
    for name, at in times.items():
        if at > row.checked:
            text = row.archive_date if name == "archive_date" else timestamp(at)
            problem = f"{name} is {text}, later than checked ({timestamp(row.checked)})"
            yield Fault(path, line, 1, problem, "restore the row from git's history")
