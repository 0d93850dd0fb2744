"""The rows of the ledger after a run, and after an editor has accepted a changed text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from brief.faults import ConfigurationFaults, Fault
from brief.links.history import observed, with_accepted_text, without_future
from brief.links.judgement import Judgement
from brief.links.ledger import LedgerRow
from brief.links.merge import merged_rows
from brief.links.timestamps import read_timestamp


def recorded(rows: Iterable[LedgerRow], judgement: Judgement, now: datetime) -> list[LedgerRow]:
    """Return the rows after the run, one for each URL; an outage changes none of them.

    Times later than `now` are forgotten. The row of a URL that nothing cites any more keeps its
    history and loses its keys.
    """
    by_url = {row.url: row for row in merged_rows(without_future(row, now) for row in rows)}
    if not judgement.online:
        return list(by_url.values())
    for probe in judgement.probes:
        row = observed(by_url.get(probe.url), probe, read_timestamp(judgement.generated))
        if row is not None:
            by_url[probe.url] = row
    keys: dict[str | None, set[str]] = {}
    for link in judgement.links:
        keys.setdefault(link.url, set()).add(link.key or "")
    return [replace(row, keys=tuple(sorted(keys.get(row.url, set()) - {""}))) for row in by_url.values()]


def accept_texts(
    rows: Iterable[LedgerRow], judgement: Judgement, urls: Iterable[str], now: datetime
) -> list[LedgerRow]:
    """Return the rows with the text that this run saw at each of `urls` as the cited one.

    Raises ConfigurationFaults for a URL whose text the run did not see.
    """
    seen = {probe.url: probe.fingerprint for probe in judgement.probes if probe.fingerprint}
    accepted = set(urls)
    remedy = "write it as it is cited, and ask it in this run"
    if unseen := sorted(accepted - seen.keys()):
        raise ConfigurationFaults(
            [Fault("--accept", 1, 1, f"this run saw no text at {url}", remedy) for url in unseen]
        )
    return [with_accepted_text(row, seen[row.url] or "", now) if row.url in accepted else row for row in rows]
