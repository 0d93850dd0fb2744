"""probe_links.py against servers that misbehave: one row a case, named after the behaviour."""

# ruff: noqa: E501 (one row a case)

from __future__ import annotations

import gzip
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from brief.links.text import text_fingerprint
from link_probes import NOW, entries, flags_for, probe
from web import (
    Behaviour,
    Web,
    bomb,
    dripping,
    endless,
    later,
    page,
    raw,
    redirect,
    reply,
)

HEAD = b"HTTP/1.1 200 X\r\nContent-Type: text/html\r\n"


@dataclass(frozen=True)
class Case:
    """The behaviour of a site, and the observation that must follow."""

    name: str
    expected: str
    behaviour: Behaviour | list[Behaviour] | None = None
    path: str = "/docs/a-page"
    reason: str = ""
    status: int | None = None
    moved_to: str | None = None
    site: dict[str, Behaviour | list[Behaviour]] = field(default_factory=dict)
    requests: int | None = None

    @property
    def host(self) -> str:
        """A host of the case's own."""
        return f"{self.name.replace(' ', '-')}.example"


JSD = "<script>a.src='/cdn-cgi/challenge-platform/h/b/scripts/jsd/main.js'</script>"
FRAME = " ".join(f"menu{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(300)) + " "
LONG = page("An essay", "Wording of an essay that goes on for a while, and then goes on. " * 40)
SHELL = page("Shop", "Please enable scripts to see the page you have asked for. " * 5)

CASES = [
    Case("a page", "alive", reply(), status=200),
    Case("a page without a type", "alive", reply(Content_Type="")),
    Case("an empty page", "alive", reply(204, b"")),
    Case("a pdf", "alive", reply(200, b"%PDF-1.7 ...", Content_Type="application/pdf"), path="/a.pdf"),
    Case("a large pdf is cut short", "alive", reply(200, b"%PDF" * 2_000_000, Content_Type="application/pdf")),
    Case("a title that speaks of 404", "alive", reply(200, page("Error 404: a history", "Essay. " * 300))),
    Case("an endless page is cut short", "alive", endless),
    Case("a bomb is cut short", "alive", bomb),
    Case("brotli unasked", "alive", reply(200, b"\x0b\x02\x80", Content_Encoding="br")),
    Case("broken gzip", "alive", reply(200, b"no gzip", Content_Encoding="gzip")),
    Case("packed twice", "alive", reply(200, gzip.compress(gzip.compress(page())), Content_Encoding="gzip, gzip")),
    Case("zstandard unasked", "alive", reply(200, b"\x28\xb5\x2f\xfd" * 200_000, Content_Encoding="zstd")),
    Case("gzip cut short", "transient", reply(200, gzip.compress(page())[:-20], Content_Encoding="gzip"), reason="broke off"),
    Case("a policy of twenty thousand letters", "alive", reply(200, Content_Security_Policy="x" * 20_000)),
    Case("early hints first", "alive", raw(b"HTTP/1.1 103 X\r\nLink: </x>\r\n\r\n" + HEAD + b"Content-Length: 2\r\n\r\nHi")),
    Case("another charset", "alive", reply(200, "<p>Привет</p>".encode("cp1251"), Content_Type="text/html; charset=windows-1251")),
    Case("an unknown charset", "alive", reply(200, page(), Content_Type="text/html; charset=nonsense")),
    Case("a permanent move", "moved", redirect(301, "/new"), site={"/new": reply()}, moved_to="/new"),
    Case("a permanent move by 308", "moved", redirect(308, "/new"), site={"/new": reply()}, moved_to="/new"),
    Case("a chain of permanent moves", "moved", redirect(301, "/b"), site={"/b": redirect(308, "/c"), "/c": reply()}, moved_to="/c"),
    Case("a permanent then a temporary move", "moved", redirect(301, "/b"), site={"/b": redirect(302, "/c"), "/c": reply()}, moved_to="/b"),
    Case("a temporary then a permanent move", "alive", redirect(302, "/b"), site={"/b": redirect(301, "/c"), "/c": reply()}),
    Case("a temporary move", "alive", redirect(307, "/b"), site={"/b": reply()}),
    Case("a move by 303", "alive", redirect(303, "/b"), site={"/b": reply()}),
    Case("a move to a missing page", "missing", redirect(301, "/b"), status=404),
    Case("a relative move", "moved", redirect(301, "b"), site={"/docs/b": reply()}, moved_to="/docs/b"),
    Case("a move in cyrillic", "moved", redirect(301, "/новое"), site={"/%D0%BD%D0%BE%D0%B2%D0%BE%D0%B5": reply()}, moved_to="/%D0%BD%D0%BE%D0%B2%D0%BE%D0%B5"),
    Case("not modified out of the blue", "transient", raw(b"HTTP/1.1 304 X\r\n\r\n")),
    Case("a move without a goal", "transient", reply(302)),
    Case("a move with an endless body", "alive", raw(b"HTTP/1.1 302 X\r\nLocation: /b\r\n\r\nx", then="wait"), site={"/b": reply()}),
    Case("a move in bytes of another encoding", "moved", raw(b"HTTP/1.1 301 X\r\nContent-Length: 0\r\nLocation: /\xed\xee a\r\n\r\n"), site={"/%ED%EE%20a": reply()}, moved_to="/%ED%EE%20a"),
    Case("a move to a host of odd bytes", "invalid", raw(b"HTTP/1.1 301 X\r\nContent-Length: 0\r\nLocation: http://\xff\xfe.example/\r\n\r\n")),
    Case("a move with a part of a page", "moved", redirect(301, "/new#part"), site={"/new": reply()}, moved_to="/new"),
    Case("ten moves", "alive", redirect(302, "/1"), site={f"/{n}": redirect(302, f"/{n + 1}") for n in range(1, 10)} | {"/10": reply()}),
    Case("moves that take too long together", "transient", later(1.5, redirect(302, "/1")), site={"/1": later(1.5, redirect(302, "/2")), "/2": later(1.5, reply())}, reason="in time"),
    Case("a loop", "invalid", redirect(302, "/docs/a-page"), reason="back to itself"),
    Case("a loop of two", "invalid", redirect(302, "/b"), site={"/b": redirect(302, "/docs/a-page")}),
    Case("eleven moves", "invalid", redirect(302, "/1"), site={f"/{n}": redirect(302, f"/{n + 1}") for n in range(1, 12)}, reason="more than 10"),
    Case("a loop that a cookie ends", "alive", [redirect(302, "/docs/a-page", Set_Cookie="seen=1; Path=/"), reply()], requests=2),
    Case("unauthorized", "restricted", reply(401), status=401, requests=1),
    Case("payment required", "restricted", reply(402)),
    Case("forbidden", "restricted", reply(403), requests=1),
    Case("proxy authentication", "restricted", reply(407)),
    Case("legal reasons", "restricted", reply(451)),
    Case("linkedin", "restricted", reply(999), requests=1),
    Case("bad request", "restricted", reply(400)),
    Case("method not allowed", "restricted", reply(405)),
    Case("a challenge with 403", "restricted", reply(403, page(), cf_mitigated="challenge"), reason="person"),
    Case("a challenge with 503", "restricted", reply(503, page("Just a moment...", "x <script src='/cdn-cgi/challenge-platform/h/b'></script>"))),
    Case("a challenge with 200", "restricted", reply(200, page("Robot?", "<script>window._cf_chl_opt={}</script>"))),
    Case("a challenge with 202", "restricted", reply(202, b"", x_amzn_waf_action="challenge")),
    Case("a challenge that only speaks", "restricted", reply(200, page("Please wait", "Verify you are human by completing the action below."))),
    Case("a challenge in place of a missing page", "restricted", reply(404, page("Just a moment..."))),
    Case("a page that a guard looks at", "alive", reply(200, page("News", "Wording. " * 40 + JSD))),
    Case("an essay that quotes a challenge", "alive", reply(200, page("Essay", "How <code>window._cf_chl_opt</code> is set. " * 90))),
    Case("an essay on challenges", "alive", reply(200, page("Just a moment...", "Verify you are human, they say. " * 90))),
    Case("too many requests", "rate_limited", reply(429), status=429, requests=1),
    Case("too many requests for an hour", "rate_limited", reply(429, Retry_After="3600"), requests=1),
    Case("too many requests for a moment", "alive", [reply(429, Retry_After="0"), reply()], requests=2),
    Case("too many requests until a date", "alive", [reply(429, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"), reply()], requests=2),
    Case("too many requests each time", "rate_limited", reply(429, Retry_After="0"), requests=3),
    Case("unavailable for an hour", "rate_limited", reply(503, Retry_After="3600"), requests=1),
    Case("unavailable for a moment", "alive", [reply(503, Retry_After="0"), reply()], requests=2),
    Case("unavailable until some day", "transient", reply(503, Retry_After="some day"), requests=3),
    Case("unavailable", "transient", reply(503), status=503, requests=3),
    Case("unavailable at first", "alive", [reply(503), reply(502), reply()], requests=3),
    Case("an error", "transient", reply(500), requests=3),
    Case("a request timeout", "transient", reply(408), requests=3),
    Case("a missing page", "missing", reply(404), status=404, requests=1),
    Case("a page that is gone", "missing", reply(410), status=410),
    Case("a slow answer", "transient", later(20, reply()), reason="in time"),
    Case("a slow body", "transient", dripping, reason="in time"),
    Case("a late answer", "alive", later(0.3, reply())),
    Case("a body that breaks off", "transient", raw(b"HTTP/1.1 200 X\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>"), reason="broke off"),
    Case("chunks that break off", "transient", raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<p>Hi\r\n"), reason="broke off"),
    Case("closed at once", "transient", raw(b""), reason="without an answer"),
    Case("closed in the head", "transient", raw(b"HTTP/1.1 200 X\r\nContent-")),
    Case("reset at once", "transient", raw(b"", then="reset")),
    Case("reset in the body", "transient", raw(HEAD + b"Content-Length: 900\r\n\r\n<p>", then="reset")),
    Case("no http", "transient", raw(b"SSH-2.0-OpenSSH_9.6\r\n")),
    Case("a header without end", "transient", raw(b"HTTP/1.1 200 X\r\nX: " + b"x" * 100_000)),
    Case("sent home", "suspect", redirect(302, "/"), site={"/": reply()}, reason="front page"),
    Case("sent home for good", "suspect", redirect(301, "/"), site={"/": reply()}, reason="front page"),
    Case("sent to the home of a language", "suspect", redirect(302, "/en/"), site={"/en/": reply()}),
    Case("unknown addresses are sent on", "suspect", redirect(302, "/oops"), site={"*": redirect(302, "/oops"), "/oops": reply()}, reason="same page"),
    Case("the page to which unknown addresses are sent", "alive", reply(), site={"*": redirect(302, "/docs/a-page")}),
    Case("unknown addresses are sent elsewhere", "alive", reply(200, LONG), site={"*": redirect(302, "/oops"), "/oops": reply()}),
    Case("home sent to a language", "alive", redirect(302, "/en/"), path="/", site={"/en/": reply()}),
    Case("a pdf that became a page", "suspect", reply(), path="/files/report.pdf", reason="PDF"),
    Case("a page that says it is a pdf", "suspect", reply(Content_Type="application/pdf"), path="/files/report.pdf", reason="PDF"),
    Case("a parked domain", "suspect", reply(200, page("x.example", "This domain is for sale. Make an offer."))),
    Case("a domain parked elsewhere", "suspect", reply(200, b"<script src='//www.parkingcrew.net/x.js'></script>")),
    Case("an essay on parking domains", "alive", reply(200, page("Essay", "Why this domain is for sale: an essay. " * 90))),
    Case("a site that answers everything", "suspect", None, site={"*": reply(200, SHELL)}, reason="same page"),
    Case("a site that repeats the address", "suspect", None, site={"*": lambda e: reply(200, page("Oops", f"We have no {e.path} here, sorry for that. " * 9))(e)}),
    Case("a site that counts its answers", "suspect", None, site={"*": lambda e: reply(200, page("Oops", f"Nothing here, says request {os.urandom(8).hex()}1 at {time.time()}. " * 9))(e)}),
    Case("a page on a site that answers everything", "alive", reply(200, LONG), site={"*": reply(200, SHELL)}),
    Case("a page in the frame of all pages", "alive", reply(200, page("Site", FRAME + "This paragraph alone is of the page that was cited, and says what it says. " * 2)), site={"*": reply(200, page("Site", FRAME + "Nothing is here."))}),
    Case("the home page of such a site", "alive", None, path="/", site={"*": reply(200, SHELL)}),
    Case("a private goal", "refused", redirect(302, "http://10.1.2.3/"), reason="10.1.2.3"),
    Case("a goal of numbers", "refused", redirect(302, "http://2130706433/")),
    Case("a target that is not of the web", "refused", redirect(302, "ftp://ftp.example/")),
    Case("a goal with a password", "refused", redirect(302, "http://a:b@c.example/")),
    Case("a goal that is none", "invalid", redirect(302, "http://")),
]  # fmt: skip


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    """Return a server with the sites of all cases, a control and an archive that has nothing."""
    sites = {
        case.host: {**case.site, **({case.path: case.behaviour} if case.behaviour else {})} for case in CASES
    }
    sites["control.example"] = {"/": reply(500)}
    sites["archive.example"] = {}
    with Web(sites) as server:
        yield server


def address(case: Case, server: Web) -> str:
    """Return the URL that a case is asked by."""
    return f"http://{case.host}:{server.port}{case.path}"


@pytest.fixture(scope="module")
def seen(web: Web, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what one run saw of all cases."""
    urls = [address(case, web) for case in CASES]
    flags = [*flags_for(web, [case.host for case in CASES]), "--max-time", "3", "--concurrency", "100"]
    return probe(tmp_path_factory.mktemp("cases"), entries(*urls), *flags)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_observation(case: Case, seen: dict[str, Any], web: Web) -> None:
    """Each behaviour gives its observation."""
    result = seen[address(case, web)]
    assert (result["observation"], case.reason in result["reason"]) == (case.expected, True), result
    assert case.status in (None, result["http_status"])
    assert result["suggested_url"] == (
        f"http://{case.host}:{web.port}{case.moved_to}" if case.moved_to else None
    )
    if case.requests is not None:
        assert web.asked[case.host, case.path] == case.requests
    assert result["checked"] == NOW


def test_fingerprints(seen: dict[str, Any], web: Web) -> None:
    """A page that is alive has the fingerprint of its readable text; nothing else has one."""
    essay = next(case for case in CASES if case.name == "a page on a site that answers everything")
    text = "An essay " + "Wording of an essay that goes on for a while, and then goes on. " * 40
    assert seen[address(essay, web)]["fingerprint"] == text_fingerprint(text.strip())
    for result in list(seen.values())[1:]:
        assert not result["fingerprint"] or result["observation"] in ("alive", "moved")


def test_manners(seen: dict[str, Any], web: Web) -> None:
    """Only GET is sent, by an agent that names itself, without cookies of others; a bomb stays small."""
    assert {exchange.method for exchange in web.seen} == {"GET"}
    assert {exchange.headers["user-agent"] for exchange in web.seen} == {"brief-link-check/1.0"}
    assert sum("cookie" in exchange.headers for exchange in web.seen) == 1
