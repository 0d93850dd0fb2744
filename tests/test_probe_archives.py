"""Archived copies: where they come from, and for which links."""

# ruff: noqa: E501 (one row a case)

from __future__ import annotations

import json
from pathlib import Path

import pytest

from brief.links.ledger import LedgerRow, dump_ledger
from link_probes import CONTROL, entries, flags_for, probe
from web import Behaviour, Web, later, page, raw, redirect, reply

SNAPSHOT = "/web/20221116101112/"


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        pytest.param({"*": redirect(302, SNAPSHOT + "http://a.example/gone")}, "2022-11-16", id="a redirect names it"),
        pytest.param({"*": redirect(302, "http://archive.example:{port}" + SNAPSHOT + "http://a.example/gone")}, "2022-11-16", id="in full"),
        pytest.param({"*": reply(404)}, None, id="404 says there is none"),
        pytest.param({"*": reply(503), "/cdx": None}, "2022-11-20", id="the index is the second source"),
        pytest.param({"*": reply(200, b"[]", Content_Type="application/json")}, None, id="neither knows one"),
        pytest.param({"*": reply(200, b"no json", Content_Type="application/json")}, None, id="neither makes sense"),
    ],
)  # fmt: skip
def test_archive(site: dict, expected: str | None, tmp_path: Path) -> None:
    """A link that is gone comes with the copy nearest to the day of access, where one is known."""
    if "/cdx" in site:

        async def listed(exchange) -> None:
            known = b'[["timestamp","original"],["20221120000000","http://a.example/gone"]]'
            ask = exchange.path.startswith("/cdx/search/cdx?")
            await (reply(200, known, Content_Type="application/json") if ask else reply(503))(exchange)

        site = {"*": listed}
    with Web({**CONTROL, "archive.example": site, "a.example": {"/there": reply()}}) as server:
        gone, there = (f"http://a.example:{server.port}/{name}" for name in ("gone", "there"))
        probes = probe(tmp_path, entries(gone, there), *flags_for(server, ["a.example"]))
        asked = [request.path for request in server.seen if request.host == "archive.example"]
    assert probes[gone]["archive_date"] == expected
    assert (probes[gone]["archive_url"] or "").startswith(
        f"http://archive.example:{server.port}/web/" if expected else ""
    )
    assert asked[0] == f"/web/20221115/{gone}"  # the day of access
    assert not any("there" in path for path in asked)


@pytest.mark.parametrize(
    ("observation", "answer", "wanted"),
    [
        ("missing", reply(404), True),
        ("restricted", reply(403), True),
        ("rate_limited", reply(429), True),
        ("suspect", reply(200, page(text="This domain is for sale.")), True),
        ("transient", raw(b"SSH-2.0"), True),
        ("alive", reply(), False),
        ("moved", redirect(301, "/new"), False),
        ("invalid", redirect(302, "/page"), False),
        ("refused", redirect(302, "http://10.0.0.1/"), False),
    ],
)
def test_which_links(observation: str, answer: Behaviour, wanted: bool, tmp_path: Path) -> None:
    """A copy is looked for where the page itself was not seen, and the link is not at fault."""
    sites = {**CONTROL, "archive.example": {}, "a.example": {"/page": answer, "/new": reply()}}
    with Web(sites) as server:
        url = f"http://a.example:{server.port}/page"
        probes = probe(tmp_path, entries(url), *flags_for(server, ["a.example"]))
        asked = [request.path for request in server.seen if request.host == "archive.example"]
    assert probes[url]["observation"] == observation
    assert asked == ([f"/web/20221115/{url}"] if wanted else [])


def test_the_day_of_the_run_where_none_is_given(tmp_path: Path) -> None:
    """An entry without the day of access has its copy of about now; a month is as good as it gets."""
    bib = "@online{a, title = {T}, url = {%s}}\n@online{b, title = {T}, url = {%s}, urldate = {2021-03}}\n"
    with Web({**CONTROL, "archive.example": {}}) as server:
        undated, dated = (f"http://a.example:{server.port}/{name}" for name in "ab")
        probe(tmp_path, bib % (undated, dated), *flags_for(server, ["a.example"]))
        asked = {request.path for request in server.seen if request.host == "archive.example"}
    assert asked == {f"/web/20261124/{undated}", f"/web/202103/{dated}"}


def test_a_copy_that_is_known_is_not_asked_for(tmp_path: Path) -> None:
    """The run relies on the archived copy that the ledger names."""
    with Web({**CONTROL, "archive.example": {"*": redirect(302, "/web/20200101000000/x")}}) as server:
        url = f"http://a.example:{server.port}/gone"
        row = LedgerRow(url, archive_url="https://archive.example/web/2022/x", archive_date="2022-11-16")
        flags = flags_for(server, ["a.example"])
        probes = probe(tmp_path, entries(url), *flags, ledger=dump_ledger([row]))
        assert not any(request.host == "archive.example" for request in server.seen)
    assert (probes[url]["archive_url"], probes[url]["archive_date"]) == (row.archive_url, row.archive_date)


ROWS = [
    ["urlkey", "timestamp", "original", "statuscode"],
    ["example,a)/", "20100101000000", "http://a.example/old", "200"],
    ["example,a)/", "20221117000000", "http://a.example/near", "200"],
    ["example,a)/", "20251117000000", "http://a.example/new", "200"],
]


@pytest.mark.parametrize(
    "index",
    [json.dumps(ROWS), json.dumps(ROWS[1:]), "\n".join(map(" ".join, ROWS[1:]))],
    ids=["with a header", "without", "as lines"],
)
def test_the_nearest_of_many_captures(index: str, tmp_path: Path) -> None:
    """An index that gives more than was asked for, in columns of its own, is read all the same."""
    listed = reply(200, index.encode(), Content_Type="application/json")
    known = {"*": lambda e: (listed if e.path.startswith("/cdx/search/cdx?") else reply(500))(e)}
    with Web({**CONTROL, "archive.example": known}) as server:
        url = f"http://a.example:{server.port}/gone"
        probes = probe(tmp_path, entries(url), *flags_for(server, ["a.example"]))
        base = f"http://archive.example:{server.port}"
    assert probes[url]["archive_url"] == f"{base}/web/20221117000000/http://a.example/near"


def test_an_archive_that_is_silent_is_left_alone(tmp_path: Path) -> None:
    """After a few requests without an answer no more are made: the run does not wait for each."""
    with Web({**CONTROL, "archive.example": {"*": raw(b"")}}) as server:
        urls = [f"http://a.example:{server.port}/{number}" for number in range(60)]
        probes = probe(tmp_path, entries(*urls), *flags_for(server, ["a.example"]))
        asked = sum(count for (host, _), count in server.asked.items() if host == "archive.example")
    assert {probes[url]["observation"] for url in urls} == {"missing"}
    assert asked < 30


def test_what_was_seen_outlasts_the_archive(tmp_path: Path) -> None:
    """When the run's time ends while the archive is asked, what was seen of the links stays."""
    with Web({**CONTROL, "archive.example": {"*": later(60, reply())}}) as server:
        url = f"http://a.example:{server.port}/gone"
        probes = probe(tmp_path, entries(url), *flags_for(server, ["a.example"]), "--max-run", "3")
    assert (probes["online"], probes[url]["observation"]) == (True, "missing")
