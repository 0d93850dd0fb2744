"""How hosts are asked: each address once, at a distance, and not while they are busy."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from brief.links.probing.rate_limiter import RateLimiter
from link_probes import CONTROL, entries, flags_for, probe
from web import Web, later, page, redirect, reply


def test_one_url_is_asked_once(tmp_path: Path) -> None:
    """Several entries may cite it, and different parts of the page."""
    with Web({**CONTROL, "a.example": {"/": reply()}}) as server:
        url = f"http://a.example:{server.port}/"
        cited = [url, url, f"{url}#one", f"{url}#two", url.rstrip("/")]
        probes = probe(tmp_path, entries(*cited), *flags_for(server, ["a.example"]))
        assert server.asked["a.example", "/"] == 1
        assert not any("#" in request.path for request in server.seen)
    assert {probes[url]["observation"] for url in cited} == {"alive"}


def test_one_sibling_a_folder(tmp_path: Path) -> None:
    """The random address is asked once for a host and folder, not once a link."""
    with Web(
        {**CONTROL, "a.example": {f"/d/{n}": reply(200, page(f"Page {n}")) for n in range(9)}}
    ) as server:
        urls = [f"http://a.example:{server.port}/d/{n}" for n in range(9)]
        probes = probe(tmp_path, entries(*urls), *flags_for(server, ["a.example"]))
        assert all(probes[url]["observation"] == "alive" for url in urls)
        assert sum(count for (host, _), count in server.asked.items() if host == "a.example") == 10


def gaps(server: Web, host: str) -> list[float]:
    """Return the seconds between the requests to a host."""
    at = [request.at for request in server.seen if request.host == host]
    return [later - sooner for sooner, later in pairwise(at)]


def test_an_interval_lies_between_requests_to_a_host(tmp_path: Path) -> None:
    """Redirects and random siblings count as requests too."""
    site = {"/d/0": redirect(301, "/d/1"), **{f"/d/{n}": reply(200, page(f"Page {n}")) for n in range(1, 5)}}
    with Web({**CONTROL, "a.example": site}) as server:
        urls = [f"http://a.example:{server.port}/d/{n}" for n in range(5)]
        probe(tmp_path, entries(*urls), *flags_for(server, ["a.example"]), "--interval", "0.3")
        assert len(gaps(server, "a.example")) == 6  # five links, one redirect, one sibling
        assert sum(gaps(server, "a.example")) > 1  # of 1.8, should the first have come late


@pytest.mark.parametrize(("flags", "most"), [(("--per-host", "2"), 2), (("--concurrency", "3"), 3)])
def test_no_more_at_once_than_allowed(flags: tuple[str, ...], most: int, tmp_path: Path) -> None:
    """At most so many connections to a host, and in all."""
    with Web({**CONTROL, "a.example": {"*": later(0.1, reply(404))}}) as server:
        urls = [f"http://a.example:{server.port}/{n}" for n in range(9)]
        probe(tmp_path, entries(*urls), *flags_for(server, ["a.example"]), *flags)
        assert server.most_at_once["a.example"] == most


def test_no_more_at_once_to_where_others_lead(tmp_path: Path) -> None:
    """The targets of redirects are asked at the same rate as cited addresses."""
    hosts = [f"{letter}.example" for letter in "bcdefg"]
    sites = {host: {"/": redirect(302, f"http://a.example:{{port}}/{host}")} for host in hosts}
    with Web({**CONTROL, **sites, "a.example": {"*": later(0.1, reply(404))}}) as server:
        urls = [f"http://{host}:{server.port}/" for host in hosts]
        probe(tmp_path, entries(*urls), *flags_for(server, ["a.example", *hosts]), "--per-host", "2")
        assert server.most_at_once["a.example"] == 2


def test_a_host_that_is_busy_rests(tmp_path: Path) -> None:
    """When it serves nothing, it is asked nothing before the time that it names."""
    busy = {f"/{n}": [reply(429, Retry_After="1"), reply()] for n in range(2)}
    with Web({**CONTROL, "a.example": {**busy, **{f"/{n}": reply() for n in range(2, 6)}}}) as server:
        urls = [f"http://a.example:{server.port}/{n}" for n in range(6)]
        probes = probe(tmp_path, entries(*urls), *flags_for(server, ["a.example"]), "--interval", "0.1")
        waits = gaps(server, "a.example")
    assert {probes[url]["observation"] for url in urls} == {"alive"}
    assert waits.index(max(waits)) == 1  # after both addresses that it did not serve
    assert waits[1] > 0.5  # of 1, should the second have come late


def test_a_busy_address_waits_alone(tmp_path: Path) -> None:
    """Where the host goes on serving others, they are asked meanwhile."""
    site = {"/d/0": [reply(429, Retry_After="1"), reply()], "*": reply(404)}
    with Web({**CONTROL, "a.example": site}) as server:
        urls = [f"http://a.example:{server.port}/d/{n}" for n in range(8)]
        probes = probe(tmp_path, entries(*urls), *flags_for(server, ["a.example"]))
        order = [request.path for request in server.seen if request.host == "a.example"]
    assert probes[urls[0]]["observation"] == "alive"
    assert order.index("/d/0", 1) > 7


def test_patience_with_a_host_is_bounded() -> None:
    """All waits for one host take at most half a minute; waits at the same time count once."""
    limiter = RateLimiter(concurrency=1, per_host=1, interval=0)
    assert [limiter.retry_delay("a.example", seconds) for seconds in (20, 20, 29, 31, 29)] == [
        20,
        20,
        29,
        None,
        29,
    ]
    assert limiter.retry_delay("b.example", 30.1) is None
    assert limiter.retry_delay("b.example", 30) == 30


def test_a_sibling_in_trouble_is_asked_once(tmp_path: Path) -> None:
    """A failing sibling proves nothing about the link, and is not tried again."""
    with Web({**CONTROL, "a.example": {"/d/x": reply(), "*": reply(500)}}) as server:
        url = f"http://a.example:{server.port}/d/x"
        probes = probe(tmp_path, entries(url), *flags_for(server, ["a.example"]))
        asked = [request.path for request in server.seen if request.host == "a.example"]
    assert probes[url]["observation"] == "alive"
    assert len(asked) == 2
