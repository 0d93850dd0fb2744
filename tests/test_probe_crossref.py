"""Crossref: whether a DOI is the one of its source, and whether the work was retracted or corrected."""


# ruff: noqa: D103, E501 (one row a case)
# The names of the tests say what holds.

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from brief.links.collect import doi_of
from brief.links.records import (
    bears_another_title,
    dump_record,
    read_record,
    record_of,
    remarks,
    same_title,
    summary,
)
from link_cases import START, judge, make_run, probe, program, record
from link_probes import CONTROL, flags_for
from link_probes import program as run_probe
from web import Behaviour, Web, reply

TITLE = "China's Normative Foreign Policy"
DOI = "10.1111/pafo.12163"
BIB = f"@article{{song2020,\n  author = {{Song, Weiqing}},\n  title = {{{{China}}'s Normative Foreign Policy}},\n  journaltitle = {{P}},\n  date = {{2020}},\n  doi = {{{DOI}}},\n}}\n"


def update(kind: str, source: str = "publisher", *day: int) -> dict[str, Any]:
    return {"type": kind, "source": source, "updated": {"date-parts": [[*day]]}, "DOI": "10.1/x"}


def message(title: str = TITLE, *updates: dict[str, Any]) -> dict[str, Any]:
    return {"title": [title], "updated-by": list(updates)} if updates else {"title": [title]}


TOLD: dict[str, tuple[Any, str, str]] = {
    "as cited": (message(), "", "no retraction or correction"),
    "as cited, with a subtitle": (message(f"{TITLE}: A View"), "", "no retraction"),
    "with markup": (message(TITLE.replace("Foreign", "<i>Foreign</i>")), "", "no retraction"),
    "another work": (message("On Bees"), "its DOI is that of “On Bees”", "no retraction"),
    "retracted": (message(TITLE, update("retraction", "retraction-watch", 2023, 1, 5)), "it was retracted on 2023-01-05, as Retraction Watch reports", "as Crossref listed"),
    "corrected": (message(TITLE, update("correction", "publisher", 2022)), "it was corrected on 2022, as the publisher reports", "as Crossref"),
    "withdrawn, without a day": (message(TITLE, update("withdrawal")), "it was withdrawn, as the publisher reports", "as Crossref"),
    "a concern": (message(TITLE, update("expression_of_concern")), "which is no retraction", "as Crossref"),
    "an update of a new kind": (message(TITLE, update("clarification")), "it was updated (clarification)", "as Crossref"),
    "nonsense inside": ({"title": [TITLE], "updated-by": [7, {"updated": "x"}, {"type": 3}]}, "it was updated", "as Crossref"),
}  # fmt: skip


@pytest.mark.parametrize(("told", "remark", "line"), TOLD.values(), ids=TOLD)
def test_what_a_record_says(told: Any, remark: str, line: str) -> None:
    kept = record_of(told, START)
    assert kept
    assert read_record(dump_record(kept)) == kept
    said = "; ".join(remarks(kept, TITLE))
    assert (remark in said, bool(said)) == (True, bool(remark))
    assert line in summary(kept)


def test_not_listed_never_reads_sound() -> None:
    kept = record_of({"title": []}, START)
    assert kept
    assert list(remarks(kept, TITLE)) == []
    assert summary(kept) == "Crossref did not list it on 2026-01-01, which says nothing about it"


def test_titles() -> None:
    assert same_title("{China}'s “Normative” Foreign Policy", "China’s normative foreign policy")
    assert not same_title("China's Foreign Policy in Africa", "Russia's Domestic Politics")
    assert not bears_another_title(
        "Managing Sentiments in the Periphery - OSCE Academy", "Managing {Sentiments}"
    )
    assert not bears_another_title("OSCE Academy", "Managing Sentiments")
    assert bears_another_title("Casino bonus for all new players", "Managing Sentiments in the Periphery")


def test_the_doi_of_an_address() -> None:
    assert doi_of("https://doi.org/10.1111/pafo.12163") == DOI
    assert doi_of("https://dx.doi.org/10.1000/a%3Cb%3E") == "10.1000/a<b>"
    assert [doi_of(url) for url in ("https://example.org/10.1/x", "https://doi.org/", "")] == [""] * 3


def run(
    folder: Path, bib: str, works: Behaviour | list[Behaviour], *flags: str
) -> tuple[dict[str, Any], Web]:
    """Ask, judge and record; return links.json."""
    (folder / "01-power.md").write_text("# Power\n\nSo [@song2020].\n", encoding="utf-8")
    with Web({**CONTROL, "crossref.example": {"*": works}}) as server:
        options = [*flags_for(server, []), "--resolve", "doi.org:443:127.0.0.1", "--max-time", "1"]
        done = run_probe(folder, bib, *options, *flags)
        assert done.returncode == 0, done.stderr
    assert judge(folder).returncode == 0
    assert record(folder).returncode == 0
    return json.loads((folder / "links.json").read_text(encoding="utf-8")), server


def as_json(value: Any) -> Behaviour:
    return reply(200, json.dumps({"message": value}).encode(), Content_Type="application/json")


def test_a_retraction_is_told_and_asked_once(tmp_path: Path) -> None:
    works = as_json(message(TITLE, update("retraction", "retraction-watch", 2023, 1, 5)))
    links, server = run(tmp_path, BIB, works, "--contact", "mailto:us@example.org")
    asked = [request for request in server.seen if request.host == "crossref.example"]
    assert [request.path for request in asked] == ["/works/10.1111%2Fpafo.12163"]
    assert "us@example.org" in asked[0].headers["user-agent"]
    assert links["details"][0]["remarks"] == ["it was retracted on 2023-01-05, as Retraction Watch reports"]
    again, server = run(tmp_path, BIB, works)
    assert not [request for request in server.seen if request.host == "crossref.example"]
    assert again["details"][0]["remarks"] == links["details"][0]["remarks"]


def test_a_warning_says_so(tmp_path: Path) -> None:
    (tmp_path / "sources.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "01-power.md").write_text("# Power\n\nSo [@song2020].\n", encoding="utf-8")
    kept = record_of(message(TITLE, update("retraction", "retraction-watch", 2023, 1, 5)), START)
    assert kept
    make_run(tmp_path, probe("alive", url=f"https://doi.org/{DOI}", record=dump_record(kept)))
    assert judge(tmp_path).returncode == 0
    done = program(tmp_path, "require_links", "links.json")
    assert done.returncode == 0
    assert "warning: song2020" in done.stderr
    assert "was retracted on 2023-01-05, as Retraction Watch reports" in done.stderr


def test_no_answer_leaves_what_was_known(tmp_path: Path) -> None:
    links, _ = run(tmp_path, BIB, as_json(message("On Bees")))
    assert links["details"][0]["remarks"] == ["its DOI is that of “On Bees”"]
    later, _ = run(tmp_path, BIB, reply(500), "--max-age", "0")
    assert later["details"][0]["remarks"] == links["details"][0]["remarks"]
    assert run(tmp_path, BIB, reply(200, b"[" * 9000), "--max-age", "0")[0]["details"][0]["record"]
    gone, _ = run(tmp_path, BIB, reply(404), "--max-age", "0")
    assert (gone["details"][0]["remarks"], "says nothing about it" in gone["details"][0]["record"]) == (
        [],
        True,
    )


@pytest.mark.parametrize(
    ("work", "offered"),
    [
        ({"DOI": DOI, "title": [TITLE], "author": [{"family": "Song"}], "type": "journal-article"}, True),
        (
            {"DOI": DOI, "title": ["On Bees"], "author": [{"family": "Song"}], "type": "journal-article"},
            False,
        ),
        ({"DOI": DOI, "title": [TITLE], "author": [{"family": "Li"}], "type": "journal-article"}, False),
        ({"DOI": DOI, "title": [TITLE], "author": [{"family": "Song"}], "type": "dissertation"}, False),
        ({"DOI": None, "title": None, "author": 7, "type": "journal-article"}, False),
    ],
)
def test_a_doi_is_offered_and_never_given(work: dict[str, Any], offered: bool, tmp_path: Path) -> None:
    bib = BIB.replace(f"  doi = {{{DOI}}},\n", "")
    links, _ = run(tmp_path, bib, as_json({"items": [work]}), "--offer-dois")
    pastes = [repair["text"] for repair in links["details"][0]["repairs"]]
    assert pastes == ([f"  doi = {{{DOI}}},"] if offered else [])
    assert not links["links"][0]["red"]
    assert "doi" not in (tmp_path / "sources.bib").read_text(encoding="utf-8")


def test_a_page_that_bears_another_title_says_so(tmp_path: Path) -> None:
    bib = "@online{song2020,\n  title = {Managing Sentiments in the Periphery},\n  url = {https://example.org/page},\n}\n"
    (tmp_path / "sources.bib").write_text(bib, encoding="utf-8")
    (tmp_path / "01-power.md").write_text("# Power\n\nSo [@song2020].\n", encoding="utf-8")
    make_run(tmp_path, probe("alive", title="Casino bonus for all new players"))
    assert judge(tmp_path).returncode == 0
    links = json.loads((tmp_path / "links.json").read_text(encoding="utf-8"))
    assert links["details"][0]["remarks"] == [
        "the page now bears the title “Casino bonus for all new players”"
    ]
