"""Slips that nobody thought of: what the check lets pass, a build makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutations import mutated, outcome

SEEDS = range(0, 40, 4)
"""Few here; `make bench` tries many more."""


@pytest.mark.parametrize("first", SEEDS)
def test_checked_is_built(tmp_path: Path, first: int) -> None:
    """A brief with slips is refused by the check, with a fault, or can be built."""
    outcomes = [outcome(mutated(tmp_path, seed)) for seed in range(first, first + 4)]
    assert set(outcomes) <= {"refused", "built"}
