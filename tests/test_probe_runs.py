"""Whole runs of probe_links.py: outages, ages, budgets, archives, certificates, names."""

# ruff: noqa: E501 (one row a case)

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from brief.links.ledger import LedgerRow, dump_ledger
from brief.links.model import Observation, Verdict
from brief.links.moments import moment
from conftest import missing
from test_determinism import offline
from test_probe_links import NOW, entries, flags_for, probe
from web import Web, later, page, redirect, reply

CONTROL = {"control.example": {"/": reply()}}


def row(url: str, observation: str, days: float) -> str:
    """Return a ledger in which `url` was checked some days ago."""
    checked = moment(NOW) - timedelta(days=days)
    seen = LedgerRow(url, observation=Observation(observation), verdict=Verdict(observation), checked=checked)
    return dump_ledger([seen])


@pytest.mark.parametrize(
    ("observation", "days", "flags", "asked"),
    [
        pytest.param("alive", 6, (), 0, id="seen alive within a week is not asked"),
        pytest.param("moved", 6, (), 0, id="moved within a week is not asked"),
        pytest.param("alive", 8, (), 1, id="seen alive before that is asked"),
        pytest.param("alive", 6, ("--max-age", "0"), 1, id="no age is young enough for zero"),
        pytest.param("transient", 1, (), 1, id="a failure is always asked"),
        pytest.param("restricted", 1, (), 1, id="so is what is barred"),
    ],
)
def test_age(observation: str, days: float, flags: tuple[str, ...], asked: int, tmp_path: Path) -> None:
    """A link that was seen alive lately keeps its observation and its day."""
    with Web({**CONTROL, "a.example": {"/": reply()}}) as server:
        url = f"http://a.example:{server.port}/"
        found = probe(
            tmp_path,
            entries(url),
            *flags_for(server, ["a.example"]),
            *flags,
            ledger=row(url, observation, days),
        )
        assert server.asked["a.example", "/"] == asked
    if not asked:
        checked = (moment(NOW) - timedelta(days=days)).isoformat().replace("+00:00", "Z")
        assert (found[url]["observation"], found[url]["checked"]) == (observation, checked)


def test_one_url_is_asked_once(tmp_path: Path) -> None:
    """However many entries cite it, also with another fragment in a section."""
    with Web({**CONTROL, "a.example": {"/": reply()}}) as server:
        url = f"http://a.example:{server.port}/"
        probe(tmp_path, entries(url, url, url), *flags_for(server, ["a.example"]))
        assert server.asked["a.example", "/"] == 1


def test_one_sibling_a_folder(tmp_path: Path) -> None:
    """The random address is asked once for a host and folder, not once a link."""
    with Web(
        {**CONTROL, "a.example": {f"/d/{n}": reply(200, page(f"Page {n}")) for n in range(9)}}
    ) as server:
        urls = [f"http://a.example:{server.port}/d/{n}" for n in range(9)]
        found = probe(tmp_path, entries(*urls), *flags_for(server, ["a.example"]))
        assert all(found[url]["observation"] == "alive" for url in urls)
        assert sum(count for (host, _), count in server.asked.items() if host == "a.example") == 10


def test_an_outage(tmp_path: Path) -> None:
    """When no control answers, no link is asked and everything is unchecked."""
    with Web({"a.example": {"/": reply()}}) as server:
        url = f"http://a.example:{server.port}/"
        flags = flags_for(server, ["a.example"])
        flags[flags.index("--control") + 1] = "http://127.0.0.1:9/"
        found = probe(tmp_path, entries(url, "ftp://x.example/"), *flags)
        assert server.connections == 0
    assert (found["online"], found[url]["observation"]) == (False, "unchecked")
    assert found["ftp://x.example/"]["observation"] == "refused"


def test_one_control_is_enough(tmp_path: Path) -> None:
    """One control that answers, whatever it answers, rules an outage out."""
    with Web({"control.example": {"/": reply(500)}, "a.example": {"/": reply()}}) as server:
        url = f"http://a.example:{server.port}/"
        found = probe(
            tmp_path, entries(url), "--control", "http://127.0.0.1:9/", *flags_for(server, ["a.example"])
        )
    assert (found["online"], found[url]["observation"]) == (True, "alive")


def test_an_outage_in_the_middle(tmp_path: Path) -> None:
    """When everything fails and the controls no longer answer either, the run is unchecked."""
    with Web({"control.example": {"/": [reply(), later(60, reply())]}}) as server:
        url = "http://127.0.0.1:9/"
        found = probe(tmp_path, entries(url), *flags_for(server, []), "--max-time", "1")
    assert (found["online"], found[url]["observation"]) == (False, "unchecked")


def test_no_network_at_all(tmp_path: Path) -> None:
    """Without a network the run ends soon, with 0, and everything is unchecked."""
    command = offline()
    if not command:
        missing("a way to take the network away")
    (tmp_path / "sources.bib").write_text(
        entries(*(f"https://host{n}.example/" for n in range(200))), encoding="utf-8"
    )
    program = Path(__file__).parents[1] / "scripts/probe_links.py"
    flags = ["--bib", "sources.bib", "--ledger", "links.csv", "--out", "probes.json"]
    done = subprocess.run(
        [*command, sys.executable, str(program), *flags],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "probes.json").read_text(encoding="utf-8").count('"unchecked"') == 200


def test_the_time_of_the_run(tmp_path: Path) -> None:
    """What the run has no time for is unchecked; what was seen stays."""
    with Web({**CONTROL, "a.example": {"/": reply()}, "b.example": {"/": later(60, reply())}}) as server:
        one, other = (f"http://{name}.example:{server.port}/" for name in "ab")
        found = probe(
            tmp_path, entries(one, other), *flags_for(server, ["a.example", "b.example"]), "--max-run", "1.5"
        )
    assert (found["online"], found[one]["observation"], found[other]["observation"]) == (
        True,
        "alive",
        "unchecked",
    )


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
        found = probe(tmp_path, entries(gone, there), *flags_for(server, ["a.example"]))
        asked = [one.path for one in server.seen if one.host == "archive.example"]
    assert found[gone]["archive_date"] == expected
    assert (found[gone]["archive_url"] or "").startswith(
        f"http://archive.example:{server.port}/web/" if expected else ""
    )
    assert asked[0] == f"/web/20221115/{gone}"  # the day of access
    assert not any("there" in path for path in asked)


def test_resolvers_do_not_move(tmp_path: Path) -> None:
    """A DOI that redirects is alive, however permanently."""
    with Web(
        {
            **CONTROL,
            "doi.org": {"/10.1000/x": redirect(301, "http://a.example:{port}/y")},
            "a.example": {"/y": reply()},
        }
    ) as server:
        url = f"http://doi.org:{server.port}/10.1000/x"
        found = probe(tmp_path, entries(url), *flags_for(server, ["doi.org", "a.example"]))
    assert (found[url]["observation"], found[url]["suggested_url"]) == ("alive", None)


def test_a_suggestion_keeps_the_fragment(tmp_path: Path) -> None:
    """A fragment is not sent, and stands in the new address."""
    with Web({**CONTROL, "a.example": {"/x": redirect(301, "/y"), "/y": reply()}}) as server:
        url = f"http://a.example:{server.port}/x#part"
        found = probe(tmp_path, entries(url), *flags_for(server, ["a.example"]))
        assert found[url]["suggested_url"] == f"http://a.example:{server.port}/y#part"


def test_a_busy_host_rests(tmp_path: Path) -> None:
    """What a host says of waiting holds for all links of it: none is asked before."""
    sites = {
        **CONTROL,
        "a.example": {
            f"/{n}": [reply(429, Retry_After="1"), reply()] if n == 0 else reply() for n in range(6)
        },
    }
    with Web(sites) as server:
        urls = [f"http://a.example:{server.port}/{n}" for n in range(6)]
        found = probe(tmp_path, entries(*urls), *flags_for(server, ["a.example"]), "--per-host", "1")
    assert {found[url]["observation"] for url in urls} == {"alive"}


def test_names_that_do_not_exist(tmp_path: Path) -> None:
    """A name that the resolver does not know is missing; where it cannot tell, that is trouble."""
    with Web(CONTROL) as server:
        found = probe(tmp_path, entries("http://nowhere.invalid/"), *flags_for(server, []), "--max-time", "5")
    reason = found["http://nowhere.invalid/"]["reason"]
    expected = "missing" if "there is no host" in reason else "transient"
    assert found["http://nowhere.invalid/"]["observation"] == expected
    assert "nowhere.invalid" in reason


def test_ipv6(tmp_path: Path) -> None:
    """A server of IPv6 alone is asked as well."""
    with Web(CONTROL) as server, Web({"a.example": {"/": reply()}}, address="::1") as six:
        url = f"http://a.example:{six.port}/"
        flags = [
            *flags_for(server, []),
            "--allow-network",
            "::1/128",
            "--resolve",
            f"a.example:{six.port}:[::1]",
        ]
        assert probe(tmp_path, entries(url), *flags)[url]["observation"] == "alive"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Return a certificate authority that the runs trust."""
    return trustme.CA()


def _context(certificate: trustme.LeafCert, chain: bool = True) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if chain:
        certificate.configure_cert(context)
    else:
        with certificate.private_key_pem.tempfile() as key, certificate.cert_chain_pems[0].tempfile() as leaf:
            context.load_cert_chain(leaf, key)
    return context


def _certificates(authority: trustme.CA) -> Iterator[tuple[str, ssl.SSLContext, str, str]]:
    past = datetime.now(UTC) - timedelta(days=1)
    yield "valid", _context(authority.issue_cert("a.example")), "alive", ""
    yield (
        "expired",
        _context(authority.issue_cert("a.example", not_before=past - timedelta(days=9), not_after=past)),
        "tls_error",
        "expired",
    )
    yield "another name", _context(authority.issue_cert("b.example")), "tls_error", "a.example"
    yield "self-signed", _context(trustme.CA().issue_cert("a.example")), "tls_error", "certificate"
    middle = authority.create_child_ca()
    yield "whole chain", _context(middle.issue_cert("a.example")), "alive", ""
    yield (
        "missing intermediate",
        _context(middle.issue_cert("a.example"), chain=False),
        "tls_error",
        "local issuer",
    )


@pytest.mark.parametrize(
    "name", ["valid", "expired", "another name", "self-signed", "whole chain", "missing intermediate"]
)
def test_certificates(name: str, authority: trustme.CA, tmp_path: Path) -> None:
    """A certificate is verified, and never asked without; the reason is kept."""
    _, context, expected, reason = next(one for one in _certificates(authority) if one[0] == name)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with Web(CONTROL) as server, Web({"a.example": {"/": reply()}}, context=context) as secure:
        url = f"https://a.example:{secure.port}/"
        flags = [
            *flags_for(server, []),
            "--resolve",
            f"a.example:{secure.port}:127.0.0.1",
            "--cacert",
            "ca.pem",
        ]
        found = probe(tmp_path, entries(url), *flags)[url]
        assert (found["observation"], reason in found["reason"]) == (expected, True), found
        assert len(secure.seen) == (1 if expected == "alive" else 0)


def test_plain_text_behind_https(tmp_path: Path) -> None:
    """A server that answers in clear behind https is an error of TLS."""
    with Web(CONTROL) as server, socket.create_server(("127.0.0.1", 0)) as plain:
        port = plain.getsockname()[1]

        def speak() -> None:
            connection, _ = plain.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 400 Speak plainly\r\n\r\n")
                connection.recv(4096)

        threading.Thread(target=speak, daemon=True).start()
        url = f"https://a.example:{port}/"
        flags = [*flags_for(server, []), "--resolve", f"a.example:{port}:127.0.0.1"]
        assert probe(tmp_path, entries(url), *flags)[url]["observation"] == "tls_error"


def test_contact(tmp_path: Path) -> None:
    """The agent says how its keeper is reached."""
    with Web({**CONTROL, "a.example": {"/": reply()}}) as server:
        probe(
            tmp_path,
            entries(f"http://a.example:{server.port}/"),
            *flags_for(server, ["a.example"]),
            "--contact",
            "https://keeper.example",
        )
        assert server.seen[-1].headers["user-agent"] == "brief-link-check/1.0 (+https://keeper.example)"


def test_wrong_flags(tmp_path: Path) -> None:
    """A flag that makes no sense ends with 3 and says so."""
    program = Path(__file__).parents[1] / "scripts/probe_links.py"
    base = ["--bib", "s.bib", "--ledger", "l.csv", "--out", "p.json"]
    (tmp_path / "s.bib").touch()
    for flags in (
        ["--allow-network", "house"],
        ["--resolve", "host"],
        ["--now", "yesterday"],
        ["--probe", "twice"],
    ):
        done = subprocess.run(
            [sys.executable, str(program), *base, *flags],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 3, flags
        assert flags[1] in done.stderr
        assert not (tmp_path / "p.json").exists()
