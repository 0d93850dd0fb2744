"""Waivers in config.yaml: until when they hold, and what is wrong with them."""


# ruff: noqa: D103
# The names of the tests say what holds.

from __future__ import annotations

from pathlib import Path

import pytest

from link_cases import URL, judge, judged, make_brief, make_run, probe, remember


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    make_brief(tmp_path)
    return tmp_path


def waive(brief: Path, until: str) -> None:
    item = f"    - url: {URL}\n      reason: the site is being rebuilt\n      until: {until}\n"
    text = f"links:\n  waivers:\n{item}"
    (brief / "config.yaml").write_text(text, encoding="utf-8")


def test_a_waiver_holds_through_its_last_day(brief: Path) -> None:
    remember(brief)
    make_run(brief, probe("missing", 9), days=9)
    waive(brief, "2026-01-10")
    judgement, links = judged(brief, "--config", "config.yaml")
    assert (links["yau2022"]["verdict"], links["yau2022"]["red"], judgement["faults"]) == ("dead", False, [])
    assert judgement["details"][0]["waiver"] == "the site is being rebuilt"


def test_an_expired_waiver_is_a_fault_at_its_line(brief: Path) -> None:
    remember(brief)
    make_run(brief, probe("missing", 9), days=9)
    waive(brief, "2026-01-10")
    judgement, links = judged(brief, "--config", "config.yaml", "--now", "2026-01-11")
    assert links["yau2022"]["red"]
    (fault,) = judgement["faults"]
    assert (fault["path"], fault["line"], fault["warning"]) == ("config.yaml", 3, False)


def test_a_waiver_for_a_link_that_is_not_cited_is_a_warning(brief: Path) -> None:
    make_run(brief)
    (brief / "config.yaml").write_text(
        "links: {waivers: [{url: 'https://b.org', reason: x, until: 2027-01-01}]}\n"
    )
    (fault,) = judged(brief, "--config", "config.yaml")[0]["faults"]
    assert fault["warning"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("links: {waivers: [{url: x, until: 2026-01-01}]}", "config.yaml:1:19: the waiver has no reason; "),
        (
            "links: {waivers: [{url: x, reason: y, until: soon}]}",
            "config.yaml:1:39: until: soon is not a day; ",
        ),
        (
            "links: {excuses: []}",
            "config.yaml:1:9: the key excuses is not read here; it is called waivers now",
        ),
        (
            "links: {waivers: all}",
            "config.yaml:1:9: links.waivers does not fit ('all' is not of type 'array'); ",
        ),
    ],
)
def test_a_waiver_of_another_shape_is_a_slip_of_the_configuration(
    brief: Path, text: str, expected: str
) -> None:
    make_run(brief)
    (brief / "config.yaml").write_text(text + "\n", encoding="utf-8")
    done = judge(brief, "--config", "config.yaml")
    assert done.returncode == 3
    assert done.stderr.startswith(expected), done.stderr


def test_a_config_without_waivers_waives_nothing(brief: Path) -> None:
    make_run(brief)
    (brief / "config.yaml").write_text("links:\n  probe: never\n", encoding="utf-8")
    assert judged(brief, "--config", "config.yaml")[0]["faults"] == []
