"""Whole runs of probe_links.py: outages, ages, budgets, archives, certificates, names."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from brief.links.ledger import LedgerRow, dump_ledger
from brief.links.model import Observation, Verdict
from brief.links.timestamps import read_timestamp
from conftest import Folder, missing
from link_probes import CONTROL, NOW, entries, flags_for, probe, program
from test_determinism import offline
from web import Web, later, redirect, reply


def row(url: str, observation: str, days: float) -> str:
    """Return a ledger in which `url` was checked some days ago."""
    checked = read_timestamp(NOW) - timedelta(days=days)
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
        given = (*flags_for(server, ["a.example"]), *flags)
        probes = probe(tmp_path, entries(url), *given, ledger=row(url, observation, days))
        assert server.asked["a.example", "/"] == asked
    if not asked:
        checked = (read_timestamp(NOW) - timedelta(days=days)).isoformat().replace("+00:00", "Z")
        assert (probes[url]["observation"], probes[url]["checked"]) == (observation, checked)


def test_an_outage(tmp_path: Path) -> None:
    """When no control answers, no link is asked and everything is unchecked."""
    with Web({"a.example": {"/": reply()}}) as server:
        url = f"http://a.example:{server.port}/"
        flags = flags_for(server, ["a.example"])
        flags[flags.index("--control") + 1] = "http://127.0.0.1:9/"
        probes = probe(tmp_path, entries(url, "ftp://x.example/"), *flags)
        assert server.connections == 0
    assert (probes["online"], probes[url]["observation"]) == (False, "unchecked")
    assert probes["ftp://x.example/"]["observation"] == "refused"


def test_one_control_is_enough(tmp_path: Path) -> None:
    """One control that answers, whatever it answers, rules an outage out."""
    with Web({"control.example": {"/": reply(500)}, "a.example": {"/": reply()}}) as server:
        url = f"http://a.example:{server.port}/"
        probes = probe(
            tmp_path, entries(url), "--control", "http://127.0.0.1:9/", *flags_for(server, ["a.example"])
        )
    assert (probes["online"], probes[url]["observation"]) == (True, "alive")


def test_an_outage_in_the_middle(tmp_path: Path) -> None:
    """When everything fails and the controls no longer answer either, the run is unchecked."""
    with Web({"control.example": {"/": [reply(), later(60, reply())]}}) as server:
        url = "http://127.0.0.1:9/"
        probes = probe(tmp_path, entries(url), *flags_for(server, []), "--max-time", "1")
    assert (probes["online"], probes[url]["observation"]) == (False, "unchecked")


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
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "probes.json").read_text(encoding="utf-8").count('"unchecked"') == 200


def test_the_time_of_the_run(tmp_path: Path) -> None:
    """Links left when the time is over are unchecked; the others stay; nothing is left running."""
    slow = later(60, reply())
    sites = {
        **CONTROL,
        "a.example": {"/": reply()},
        "b.example": {"/": slow},
        "c.example": {"/d/x": reply(), "*": slow},
    }
    with Web(sites) as server:
        urls = [f"http://{name}:{server.port}/" for name in ("a.example", "b.example", "c.example")]
        urls[2] += "d/x"
        flags = [*flags_for(server, ["a.example", "b.example", "c.example"]), "--max-run", "3"]
        done = program(tmp_path, entries(*urls), *flags)
    assert (done.returncode, done.stderr) == (0, "")
    run = json.loads((tmp_path / "probes.json").read_text(encoding="utf-8"))
    seen = {probe["url"]: (probe["observation"], probe["checked"]) for probe in run["probes"]}
    assert run["online"]
    assert [seen[url] for url in urls] == [("alive", NOW), ("unchecked", None), ("unchecked", None)]


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
        probes = probe(tmp_path, entries(url), *flags_for(server, ["doi.org", "a.example"]))
    assert (probes[url]["observation"], probes[url]["suggested_url"]) == ("alive", None)


def test_a_suggestion_keeps_the_fragment(tmp_path: Path) -> None:
    """A fragment is not sent, and the new address has it again."""
    with Web({**CONTROL, "a.example": {"/x": redirect(301, "/y"), "/y": reply()}}) as server:
        url = f"http://a.example:{server.port}/x#part"
        probes = probe(tmp_path, entries(url), *flags_for(server, ["a.example"]))
        assert probes[url]["suggested_url"] == f"http://a.example:{server.port}/y#part"


@pytest.mark.parametrize("host", ["a.example", "[::1]"])
def test_ipv6(host: str, tmp_path: Path) -> None:
    """A server of IPv6 alone is asked as well, by name and by address."""
    with Web(CONTROL) as server, Web({"*": {"/": reply()}}, address="::1") as six:
        url = f"http://{host}:{six.port}/"
        flags = [*flags_for(server, []), "--allow-network", "::1/128"]
        flags += ["--resolve", f"a.example:{six.port}:[::1]"]
        assert probe(tmp_path, entries(url), *flags)[url]["observation"] == "alive"
        assert [exchange.headers["host"] for exchange in six.seen] == [f"{host}:{six.port}"]


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


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("--allow-network", "house"),
        ("--resolve", "host"),
        ("--resolve", "host:80:name"),
        ("--resolve", ":80:127.0.0.1"),
        ("--resolve", "host:0x50:127.0.0.1"),
        ("--now", "yesterday"),
        ("--max-time", "0"),
        ("--max-run", "nan"),
        ("--concurrency", "0"),
        ("--per-host", "1.5"),
        ("--probe", "twice"),
        ("--control", "ftp://control.example/"),
        ("--control", "control.example"),
        ("--archive-base", "http://user@archive.example"),
        ("--cacert", "nothing.pem"),
        ("--cacert", "sources.bib"),
    ],
)
def test_wrong_flags(flag: str, value: str, tmp_path: Path) -> None:
    """A flag that makes no sense ends with 3 and says so, without a traceback."""
    (tmp_path / "sources.bib").write_text(entries("http://a.example/"), encoding="utf-8")
    files = ("--bib", "sources.bib", "--ledger", "links.csv", "--out", "probes.json")
    done = Folder(tmp_path).call("probe_links.py", *files, "--now", NOW, flag, value)
    assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr
    assert flag in done.stderr
    assert value in done.stderr
    assert not (tmp_path / "probes.json").exists()


def test_the_log(tmp_path: Path) -> None:
    """A log beside it changes nothing, and gets what stderr gets."""
    with Web({**CONTROL, "a.example": {"/": reply()}}) as server:
        url = f"http://a.example:{server.port}/"
        flags = [*flags_for(server, ["a.example"]), "--log", "probe.log"]
        assert probe(tmp_path, entries(url), *flags)[url]["observation"] == "alive"
    assert (tmp_path / "probe.log").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("surroundings", [{}, {"CI": "true"}])
def test_progress_on_a_terminal(surroundings: dict[str, str], tmp_path: Path) -> None:
    """One line that is rewritten, and gone in the end; in CI there is no such line."""
    sites = {**CONTROL, "a.example": {f"/{n}": later(0.15, reply(404)) for n in range(4)}}
    (tmp_path / "links.csv").touch()
    with Web(sites) as server:
        urls = [f"http://a.example:{server.port}/{n}" for n in range(4)]
        flags = [*flags_for(server, ["a.example"]), "--per-host", "1"]
        ours, theirs = pty.openpty()
        program(tmp_path, entries(*urls), *flags, stderr=theirs, **{"CI": "", **surroundings})
        shown = os.read(ours, 10_000) if select.select([ours], [], [], 0)[0] else b""
        os.close(theirs)
        os.close(ours)
    if surroundings:
        assert shown == b""
    else:
        assert b"\r\x1b[Klinks: 3 of 4 asked, 3 without a page" in shown
        assert shown.endswith(b"\r\x1b[K")
        assert b"\n" not in shown


def test_nothing_is_asked_where_that_is_set(tmp_path: Path) -> None:
    """With `never` not even a control is asked; what is at fault by itself is told as ever."""
    with Web({**CONTROL, "a.example": {"/": reply()}}) as server:
        url = f"http://a.example:{server.port}/"
        bib = entries(url, "http://127.0.0.1:1/", "http://", "http://a.example:22/")
        probes = probe(tmp_path, bib, *flags_for(server, ["a.example"]), "--probe", "never")
        assert server.connections == 0
    assert not probes.pop("online")
    times = {seen["observation"]: seen["checked"] for seen in probes.values()}
    assert times == {"unchecked": None, "invalid": NOW}
