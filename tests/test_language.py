"""The fixed words of each language."""

from __future__ import annotations

import re

import pytest

from brief.language import known_languages, load_language


@pytest.mark.parametrize("tag", known_languages())
def test_all_words(tag: str) -> None:
    """Each language has every word that English has, with the same places to fill in."""
    english, terms = load_language("en").terms, load_language(tag).terms
    assert sorted(terms) == sorted(english)
    for name, text in english.items():
        assert sorted(re.findall(r"\{\w+\}", terms[name])) == sorted(re.findall(r"\{\w+\}", text)), name
