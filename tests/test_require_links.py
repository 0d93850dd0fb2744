"""require_links.py: what an editor must do, and whether the links stop the brief."""


# ruff: noqa: D103
# The names of the tests say what holds.

from __future__ import annotations

from pathlib import Path

import pytest

from brief.escapes import code, workflow_command
from brief.links.ledger import LedgerRow, dump_ledger
from brief.links.model import Observation, Verdict
from link_cases import URL, after, judge, make_brief, make_run, probe, program


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    make_brief(tmp_path)
    return tmp_path


def require(brief, *probes, days=0, online=True, config=(), actions=False):
    make_run(brief, *probes, days=days, online=online)
    done = judge(brief, *config)
    assert done.returncode == 0, done.stderr
    return program(brief, "require_links", "links.json", actions=actions)


def remember_dead(brief: Path) -> None:
    row = LedgerRow(
        URL,
        verdict=Verdict.DEAD,
        observation=Observation.MISSING,
        checked=after(6),
        last_alive=after(-1),
        gone=3,
        gone_since=after(0),
        gone_counted=after(6),
    )
    (brief / "links.csv").write_text(dump_ledger([row]), encoding="utf-8")


def test_alive_is_fine(brief: Path) -> None:
    done = require(brief, probe("alive"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "3 links on 2026-01-01: 2 alive, 1 no_link\n"


def test_dead_stops_with_the_place_and_what_to_do(brief: Path) -> None:
    remember_dead(brief)
    done = require(brief, probe("missing", 9, http_status=404, reason="Not Found"), days=9)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        f"sources.bib:{line}:1: {key}: {URL} is dead (Not Found; failing since 2026-01-01; "
        "last seen alive on 2025-12-31; no archived copy); "
        "cite its new address or an archived copy, or waive the link in config.yaml until a day"
        for line, key in ((3, "yau2022"), (16, "nye2015"))
    ]


def test_dead_with_a_copy_warns(brief: Path) -> None:
    remember_dead(brief)
    done = require(
        brief, probe("missing", 9, archive_url="https://a.org/1", archive_date="2022-11-15"), days=9
    )
    assert done.returncode == 0
    assert "archived on 2022-11-15 https://a.org/1" in done.stderr
    assert "(put url = {https://a.org/1}, in place of this line)" in done.stderr


@pytest.mark.parametrize("seen", ["restricted", "rate_limited", "transient", "tls_error", "unchecked"])
def test_what_can_wait_is_not_mentioned(brief: Path, seen: str) -> None:
    done = require(brief, probe(seen))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("seen", ["moved", "suspect", "missing"])
def test_what_a_person_should_see_is_a_warning(brief: Path, seen: str) -> None:
    done = require(brief, probe(seen, suggested_url="https://example.org/new" if seen == "moved" else None))
    assert done.returncode == 0
    assert done.stderr.startswith(f"sources.bib:3:1: warning: yau2022: {URL} ")


@pytest.mark.parametrize("seen", ["invalid", "refused"])
def test_a_link_at_fault_stops(brief: Path, seen: str) -> None:
    assert require(brief, probe(seen), online=False).returncode == 2


def test_an_outage_is_said_and_stops_nothing(brief: Path) -> None:
    remember_dead(brief)
    done = require(brief, probe("unchecked"), online=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no link was asked, for want of a network" in done.stdout


def test_an_expired_waiver_stops_by_itself(brief: Path) -> None:
    text = f"links: {{waivers: [{{url: '{URL}', reason: being rebuilt, until: 2025-12-31}}]}}\n"
    (brief / "config.yaml").write_text(text, encoding="utf-8")
    done = require(brief, probe("alive"), config=("--config", "config.yaml"))
    assert done.returncode == 2
    assert done.stderr.startswith(
        f"config.yaml:1:19: the waiver for {URL} expired on 2025-12-31; look at the link"
    )


def test_actions_get_annotations_at_the_lines(brief: Path) -> None:
    remember_dead(brief)
    done = require(brief, probe("missing", 9, reason="50% off, a::b"), days=9, actions=True)
    assert done.returncode == 2
    assert f"::error file=sources.bib,line=3,col=1::yau2022: {URL} is dead (50%25 off, a::b;" in done.stdout


def test_no_annotations_elsewhere(brief: Path) -> None:
    remember_dead(brief)
    assert "::error" not in require(brief, probe("missing", 9), days=9).stdout


def test_no_server_can_forge_a_command(brief: Path) -> None:
    """Every line that the runner would read as a command is ours."""
    evil = "x\n::set-output name=a::b\r\n##[error]boo"
    done = require(brief, probe("refused", reason=evil, final_url=f"https://e.org/{evil}"), actions=True)
    for line in [*done.stdout.splitlines(), *done.stderr.splitlines()]:
        assert line.startswith(("::error file=sources.bib,line=", "sources.bib:", "3 links"))
        assert "##[" not in line


def test_properties_of_a_command_are_escaped() -> None:
    line = workflow_command("error", "a,b:c.bib", 3, 7, "100%\n::x")
    assert line == "::error file=a%2Cb%3Ac.bib,line=3,col=7::100%25 ::x"


def test_code_spans_end_where_we_end_them() -> None:
    assert code("a`b` @user\n# no") == "`a'b' @user # no`"


@pytest.mark.parametrize("content", [None, "{}", "[]", "no json"])
def test_another_file_is_a_slip_of_the_command_line(brief: Path, content: str | None) -> None:
    if content:
        (brief / "links.json").write_text(content, encoding="utf-8")
    done = program(brief, "require_links", "links.json")
    assert done.returncode == 3
    assert done.stderr.startswith("links.json:1:1: ")
