"""A ledger that holds a day in the future: of a clock that was wrong, or mistyped."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from brief.faults import ConfigurationFaults, Faults
from brief.links.history import observed, without_future
from brief.links.ledger import LedgerRow, dump_ledger, load_ledger
from brief.links.ledger_times import TIMES, check_ledger
from brief.links.model import Observation, load_run
from brief.links.timestamps import read_timestamp
from link_cases import URL, after, judge, make_brief, make_run, probe, record
from link_probes import CONTROL, NOW, entries, flags_for
from link_probes import program as run_probe
from web import Web, reply

NOON = read_timestamp(NOW)
LATER = NOON + timedelta(days=1)


def test_a_link_of_the_future_is_asked(tmp_path: Path) -> None:
    """It is asked although the ledger says that it was seen alive, and the row is told of; others rest."""
    with Web({**CONTROL, "a.example": {"*": reply()}}) as server:
        url, other = (f"http://a.example:{server.port}/{name}" for name in ("late", "young"))
        rows = [
            LedgerRow(url, observation=Observation.ALIVE, checked=LATER, last_alive=LATER),
            LedgerRow(other, observation=Observation.ALIVE, checked=NOON + timedelta(minutes=30)),
        ]
        (tmp_path / "links.csv").write_text(dump_ledger(rows), encoding="utf-8")
        done = run_probe(tmp_path, entries(url, other), *flags_for(server, ["a.example"]))
        asked = {path for (host, path) in server.asked if host == "a.example"}
    problem = "checked is 2026-11-25T06:00:00Z, which is still to come"
    remedy = "make links asks the link and records it anew"
    assert done.stderr == f"links.csv:2:1: warning: {problem}; {remedy}\n"
    assert "/late" in asked
    assert "/young" not in asked


@pytest.mark.parametrize("observation", ["alive", "missing", "transient"])
def test_recording_forgets_the_future(tmp_path: Path, observation: str) -> None:
    """Recording a run forgets the times in the future, and the run counts."""
    make_brief(tmp_path)
    times = {name: after(4000) for name in TIMES}
    row = LedgerRow(URL, gone=2, trouble=2, gone_410=1, fingerprint="x", **times)
    (tmp_path / "links.csv").write_text(dump_ledger([row]), encoding="utf-8")
    make_run(tmp_path, probe(observation, 1), days=1)
    assert judge(tmp_path).returncode == 0
    assert record(tmp_path).returncode == 0
    ((new,), faults) = load_ledger(tmp_path / "links.csv")
    assert faults == []
    assert (new.checked, new.first_seen) == (after(1), after(1))
    assert new.last_alive == (after(1) if observation == "alive" else None)
    assert (new.gone, new.trouble) == (int(observation == "missing"), int(observation == "transient"))
    assert max(at for name in TIMES if (at := getattr(new, name))) <= after(3650)


@pytest.mark.parametrize("name", TIMES)
def test_each_time_alone(name: str) -> None:
    """One time of the future takes with it what hangs on it, and nothing else; clocks differ by minutes."""
    row = LedgerRow(URL, gone=1, trouble=1, **dict.fromkeys(TIMES, NOON))
    late = LedgerRow(**{**vars(row), name: LATER})
    assert without_future(row, NOON - timedelta(minutes=30)) == row
    healed = without_future(late, NOON)
    assert all(at <= NOON for column in TIMES if (at := getattr(healed, column)))
    kept = "trouble" if name.startswith("gone") else "gone"
    assert getattr(healed, kept) == 1
    after_it = observed(healed, probe("alive", 0), NOON + timedelta(days=2))
    assert after_it is not None


@pytest.mark.parametrize(
    ("column", "value"),
    [(name, "2062-01-01T00:00:00Z") for name in TIMES if name not in ("checked", "accepted")]
    + [("archive_date", "2062-01-01")],
)
def test_the_check_finds_what_contradicts_itself(tmp_path: Path, column: str, value: str) -> None:
    """Without any clock: what an asking has written is not later than the last asking."""
    path = tmp_path / "links.csv"
    row = LedgerRow(URL, checked=NOON, archive_url="https://archive.example/x", archive_date="2026-11-24")
    path.write_text(dump_ledger([row]), encoding="utf-8")
    assert check_ledger(path) == [row]
    late = value if column == "archive_date" else read_timestamp(value)
    path.write_text(dump_ledger([LedgerRow(**{**vars(row), column: late})]), encoding="utf-8")
    with pytest.raises(Faults, match=rf":2:1: {column} is {value}, later than checked .{NOW}.; restore"):
        check_ledger(path)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "tomorrow", "24"])
def test_no_moment(text: str, tmp_path: Path) -> None:
    """A time before or after all years is none, in a ledger or in a run."""
    with pytest.raises(ValueError, match=re.escape(text)):
        read_timestamp(text)
    asked = {"url": "", "observation": "alive", "checked": text}
    runs = (
        {"generated": text, "online": True, "probes": []},
        {"generated": NOW, "online": True, "probes": [asked]},
        [],
    )
    for run in runs:
        (tmp_path / "probes.json").write_text(json.dumps(run), encoding="utf-8")
        with pytest.raises(ConfigurationFaults, match=r"this is not what probe_links\.py writes"):
            load_run(tmp_path / "probes.json")
