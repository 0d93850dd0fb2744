"""How an address goes on the wire: percent-encoded exactly once, the host in IDNA."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from brief.links.model import Observation
from brief.links.probing.urls import NoAnswerError, redirect_url, request_url

WIRE = {
    "http://x.example/новости?q=мир": "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8?q=%D0%BC%D0%B8%D1%80",
    "http://x.example/%D0%BD%d0%be": "/%D0%BD%d0%be",
    "http://x.example/%7Ea%41?q=%20+%2B": "/%7Ea%41?q=%20+%2B",
    "http://x.example/100%25?a=b%26c&d=e+f": "/100%25?a=b%26c&d=e+f",
    "http://x.example/100%/%zz": "/100%25/%25zz",
    "http://x.example/a%2Fb/c;d,e@f:g!$&'()*": "/a%2Fb/c;d,e@f:g!$&'()*",
    "http://x.example/a|b[c]{d}<e>^`": "/a%7Cb%5Bc%5D%7Bd%7D%3Ce%3E%5E%60",
    "http://x.example/a#part": "/a",
    "http://x.example?q": "/?q",
    "http://x.example": "/",
    "http://x.example/web/2022/http://y.example//z": "/web/2022/http://y.example//z",
}


@pytest.mark.parametrize(("url", "wire"), WIRE.items())
def test_encoded_once(url: str, wire: str) -> None:
    """Characters are encoded where they must be, escapes stay, and a fragment is not sent."""
    assert request_url(url).raw_path_qs == wire


HOSTS = {
    "http://пример.рф/": "xn--e1afmkfd.xn--p1ai",
    "http://ПРИМЕР.РФ/": "xn--e1afmkfd.xn--p1ai",
    "http://bücher.example/": "xn--bcher-kva.example",
    "http://EXAMPLE.org/": "example.org",
    "http://under_score.example/": "under_score.example",
    "http://example.org./": "example.org.",
    "http://１２７.0.0.1/": "127.0.0.1",  # fullwidth digits are digits, and meet the vetting as such
    "http://127。0。0。1/": "127.0.0.1",
    "http://[2606:2800::1]/": "2606:2800::1",
}


@pytest.mark.parametrize(("url", "host"), HOSTS.items())
def test_host(url: str, host: str) -> None:
    """A host is asked by the name that the DNS knows."""
    assert request_url(url).raw_host == host


BASE = URL("http://x.example/a/b?c", encoded=True)
GOALS = {
    "d": "http://x.example/a/d",
    "/d e": "http://x.example/d%20e",
    "../../../d": "http://x.example/d",
    "?d": "http://x.example/a/b?d",
    "//y.example/d": "http://y.example/d",
    "https://y.example/новое": "https://y.example/%D0%BD%D0%BE%D0%B2%D0%BE%D0%B5",
    "http://пример.рф/d": "http://xn--e1afmkfd.xn--p1ai/d",
    "/d\udcd0\udcbd%20#e": "http://x.example/d%D0%BD%20",
    " /d ": "http://x.example/d",
}


@pytest.mark.parametrize(("text", "url"), GOALS.items())
def test_goal(text: str, url: str) -> None:
    """A redirect is read as browsers read it, in whatever bytes it came."""
    assert str(redirect_url(text, BASE)) == url


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https:///d", "invalid"),
        ("//[", "invalid"),
        ("/d\\e", "invalid"),
        ("//y.example:99999/", "invalid"),
        ("//a@y.example/", "refused"),
        ("//0x7f.1/", "refused"),
        ("ftp://y.example/", "refused"),
        ("javascript:alert(1)", "refused"),
    ],
)
def test_no_goal(text: str, expected: str) -> None:
    """A redirect to an address that cannot or must not be asked ends there."""
    with pytest.raises(NoAnswerError) as raised:
        redirect_url(text, BASE)
    assert raised.value.observation == Observation(expected)


anything = st.text(st.characters(codec="utf-8"), max_size=40)


@given(anything, anything)
def test_encoding_once_is_enough(path: str, query: str) -> None:
    """An encoded address is ASCII, and encoding it again changes nothing."""
    try:
        once = request_url(f"http://x.example/{path}?{query}")
    except NoAnswerError:
        return
    assert request_url(str(once)) == once
    assert str(once).isascii()


letters = st.sampled_from("abXY09-._~/;=&+!$'()*,:@")
escapes = st.from_regex("%[0-9A-Fa-f]{2}", fullmatch=True)


@given(st.lists(letters | escapes).map("".join))
def test_an_escape_stays_as_it_is(path: str) -> None:
    """Not even the case of an escape changes, nor is one undone."""
    assert request_url(f"http://x.example/{path}").raw_path == f"/{path}"


def judged(read: Callable[[str], URL], text: str) -> URL | Observation:
    """Return the address that is read, or as what the reading ends."""
    try:
        return read(text)
    except NoAnswerError as failure:
        return failure.observation


@given(anything, st.sampled_from([request_url, partial(redirect_url, base=BASE)]))
def test_any_text_is_judged(text: str, read: Callable[[str], URL]) -> None:
    """Any text of a file or a header is an address, or ends as invalid or refused."""
    outcome = judged(read, text)
    if isinstance(outcome, URL):
        assert (outcome.scheme in ("http", "https"), bool(outcome.raw_host), outcome.user) == (
            True,
            True,
            None,
        )
    else:
        assert outcome in (Observation.INVALID, Observation.REFUSED)
