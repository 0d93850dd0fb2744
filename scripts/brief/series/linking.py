"""The links of a series: each address is asked once, and the facts go back to every brief that cites it.

A brief's links are those of its last build. What each brief makes of the facts, its judgement, its
reports and its ledger, is the work of the same programs as ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from brief.faults import Fault
from brief.links.judgement import load_judgement
from brief.links.ledger import LedgerRow, load_ledger
from brief.links.merge import merged_rows
from brief.links.model import Run, save_run
from brief.links.probing.cited import Cited
from brief.links.requirements import required_repairs
from brief.series.attempts import Work, attempt, steps_in
from brief.series.outcomes import load_outcome, place_of
from brief.series.recipe import PROBES, judging_steps
from brief.series.summary import placed, state_of

LEDGER, JUDGED = "bib/links.csv", "build/links.json"


def gathered(folders: Iterable[str]) -> tuple[Cited, list[LedgerRow]]:
    """Return what all briefs cite and quote, and all ledgers as one.

    Each address has the earliest day on which an author read it, and the passages of all briefs. The
    youngest row of an address says whether it is due, whichever brief has it.
    """
    days: dict[str, str] = {}
    passages: dict[str, dict[str, None]] = {}
    rows: list[LedgerRow] = []
    for folder in folders:
        cited = _cited(folder)
        for url, day in cited.days.items():
            days[url] = min(filter(None, (day, days.get(url, ""))), default="")
        for url, quoted in cited.passages.items():
            passages.setdefault(url, {}).update(dict.fromkeys(quoted))
        known, _ = load_ledger(Path(folder, LEDGER), merging=True)
        rows += (row for row in known if row.url in cited.days)
    in_order = {url: tuple(passages[url]) for url in sorted(passages)}
    return Cited(dict(sorted(days.items())), in_order), merged_rows(rows)


def _cited(folder: str) -> Cited:
    outcome = load_outcome(place_of(folder))
    quoted = (outcome.quoted if outcome else None) or {}
    days = (outcome.cited if outcome else None) or {}
    return Cited(days, {url: tuple(passages) for url, passages in quoted.items()})


def shared(folders: Iterable[str], seen: Run) -> dict[str, Any]:
    """Hand the facts of a run to each brief that cites links, and return how these stand now."""
    probes = {probe.url: probe for probe in seen.probes}
    entries = []
    for folder in folders:
        if days := _cited(folder).days:
            own = tuple(probes[url] for url in sorted(days) if url in probes)
            entries.append(_entry(folder, Run(seen.generated, seen.online, own)))
    return {
        "generated": seen.generated,
        "online": seen.online,
        "addresses": len(probes),
        "briefs": entries,
    }


def _entry(folder: str, facts: Run) -> dict[str, Any]:
    """Have a brief judge and record its facts; return what stands of it in the report of the series."""
    faults = attempt(Path(folder), partial(_works, facts))
    verdicts: dict[str, int] = {}
    if not faults:
        judgement = load_judgement(Path(folder, JUDGED))
        verdicts, faults = judgement.summary, tuple(required_repairs(judgement))
    told: list[Fault] = [placed(fault, folder) for fault in faults]
    return {
        "folder": folder,
        "state": state_of(told),
        "faults": [asdict(fault) for fault in told],
        "verdicts": verdicts,
    }


def _works(facts: Run) -> Iterator[Work]:
    yield "probe_links", lambda: save_run(Path(PROBES), facts)
    yield from steps_in(judging_steps)
