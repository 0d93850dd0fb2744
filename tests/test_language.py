"""The fixed words of each language."""

from __future__ import annotations

import re

import pytest

from brief.content.binding import binds
from brief.content.language import apostrophes, known_languages, load_language


@pytest.mark.parametrize("tag", known_languages())
def test_all_words(tag: str) -> None:
    """Each language has every word that English has, with the same places to fill in."""
    english, terms = load_language("en").terms, load_language(tag).terms
    assert sorted(terms) == sorted(english)
    for name, text in english.items():
        assert sorted(re.findall(r"\{\w+\}", terms[name])) == sorted(re.findall(r"\{\w+\}", text)), name


@pytest.mark.parametrize(
    ("tag", "money", "word", "day"),
    [
        ("en-US", "USD 500 million", "four", "Oct 21"),
        ("de", "500 million USD", "vier", "21. Okt."),
        ("fr", "500 million USD", "quatre", "21 oct."),
        ("ru", "500 million USD", "четыре", "21 окт."),
    ],
)
def test_forms_of_numbers(tag: str, money: str, word: str, day: str) -> None:
    """Money in the order of the language, other units behind; small numbers as words; days without a year."""
    language = load_language(tag)
    plain = str.maketrans("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}", "  ")
    assert language.quantity("500", "million USD").translate(plain) == money
    assert language.quantity("8", "USD").translate(plain) in {"USD 8", "8 USD"}
    assert language.quantity("50", "MWH").translate(plain) == "50 MWH"  # no currency, for all its capitals
    assert language.word(4) == word
    assert language.has_word(10)
    assert not language.has_word(11)
    assert not language.has_word(True)
    assert not language.has_word("4")
    assert language.day("2021-10-21").translate(plain) == day
    assert language.day("2021") == ""


@pytest.mark.parametrize(
    ("tag", "bound", "free"),
    [
        (
            "en-US",
            ["1,000 MW", "5 %", "20 million", "USD 500", "December 12,", "(12 May", "Figure 2.", "p. 3"],
            ["2022 report", "March 2022", "in 2022", "A5 m", "June and"],
        ),
        (
            "de",
            ["1.000 MW", "3 Mio.", "24. November", "Abbildung 1;", "S. 7", "12 Prozent"],
            ["am 24.", "im Mai"],
        ),
        ("fr", ["600 kV", "8 avril", "1er avril", "Tableau 2", "12 %", "3 millions"], ["avril 2022"]),
        ("ru", ["500 МВт", "8 апреля", "Рисунок 1", "5 млн", "с. 7"], ["апреля 2022", "в 2022"]),
    ],
)
def test_words_that_stay_together(tag: str, bound: list[str], free: list[str]) -> None:
    """No line ends between a number and its unit, a day and its month, a name and its number."""
    language = load_language(tag)
    for pair in bound:
        assert binds(*pair.split(), language), pair
    for pair in free:
        assert not binds(*pair.split(), language), pair


@pytest.mark.parametrize("tag", known_languages())
def test_days_stay_with_their_month(tag: str) -> None:
    """In each language, whichever of the two comes first; the year may go to the next line."""
    day = load_language(tag).date("2022-04-08")
    assert re.search(r"\b8\.?\u00a0|\u00a08\b", day), day
    assert " 2022" in day


def test_apostrophes() -> None:
    """Behind a letter a straight one becomes typographic; feet and quotations stay."""
    assert apostrophes("the coalition's members' 5' 'x") == "the coalition’s members’ 5' 'x"
