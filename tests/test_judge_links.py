"""judge_links.py: what a run saw, made into verdicts by its history. Pure."""


# ruff: noqa: D103
# The names of the tests say what holds.

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from link_cases import URL, after, judge, judged, make_brief, make_run, probe, remember

FIELDS = [
    *("key", "url", "file", "line", "observation", "verdict", "reason", "http_status", "final_url"),
    *("suggested_url", "checked", "last_alive", "gone", "trouble", "archive_url", "archive_date", "red"),
]


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    make_brief(tmp_path)
    return tmp_path


def test_a_link_for_each_place_that_names_it(brief: Path) -> None:
    make_run(brief, probe("alive", http_status=200, final_url=URL))
    judgement, links = judged(brief)
    assert judgement["generated"] == "2026-01-01T06:00:00Z"
    assert judgement["summary"] == {"alive": 2, "no_link": 1}
    assert [(link["key"], link["file"], link["line"]) for link in judgement["links"]] == [
        ("yau2022", "sources.bib", 3),
        ("song2020", "sources.bib", 7),
        ("nye2015", "sources.bib", 16),
    ]
    assert all(list(link) == FIELDS for link in judgement["links"])
    seen = {
        "key": "yau2022",
        "url": URL,
        "file": "sources.bib",
        "line": 3,
        "http_status": 200,
        "final_url": URL,
    }
    counts = {"observation": "alive", "verdict": "alive", "gone": 0, "trouble": 0, "red": False}
    times = dict.fromkeys(["checked", "last_alive"], "2026-01-01T06:00:00Z")
    assert links["yau2022"] == dict.fromkeys(FIELDS) | seen | counts | times


def test_a_source_without_link_is_listed_and_not_red(brief: Path) -> None:
    make_run(brief)
    _, links = judged(brief)
    link = links["song2020"]
    assert (link["url"], link["verdict"], link["red"]) == (None, "no_link", False)


def test_a_link_that_was_not_probed_is_unchecked(brief: Path) -> None:
    make_run(brief)
    assert judged(brief)[1]["yau2022"]["verdict"] == "unchecked"


def test_the_sentences_that_cite(brief: Path) -> None:
    make_run(brief)
    judgement, _ = judged(brief)
    yau, _, nye = judgement["details"]
    assert yau["passages"] == [
        {
            "file": "01-power.md",
            "line": 3,
            "before": "The academy traces the messages ",
            "mark": "[@yau2022, pp. 7-8]",
            "after": ".",
        }
    ]
    assert [(passage["line"], passage["before"], passage["after"]) for passage in nye["passages"]] == [
        (5, "So says ", " too.")
    ]


def test_dead_without_a_copy_is_red(brief: Path) -> None:
    remember(brief, gone=2, gone_counted=after(3), checked=after(3))
    make_run(brief, probe("missing", 6, http_status=404), days=6)
    judgement, links = judged(brief)
    assert (links["yau2022"]["verdict"], links["yau2022"]["gone"], links["yau2022"]["red"]) == (
        "dead",
        3,
        True,
    )
    assert judgement["summary"]["dead"] == 2


@pytest.mark.parametrize("where", ["ledger", "probe"])
def test_dead_with_a_copy_is_not_red(brief: Path, where: str) -> None:
    copy = {"archive_url": "https://web.archive.org/web/2022/x", "archive_date": "2022-11-15"}
    remember(brief, **(copy if where == "ledger" else {}))
    make_run(brief, probe("missing", 9, **(copy if where == "probe" else {})), days=9)
    link = judged(brief)[1]["yau2022"]
    assert (link["verdict"], link["red"], link["archive_date"]) == ("dead", False, "2022-11-15")


@pytest.mark.parametrize("observation", ["unchecked", "missing", "transient"])
def test_an_outage_leaves_nothing_dead(brief: Path, observation: str) -> None:
    remember(brief)
    make_run(brief, probe(observation, 9), online=False, days=9)
    link = judged(brief)[1]["yau2022"]
    assert (link["observation"], link["verdict"], link["red"], link["gone"]) == (
        "unchecked",
        "unchecked",
        False,
        3,
    )


@pytest.mark.parametrize("observation", ["invalid", "refused"])
@pytest.mark.parametrize("online", [True, False])
def test_a_link_at_fault_is_red_even_in_an_outage(brief: Path, observation: str, online: bool) -> None:
    make_run(brief, probe(observation), online=online)
    link = judged(brief)[1]["yau2022"]
    assert (link["verdict"], link["red"]) == (observation, True)


def test_a_dead_link_that_this_run_did_not_reach_stays_dead(brief: Path) -> None:
    remember(brief)
    make_run(brief, probe("unchecked", 9), days=9)
    link = judged(brief)[1]["yau2022"]
    assert (link["observation"], link["verdict"], link["red"]) == ("unchecked", "dead", True)


def test_the_same_files_give_the_same_bytes_whatever_the_order(brief: Path) -> None:
    remember(brief)
    probes = [probe("missing", 9), probe("alive", 9, url="https://nobody.org/")]
    outputs = []
    for order in (probes, probes[::-1], probes):
        make_run(brief, *order, days=9)
        judged(brief)
        outputs.append((brief / "links.json").read_bytes())
    assert outputs[0] == outputs[1] == outputs[2]
    assert b"nobody.org" not in outputs[0]


@pytest.mark.parametrize(
    ("facts", "repair"),
    [
        (
            {"observation": "moved", "suggested_url": "https://example.org/new}"},
            ("sources.bib", 3, "  url = {https://example.org/new%7D},"),
        ),
        (
            {
                "observation": "suspect",
                "archive_url": "https://web.archive.org/web/2022/https://example.org/page",
            },
            ("sources.bib", 3, "  url = {https://web.archive.org/web/2022/https://example.org/page},"),
        ),
    ],
)
def test_the_line_to_paste(brief: Path, facts: dict[str, Any], repair: tuple[str, int, str]) -> None:
    make_run(brief, probe(**facts))
    (first, *_) = judged(brief)[0]["details"][0]["repairs"]
    assert (first["file"], first["line"], first["text"]) == repair


def test_text_from_a_server_is_one_printable_line(brief: Path) -> None:
    make_run(brief, probe("missing", reason="gone\n::error::boo\u202egnp ##[error]"))
    assert judged(brief)[1]["yau2022"]["reason"] == "gone ::error::boo gnp ## [error]"


def test_a_broken_ledger_is_a_fault(brief: Path) -> None:
    make_run(brief)
    (brief / "links.csv").write_text("no,such,columns\n", encoding="utf-8")
    done = judge(brief)
    assert done.returncode == 2
    assert "links.csv:1:1: unknown column no; " in done.stderr
