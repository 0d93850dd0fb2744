"""Probes as a run writes them down: from a finding, or from the row of an earlier run."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime, timedelta

from yarl import URL

from brief.links.history import SUCCESS
from brief.links.ledger import LedgerRow
from brief.links.model import Observation, Probe
from brief.links.passage_history import by_name
from brief.links.probing.classify import Finding
from brief.links.text import text_fingerprint
from brief.links.timestamps import is_future, timestamp
from brief.quotations.model import LACKING, name_of

LONGEST_TITLE = 300
"""The most characters that are kept of a page's title."""


def probe_of(finding: Finding) -> Probe:
    """Return a finding as a probe whose URL is still empty."""
    alive = finding.observation in SUCCESS
    return Probe(
        "",
        finding.observation,
        finding.reason,
        finding.http_status,
        final_url=str(finding.end) if finding.http_status else None,
        suggested_url=str(finding.suggested) if alive and finding.suggested else None,
        fingerprint=text_fingerprint(finding.text) if alive else None,
        title=finding.title[:LONGEST_TITLE] if alive else "",
    )


def is_recent(row: LedgerRow, now: datetime, max_age: float, passages: Iterable[str] = ()) -> bool:
    """Return whether a link was seen alive less than `max_age` days ago, so that it need not be asked.

    A page must be asked of which the ledger does not know all `passages`, or which lacked one.
    """
    histories = by_name(row.passages)
    for passage in passages:
        history = histories.get(name_of(passage))
        if history is None or history.outcome in LACKING:
            return False
    if row.observation not in SUCCESS or row.checked is None or is_future(row.checked, now):
        return False
    return now - row.checked < timedelta(days=max_age)


def recalled(row: LedgerRow) -> Probe:
    """Return the observation of an earlier run as a probe of this one."""
    checked = timestamp(row.checked) if row.checked else None
    facts = (row.reason, row.http_status, row.final_url, row.suggested_url, checked)
    return Probe(row.url, row.observation, *facts)


def may_be_an_outage(probe: Probe) -> bool:
    """Return whether a machine without a network would have given the same probe."""
    no_such_host = probe.observation is Observation.MISSING and probe.http_status is None
    return no_such_host or probe.observation in (Observation.TRANSIENT, Observation.UNCHECKED)


def with_fragment(address: str | None, url: str) -> str | None:
    """Return the new address of a link with the fragment of the old one, `url`."""
    _, mark, fragment = url.partition("#")
    return f"{address}{mark}{fragment}" if address else None


def report_unexpected(target: URL, error: Exception) -> str:
    """Print an error of the check itself, and return the reason to write down."""
    print(f"links: unexpected {type(error).__name__} at {target}: {error}", file=sys.stderr)
    return f"the check itself failed ({type(error).__name__})"
