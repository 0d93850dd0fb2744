"""Two ledgers that git has merged: one row of each URL, whatever the order."""


# ruff: noqa: D103
# The names of the tests say what holds.

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from brief.links.history import with_accepted_text
from brief.links.ledger import LedgerRow
from brief.links.merge import merged_rows
from brief.links.model import Probe
from link_cases import URL, after, probe
from link_histories import anything, course, history


def rows_of(*courses: list[Probe]) -> list[LedgerRow]:
    return [row for row in (history(*seen) for seen in courses) if row.checked]


@settings(deadline=None)
@given(st.lists(anything, min_size=1, max_size=4), st.randoms())
def test_merging_commutes(courses: list[list[Probe]], chance: random.Random) -> None:
    rows = rows_of(*courses)
    shuffled = rows[:]
    chance.shuffle(shuffled)
    assert merged_rows(rows) == merged_rows(shuffled)
    assert merged_rows(merged_rows(rows)) == merged_rows(rows)
    assert len(merged_rows(rows)) <= 1


@settings(deadline=None)
@given(course(["alive", "missing", "restricted"]), course(["alive", "missing", "restricted"]))
def test_merging_never_hastens(left: list[Probe], right: list[Probe]) -> None:
    """One ledger that saw both histories has counted at least as many failures as the merge."""
    together = history(*sorted([*left, *right], key=lambda seen: seen.checked))
    both = merged_rows(rows_of(left, right))
    if both and together and len({seen.checked for seen in [*left, *right]}) == len(left) + len(right):
        assert both[0].gone <= together.gone
        assert both[0].last_alive == together.last_alive


def test_merging_keeps_the_text_an_editor_accepted() -> None:
    old = history(probe("alive", 0, fingerprint="a"))
    new = with_accepted_text(old, "b", after(1))
    assert [row.fingerprint for row in merged_rows([old, new])] == ["b"]


def test_merging_keeps_both_sides_keys_and_the_first_day() -> None:
    left = LedgerRow(URL, keys=("a",), first_seen=after(3), checked=after(4))
    right = LedgerRow(URL, keys=("b",), first_seen=after(0), checked=after(2))
    (row,) = merged_rows([left, right])
    assert (row.keys, row.first_seen, row.checked) == (("a", "b"), after(0), after(4))
