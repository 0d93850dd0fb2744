"""Patterns of a description: what Python's `re` finds, found in time that grows with the text alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.data.patterns import Pattern, PatternError

ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", r"\.", "[]b]", r"[\]a]", "-", "ä"])


def _longer(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    repeat = st.sampled_from(["*", "+", "?", "{2}", "{1,}", "{0,2}"])
    return st.one_of(
        st.builds("({}|{})".format, parts, parts),
        st.builds("(?:{}){}".format, parts, repeat),
        st.builds("{}{}".format, parts, parts),
    )


@given(st.recursive(ATOMS, _longer, max_leaves=6), st.text("ab1.-]ä", max_size=8))
def test_as_python_matches(pattern: str, text: str) -> None:
    """A pattern says the same of a text as in Python, with and without its ends marked."""
    expected = re.fullmatch(pattern, text, re.DOTALL) is not None
    assert Pattern(pattern).matches(text) == expected
    assert Pattern(f"^{pattern}$").matches(text) == expected


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(a|aa)+b", "(.*,){12}b", "((a?){9}){9}a{9}b"])
def test_no_pattern_is_a_catastrophe(pattern: str) -> None:
    """What takes Python years is told at once; a test that hung would say otherwise."""
    assert not Pattern(pattern).matches("a," * 3000)
    assert not Pattern(pattern).matches("a" * 6000)


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("(a", "the bracket in place 1 is not closed"),
        ("^a)", ") means nothing in place 3"),
        ("*a", "*a is not read in place 1"),
        ("a**", "* is not read in place 3"),
        ("a+?", "? is not read in place 3"),
        ("a{3,2}", "the second number of {3,2} is less than the first"),
        ("[z-a]", "[z-a]: bad character range z-a"),
        ("[a", "[a is not read in place 1"),
        ("(?=a)", "?= is not read in place 2"),
        (r"(a)\1", r"\1 is not read in place 4"),
        (r"\bword", r"\b is not read in place 1"),
        (r"\p{L}+", r"\p is not read in place 1"),
        ("a^b", "^b is not read in place 2"),
        (r"a\\$b", "$b is not read in place 4"),
        ("(((a{99}){99}){99}){99}", "it repeats too much"),
        ("(" * 12 + "a{0}" + "){999}" * 12, "it repeats too much"),
        ("(" * 5000, "its brackets are nested too deep"),
    ],
)
def test_what_is_not_read(pattern: str, problem: str) -> None:
    """What is no pattern, or holds what is not read here, says so."""
    with pytest.raises(PatternError) as refused:
        Pattern(pattern)
    assert str(refused.value) == problem
