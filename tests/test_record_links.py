"""record_links.py: the only program that writes the ledger, whole or not at all."""


# ruff: noqa: D103
# The names of the tests say what holds.

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from brief.links.ledger import LedgerRow, dump_ledger, read_ledger
from brief.links.model import Probe
from link_cases import SCRIPTS, URL, after, judge, make_brief, make_run, probe, record

OTHER = "https://other.org/"


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    make_brief(tmp_path)
    return tmp_path


def run(brief: Path, *probes: Probe, days: float = 0, online: bool = True) -> LedgerRow:
    """Judge and record one run; return the one row of the ledger."""
    make_run(brief, *probes, days=days, online=online)
    done = judge(brief)
    assert done.returncode == 0, done.stderr
    done = record(brief)
    assert (done.returncode, done.stderr) == (0, "")
    return next(iter(read_ledger(brief / "links.csv")), None)


def test_the_first_run_writes_the_ledger(brief: Path) -> None:
    row = run(brief, probe("alive", http_status=200, fingerprint="abc"))
    assert (row.url, row.keys, row.verdict) == (URL, ("nye2015", "yau2022"), "alive")
    assert (row.first_seen, row.checked, row.last_alive) == (after(0), after(0), after(0))


def test_three_runs_three_days_apart_make_a_death(brief: Path) -> None:
    verdicts = [run(brief, probe("missing", day), days=day).verdict for day in (0, 3, 5, 6)]
    assert verdicts == ["missing", "missing", "missing", "dead"]


def test_recording_twice_changes_nothing(brief: Path) -> None:
    for days, seen in enumerate(("missing", "transient", "alive", "restricted", "missing")):
        run(brief, probe(seen, 4 * days), days=4 * days)
        before = (brief / "links.csv").read_bytes(), (brief / "links.csv").stat().st_ino
        assert record(brief).returncode == 0
        assert ((brief / "links.csv").read_bytes(), (brief / "links.csv").stat().st_ino) == before


def test_judging_after_recording_changes_no_verdict(brief: Path) -> None:
    run(brief, probe("missing", 0), days=0)
    before = json.loads((brief / "links.json").read_text(encoding="utf-8"))
    assert judge(brief).returncode == 0
    after = json.loads((brief / "links.json").read_text(encoding="utf-8"))
    for details in (*before["details"], *after["details"]):
        del details["past"]  # the run that was recorded is past now
    assert after == before


def test_an_outage_leaves_the_ledger_as_it_was(brief: Path) -> None:
    run(brief, probe("missing", 0), days=0)
    before = (brief / "links.csv").read_bytes()
    run(brief, probe("unchecked", 9), days=9, online=False)
    assert (brief / "links.csv").read_bytes() == before


def test_an_outage_makes_no_ledger(brief: Path) -> None:
    assert run(brief, probe("invalid", 9), days=9, online=False) is None
    assert not (brief / "links.csv").exists()


def test_a_link_that_is_no_longer_cited_keeps_its_history_without_keys(brief: Path) -> None:
    old = LedgerRow(OTHER, keys=("gone2020",), first_seen=after(0), checked=after(0), last_alive=after(0))
    (brief / "links.csv").write_text(dump_ledger([old]), encoding="utf-8")
    run(brief, probe("alive", 1), days=1)
    kept = {row.url: row for row in read_ledger(brief / "links.csv")}[OTHER]
    assert (kept.keys, kept.last_alive) == ((), after(0))


@pytest.mark.parametrize("marks", [False, True])
def test_two_ledgers_merged_by_git_are_one_again(brief: Path, marks: bool) -> None:
    run(brief, probe("missing", 0), days=0)
    header, row = (brief / "links.csv").read_text(encoding="utf-8").splitlines()
    alive = run(brief, probe("alive", 2), days=2)
    newer = dump_ledger([alive]).splitlines()[1]
    lines = ["<<<<<<< HEAD", row, "=======", newer, ">>>>>>> other"] if marks else [row, newer]
    (brief / "links.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    assert record(brief).returncode == 0
    assert (brief / "links.csv").read_text(encoding="utf-8") == dump_ledger([alive])


def test_accepting_the_new_text(brief: Path) -> None:
    run(
        brief,
        probe("alive", 0, fingerprint=_print("one two three four five six seven eight nine ten " * 9)),
        days=0,
    )
    text = _print("completely other words stand here now and nothing is as before " * 9)
    assert run(brief, probe("alive", 7, fingerprint=text), days=7).verdict == "drifted"
    done = record(brief, "--accept", URL, "--now", "2026-02-01T12:00:00Z")
    assert (done.returncode, done.stderr) == (0, "")
    (row,) = read_ledger(brief / "links.csv")
    assert (row.verdict, row.fingerprint, row.accepted.isoformat()) == (
        "alive",
        text,
        "2026-02-01T12:00:00+00:00",
    )
    record(brief)
    assert read_ledger(brief / "links.csv") == [row]


def test_accepting_what_was_not_seen_is_a_slip(brief: Path) -> None:
    run(brief, probe("alive", 0), days=0)
    done = record(brief, "--accept", OTHER)
    assert done.returncode == 3
    assert done.stderr.startswith(f"--accept:1:1: this run saw no text at {OTHER}; ")


def test_a_broken_ledger_is_not_overwritten(brief: Path) -> None:
    run(brief, probe("alive", 0), days=0)
    text = (brief / "links.csv").read_text(encoding="utf-8").replace(",alive,", ",alife,", 1)
    (brief / "links.csv").write_text(text, encoding="utf-8")
    done = record(brief)
    assert done.returncode == 2
    assert done.stderr.startswith("links.csv:2:1: verdict: 'alife' is not a valid Verdict; ")
    assert (brief / "links.csv").read_text(encoding="utf-8") == text


def test_killed_at_any_moment_the_ledger_is_whole(brief: Path) -> None:
    """The recorder is killed at random moments of its life; what is left is the old text or the new."""
    rows = [LedgerRow(f"https://example.org/{n}", first_seen=after(0), checked=after(0)) for n in range(2000)]
    old = dump_ledger(rows)
    (brief / "links.csv").write_text(old, encoding="utf-8")
    make_run(brief, probe("alive", 1), days=1)
    judge(brief)
    command = [sys.executable, SCRIPTS / "record_links.py", "--links", "links.json", "--ledger", "links.csv"]
    start = time.monotonic()
    subprocess.run(command, cwd=brief, check=True)
    lifetime = time.monotonic() - start
    new = (brief / "links.csv").read_text(encoding="utf-8")
    assert new != old
    chance, left = random.Random(3), set()
    for turn in range(12):
        (brief / "links.csv").write_text(old, encoding="utf-8")
        recorder = subprocess.Popen(command, cwd=brief)
        time.sleep(chance.uniform(0.5 if turn % 2 else 0.1, 1.0) * lifetime)
        recorder.send_signal(signal.SIGKILL)
        recorder.wait()
        left.add((brief / "links.csv").read_text(encoding="utf-8"))
    assert left <= {old, new}
    assert old in left


def test_links_json_of_another_kind_is_a_slip(brief: Path) -> None:
    (brief / "links.json").write_text(json.dumps({"links": []}), encoding="utf-8")
    done = record(brief)
    assert done.returncode == 3
    assert done.stderr.startswith("links.json:1:1: this is not what judge_links.py writes; ")


def _print(text: str) -> str:
    from brief.links import text as texts

    return texts.text_fingerprint(text)
