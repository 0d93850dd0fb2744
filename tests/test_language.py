"""The fixed words of each language."""

from __future__ import annotations

import re

import pytest

from brief.content.language import known_languages, load_language


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
