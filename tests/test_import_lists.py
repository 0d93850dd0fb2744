"""Items of lists that a reviewer puts in, divides and joins."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer import Reviewer
from reviewing import Desk, built_lists, listed
from wordways import count_marks, put_before, type_paragraph

__all__ = ["built_lists", "listed"]

Hand = Callable[[Reviewer], None]

LISTS: dict[str, tuple[Hand, str]] = {
    "first": (lambda r: put_before(r, "ein Punkt", "neu"), "\n\n- neu\n- ein Punkt\n"),
    "in the middle": (lambda r: type_paragraph(r, "ein Punkt", "neu"), "- ein Punkt\n- neu\n- noch"),
    "last": (lambda r: type_paragraph(r, "der letzte", "neu"), "- der letzte\n- neu\n\nDazwischen"),
    "with a number": (lambda r: type_paragraph(r, "erstens", "neu"), "1. erstens\n1. neu\n2. zweitens"),
    "divided": (lambda r: r.split("Punkt in zwei"), "*ein starker* Punkt in zwei\n- Zeilen\n"),
    "joined": (lambda r: r.merge("ein Punkt"), "- ein Punktnoch *ein starker* Punkt"),
    "begun": (
        lambda r: type_paragraph(r, "Dazwischen", "neu", number="1001"),
        "Dazwischen ein Absatz.\n\n- neu\n\n1. erstens",
    ),
    "ended": (
        lambda r: type_paragraph(r, "der letzte", "neu", number=""),
        "- der letzte\n\nneu\n\nDazwischen",
    ),
}


@pytest.mark.parametrize("what", LISTS)
def test_items_of_lists(listed: Desk, what: str) -> None:
    """They are put in with the marks of their neighbors, divided and joined."""
    hand, expected = LISTS[what]
    draft, account, after = listed.account(hand)
    assert [str(fault) for fault in draft.faults] == []
    assert expected in after["02-schluss.md"]
    assert account.total == count_marks(listed.inbox_bytes)
