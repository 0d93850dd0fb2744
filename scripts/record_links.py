"""Record a judged run in the ledger of links; nothing else writes that file.

The ledger is replaced in one step: a run that is killed leaves the old one whole. Recording
a run twice changes nothing, and two ledgers that git has merged become one again.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from brief.faults import ConfigurationFaults, Fault
from brief.files import write_bytes
from brief.links.history import accepted, observed, without_future
from brief.links.judgement import Judgement, load_judgement
from brief.links.ledger import LedgerRow, dump_ledger, read_ledger
from brief.links.merge import merged
from brief.links.moments import moment
from brief.links.moments import now as this_second
from brief.program import parser, run


def recorded(rows: Iterable[LedgerRow], found: Judgement) -> list[LedgerRow]:
    """Return the rows after the run, one a URL; in an outage they stay as they were.

    The row of a URL that nothing cites any more keeps its history and loses its keys.
    """
    known = {row.url: row for row in merged(rows)}
    if not found.online:
        return list(known.values())
    for probe in found.probes:
        row = observed(known.get(probe.url), probe, moment(found.generated))
        if row is not None:
            known[probe.url] = row
    keys: dict[str | None, set[str]] = {}
    for link in found.links:
        keys.setdefault(link.url, set()).add(link.key or "")
    return [replace(row, keys=tuple(sorted(keys.get(row.url, set()) - {""}))) for row in known.values()]


def accept(
    rows: Iterable[LedgerRow], found: Judgement, urls: Iterable[str], now: datetime
) -> list[LedgerRow]:
    """Return the rows with the text that this run saw at each of `urls` as the one cited.

    Raises ConfigurationFaults for a URL whose text the run did not see.
    """
    seen = {probe.url: probe.fingerprint for probe in found.probes if probe.fingerprint}
    wanted = set(urls)
    remedy = "write it as it is cited, and ask it in this run"
    if unseen := sorted(wanted - seen.keys()):
        raise ConfigurationFaults(
            [Fault("--accept", 1, 1, f"this run saw no text at {url}", remedy) for url in unseen]
        )
    return [accepted(row, seen[row.url] or "", now) if row.url in wanted else row for row in rows]


def main(arguments: argparse.Namespace) -> None:
    found = load_judgement(arguments.links)
    now = arguments.now or this_second()
    before = [without_future(row, now) for row in read_ledger(arguments.ledger, merging=True)]
    rows = accept(recorded(before, found), found, arguments.accept, now)
    old = arguments.ledger.read_bytes() if arguments.ledger.exists() else b""
    new = dump_ledger(rows).encode("utf-8")
    if new != old and (rows or old):
        write_bytes(arguments.ledger, new)


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("--links", type=Path, required=True, help="what judge_links.py wrote")
    flags.add_argument("--ledger", type=Path, required=True, help="the ledger, bib/links.csv")
    flags.add_argument(
        "--accept",
        nargs="+",
        action="extend",
        default=[],
        metavar="URL",
        help="its text of now is the one cited",
    )
    flags.add_argument("--now", type=moment, metavar="ISO-8601", help="the time; else the clock's")
    run(main, flags.parse_args())
