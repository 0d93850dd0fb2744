"""Histories of one link: made of given probes, or drawn at random."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from brief.links.history import observed
from brief.links.ledger import LedgerRow
from brief.links.model import Observation, Probe
from link_cases import URL, after, probe


def history(*seen: Probe) -> LedgerRow | None:
    """Return what is remembered after these probes, or a blank row."""
    row: LedgerRow | None = None
    for probe_seen in seen:
        row = observed(row, probe_seen, after(0))
    return row or LedgerRow(URL)


hours = st.lists(st.integers(0, 24 * 40), min_size=1, max_size=40, unique=True).map(sorted)


def course(kinds: Sequence[str]) -> st.SearchStrategy[list[Probe]]:
    """Return a strategy for histories: what was seen at which hours, in order."""
    return hours.flatmap(
        lambda times: st.tuples(*(st.sampled_from(kinds) for _ in times)).map(
            lambda seen: [probe(kind, hour / 24) for kind, hour in zip(seen, times, strict=True)]
        )
    )


anything = course([*Observation])
