"""Whatever a reviewer edits, by the hand of Word, LibreOffice or another program: all of it arrives.

A few reviews of many edits; `make bench` tries many (tests/bench/try_reviews.py).
"""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from brief.review.settling import Outcome
from conftest import missing
from review_checks import try_review, try_round
from review_edits import OTHERS, PARAGRAPHS, REFUSED, WORDS, draw
from review_hands import BASIC, DOCX_EDITOR, Hand, by_docx_editor, by_libreoffice, by_word
from reviewing import Desk, large

__all__ = ["large"]

pytestmark = pytest.mark.long


def _edit(desk: Desk, hand: Hand, seed: int, count: int, kinds: tuple[str, ...]) -> Outcome:
    edits = draw(desk.load_material(), desk.sent, seed, count, kinds)
    assert len(edits) == count
    result = try_review(desk, hand, edits)
    assert result.wrong == ()
    return result.outcome


def test_edits_by_word(large: Desk) -> None:
    """In paragraphs and of paragraphs, notes, items, headings; what the build makes is refused."""
    _edit(large, by_word, 5, 45, (*WORDS, *PARAGRAPHS, *OTHERS, *REFUSED))


def test_a_review_comes_back_as_a_redline(large: Desk) -> None:
    """Imported, built and shown as a redline, a review has exactly the reviewer's changes."""
    outcome = _edit(large, by_word, 3, 20, (*WORDS, *PARAGRAPHS))
    assert try_round(large, outcome) == []


def test_edits_by_libreoffice(large: Desk) -> None:
    """As many kinds as its macros make."""
    _edit(large, by_libreoffice, 1, 16, tuple(BASIC))


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_edits_by_docx_editor(large: Desk) -> None:
    """A Python package that writes tracked changes."""
    if not find_spec("docx_editor"):
        missing("docx-editor")
    _edit(large, by_docx_editor, 1, 20, DOCX_EDITOR)
