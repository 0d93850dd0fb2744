"""Quotations held against pages: what is the same text, what differs, and what cannot be read."""

from __future__ import annotations

import time

import pytest
import typst
from hypothesis import assume, given
from hypothesis import strategies as st

from brief.quotations.matching import places_of
from brief.quotations.model import Outcome
from brief.quotations.nearest import differences
from brief.quotations.normalising import LINE_HYPHEN, normalised
from brief.quotations.pagetext import page_text
from brief.quotations.pdftext import pdf_pages
from brief.quotations.reading import ReadText, readings_of
from conftest import PROJECT
from quotation_table import CASES, PDF_CASES, TYPST

LETTERS = "ab AB'\"“”«»-–—…. ,[]()\u00ad\u200b\n\xa0éе\u0308и\u0306ﬁ软实力か\u3099ليس1" + LINE_HYPHEN
WORDS = st.sampled_from(
    ["soft", "power", "China", "not", "мягкая", "сила", "эмес", "is", "a", "1,200", "软", "don’t"]
)


@pytest.mark.parametrize(("passage", "page", "outcome"), CASES.values(), ids=CASES)
def test_against_a_page(passage: str, page: str, outcome: str) -> None:
    """A page holds a passage word for word, or it does not."""
    (reading,) = readings_of(ReadText((page_text(page),)), [passage])
    assert (reading.outcome, bool(reading.nearest)) == (outcome, outcome == "differs")


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a PDF in two columns, hyphenated, in two languages."""
    source = tmp_path_factory.mktemp("pdf") / "page.typ"
    source.write_text(TYPST, encoding="utf-8")
    return bytes(typst.compile(source, font_paths=[PROJECT / "report/style/fonts"], ignore_system_fonts=True))


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> ReadText:
    """Return the text of the PDF."""
    read = pdf_pages(pdf)
    assert read
    assert any(LINE_HYPHEN in page for page in read)
    return ReadText(read, is_pdf=True)


@pytest.mark.parametrize(("passage", "outcome", "place"), PDF_CASES.values(), ids=PDF_CASES)
def test_against_a_pdf(passage: str, outcome: str, place: str, pages: ReadText) -> None:
    """A PDF parts words at the ends of its lines; the page is named."""
    (reading,) = readings_of(pages, [passage])
    assert (reading.outcome, reading.place) == (outcome, place)


def test_broken_pdf(pdf: bytes) -> None:
    """What is no PDF, or half of one, has no text and takes nobody down."""
    assert pdf_pages(b"%PDF-1.7\nnothing") is None
    assert not "".join(pdf_pages(pdf[: len(pdf) // 3]) or ())


def test_the_difference_is_shown() -> None:
    """The words that differ stand side by side."""
    runs = list(differences("China lacks the few bodies", "China lacks the many bodies"))
    assert runs == [("China lacks the ", "China lacks the "), ("few ", "many "), ("bodies", "bodies")]


@given(st.text(st.sampled_from(LETTERS), max_size=40) | st.text(max_size=40))
def test_normalising_twice_changes_nothing(text: str) -> None:
    """A normalised text is its own normal form."""
    assert normalised(normalised(text)) == normalised(text)


@given(st.lists(WORDS, min_size=1, max_size=12), st.lists(WORDS, max_size=12), st.lists(WORDS, max_size=12))
def test_a_page_that_says_it_holds_it(words: list[str], before: list[str], behind: list[str]) -> None:
    """A passage stands wherever its words stand in a row, in whatever tags."""
    page = "".join(f"<b>{word}</b> " for word in [*before, *words, *behind])
    assert places_of(" ".join(words), normalised(page_text(page)))


@given(st.lists(WORDS, min_size=2, max_size=12), st.data())
def test_no_word_can_be_dropped(words: list[str], data: st.DataObject) -> None:
    """A page from which a word of the passage is deleted no longer holds it."""
    gone = data.draw(st.integers(0, len(words) - 1))
    page = normalised(" ".join(words[:gone] + words[gone + 1 :]))
    (reading,) = readings_of(ReadText((page,)), [" ".join(words)])
    assert reading.outcome is not Outcome.STANDS


@given(st.lists(WORDS, min_size=1, max_size=12), WORDS, st.data())
def test_no_word_can_be_changed(words: list[str], other: str, data: st.DataObject) -> None:
    """A page that has another word in place of one does not hold the passage."""
    at = data.draw(st.integers(0, len(words) - 1))
    assume(normalised(words[at]).lower() != normalised(other).lower())
    page = normalised(" ".join([*words[:at], other, *words[at + 1 :]]))
    assert not places_of(" ".join(words), page)


@pytest.mark.parametrize(
    "page",
    [
        "<" * 300_000,
        '<a "' * 80_000,
        "<a x='" * 50_000,
        "<sup>1" * 50_000,
        "<rt>" * 80_000,
        "a " * 150_000,
        "a b c " * 50_000,
        "&amp" * 80_000,
        "...' -" * 50_000,
    ],
    ids=lambda page: page[:8],
)
def test_hostile_pages_cost_no_more_than_their_length(page: str) -> None:
    """A page of 300 kB is read in a few seconds, whatever it is made of."""
    began = time.process_time()
    passages = ["a … b … c … d", "a b c d e f", "a a a a a a a a … a a a a a", "[x] a [y] b"]
    readings_of(ReadText((page_text(page),)), passages)
    assert time.process_time() - began < 10


def test_a_hostile_pdf_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF that unfolds without end is ended by the system."""
    monkeypatch.setattr("brief.quotations.pdftext.SECONDS", 1)
    assert pdf_pages(_bomb()) is None


def _bomb() -> bytes:
    """Return a small PDF whose one page draws itself over and over, each time ten times as often."""
    forms = [
        f"{number} 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]"
        f"/Resources<</XObject<</F {number + 1} 0 R>>>>"
        f"/Length 60>>stream\n{'/F Do ' * 10}\nendstream endobj\n"
        for number in range(4, 14)
    ]
    head = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    head += "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    page = "3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>endobj\n"
    end = "14 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 0>>stream\n\nendstream endobj\n"
    return f"{head}{page}{''.join(forms)}{end}trailer<</Root 1 0 R>>\n".encode()
