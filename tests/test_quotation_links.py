"""Quotations in the link check: what is looked for, what a run saw, what history makes of it."""


# ruff: noqa: D103
# The names of the tests say what holds.

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import typst

from brief.content.sections import parse_section
from brief.links.ledger import load_ledger
from brief.quotations.model import Outcome, Reading, name_of
from brief.quotations.quoting import quotations_in
from conftest import PROJECT
from link_cases import URL, judge, make_run, probe, program, record
from link_probes import CONTROL, flags_for
from link_probes import program as run_probe
from quotation_table import TYPST
from web import Behaviour, Web, page, redirect, reply

SECTION = """\
# Power

Nye says it: "China lacks the many organizations" [@nye2015]. Nothing else is "quoted."
"""
PASSAGE = "China lacks the many organizations"
BIB = "@online{nye2015,\n  title = {Limits},\n  url = {https://example.org/page},\n}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Straight "marks" [@a].', [("marks", "a")]),
        ("Curly “marks” and ‘others’ [@a].", [("marks", "a"), ("others", "a")]),
        ("«Ёлочки» и „лапки“ [@a].", [("Ёлочки", "a"), ("лапки", "a")]),
        ("软「实力」强 [@a]。", [("实力", "a")]),
        ('The *one* has "**two** *words*\nover lines" [@a].', [("two words over lines", "a")]),
        ('Says @a: "it is."', [("it is.", "a")]),
        ('Of "one" [@a] and "two" [@b], "three" [@c].', [("one", "a"), ("two", "b"), ("three", "c")]),
        ('As @a says, "one" and "two."', [("one", "a"), ("two.", "a")]),
        ('Cited [@a]. "Not" cited here.', [("Not", "")]),
        ('A "quotation. Of two sentences" [@a]. More.', [("quotation. Of two sentences", "a")]),
        ('"American style." [@a] More "words."', [("American style.", "a"), ("words.", "")]),
        ('Two sources say "so" [@a; @b].', [("so", "a b")]),
        ('A note[^n].\n\n[^n]: It is "so" [@a].', [("so", "a")]),
        (
            '> In a block, [sic] with "marks."\n>\n> Twice. [@a]',
            [('In a block, [sic] with "marks." Twice.', "a")],
        ),
        ("He says [@a]:\n\n> In a block.", [("In a block.", "a")]),
        ("> A proverb.", [("A proverb.", "")]),
        ('A figure, "so" (@fig-x).', [("so", "")]),
        ('A `print("x")` [@a].', []),
        ('He\\"s 5" tall, and "so" [@a].', [("so", "a")]),
        ('- an item "one" [@a]\n- another "two" [@b]', [("one", "a"), ("two", "b")]),
        ("It's Nye's and Yau's [@a].", []),
    ],
)
def test_what_a_quotation_is(text: str, expected: list[tuple[str, str]]) -> None:
    quoted = quotations_in([parse_section("01.md", text + "\n")])
    assert [(one.text, " ".join(one.keys)) for one in quoted] == expected


def test_a_quotation_has_its_place() -> None:
    (one,) = quotations_in([parse_section("01.md", '# A\n\nДа, so\nsteht "es da" [@a].\n')])
    assert (one.at.line, one.at.column) == (4, 7)


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    (tmp_path / "sources.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "01-power.md").write_text(SECTION, encoding="utf-8")
    return tmp_path


def reading(outcome: str, passage: str = PASSAGE, **facts: str) -> Reading:
    return Reading(name_of(passage), Outcome(outcome), **facts)


def seen(brief: Path, outcome: str, days: float = 0, copy: str = "", nearest: str = "") -> dict[str, Any]:
    """Judge and record a run in which the page said so of the quotation; return the judged quotation."""
    copies = (reading(copy),) if copy else ()
    archived = {"archive_url": "https://archive.example/1", "archive_readings": copies} if copy else {}
    make_run(
        brief, probe("alive", days, readings=(reading(outcome, nearest=nearest),), **archived), days=days
    )
    return judged(brief)


def judged(brief: Path, *flags: str) -> dict[str, Any]:
    done = judge(brief, *flags)
    assert (done.returncode, done.stderr) == (0, "")
    assert record(brief).returncode == 0
    (quotation,) = json.loads((brief / "links.json").read_text(encoding="utf-8"))["quotations"]
    return quotation


def test_one_bad_answer_makes_no_quotation_false(brief: Path) -> None:
    assert seen(brief, "stands")["outcome"] == "stands"
    bad = seen(brief, "not_found", 1)
    assert (bad["outcome"], bad["since"], bad["red"]) == ("not_found", "2026-01-02T06:00:00Z", False)
    again = seen(brief, "not_found", 3)
    assert not again["red"]
    late = seen(brief, "differs", 4, nearest="x")
    assert (late["outcome"], late["since"], late["lost"], late["red"]) == (
        "differs",
        "2026-01-02T06:00:00Z",
        True,
        True,
    )


def test_a_page_that_has_it_again_clears_all(brief: Path) -> None:
    for outcome, days in (("not_found", 0), ("stands", 4), ("not_found", 8)):
        assert not seen(brief, outcome, days)["red"]
    assert seen(brief, "not_found", 12)["red"]


def test_what_could_not_be_read_changes_nothing(brief: Path) -> None:
    seen(brief, "stands")
    unread = seen(brief, "unread", 5)
    assert (unread["outcome"], unread["since"]) == ("stands", "2026-01-01T06:00:00Z")
    make_run(brief, probe("restricted", 6), days=6)
    assert judged(brief)["outcome"] == "stands"


def test_a_quotation_that_was_never_read_is_no_failure(brief: Path) -> None:
    unread = seen(brief, "unread")
    make_run(brief, probe("transient", 9, reason="no answer"), days=9)
    later = judged(brief)
    assert [one["outcome"] for one in (unread, later)] == ["unread", "unread"]
    assert program(brief, "require_links", "links.json").returncode == 0


def test_an_archived_copy_that_has_it_saves_it(brief: Path) -> None:
    copy = "https://archive.example/1"
    for days in (0, 4):
        quotation = seen(brief, "not_found", days, copy="stands")
    assert (quotation["lost"], quotation["red"], quotation["archive"]) == (True, False, "stands")
    links = json.loads((brief / "links.json").read_text(encoding="utf-8"))
    (repair,) = links["details"][0]["repairs"]
    assert copy in repair["text"]
    done = program(brief, "require_links", "links.json")
    assert f"warning: nye2015: “{PASSAGE}” is not on the page since 2026-01-01" in done.stderr
    assert done.returncode == 0


def test_an_archived_copy_that_lacks_it_is_not_offered(brief: Path) -> None:
    for days in (0, 4):
        quotation = seen(brief, "not_found", days, copy="not_found")
    assert (quotation["red"], quotation["archive"]) == (True, "not_found")
    for days in (8, 12, 16):
        make_run(brief, probe("missing", days, archive_url="https://archive.example/1"), days=days)
        judged(brief)
    links = json.loads((brief / "links.json").read_text(encoding="utf-8"))
    assert links["links"][0]["verdict"] == "dead"
    assert links["details"][0]["repairs"] == []


def test_an_archived_copy_that_nobody_could_read_keeps_it_from_red(brief: Path) -> None:
    for days in (0, 4):
        quotation = seen(brief, "not_found", days, copy="unread")
    assert (quotation["lost"], quotation["red"]) == (True, False)


def test_an_outage_is_never_red(brief: Path) -> None:
    for days in (0, 4):
        seen(brief, "not_found", days)
    make_run(brief, online=False, days=5)
    quotation = judged(brief)
    assert (quotation["outcome"], quotation["lost"], quotation["red"]) == ("not_found", True, False)


def test_a_waiver_of_the_link_holds_for_its_quotations(brief: Path) -> None:
    waiver = f"links:\n  waivers:\n    - url: {URL}\n      reason: known\n      until: 2026-02-01\n"
    (brief / "config.yaml").write_text(waiver, encoding="utf-8")
    for days in (0, 4):
        seen(brief, "not_found", days)
    assert not judged(brief, "--config", "config.yaml")["red"]


def test_another_passage_has_no_history(brief: Path) -> None:
    for days in (0, 4):
        seen(brief, "not_found", days)
    corrected = SECTION.replace("the many", "many")
    (brief / "01-power.md").write_text(corrected, encoding="utf-8")
    make_run(
        brief, probe("alive", 5, readings=(reading("stands", "China lacks many organizations"),)), days=5
    )
    assert judged(brief)["outcome"] == "stands"
    ((row,), _) = load_ledger(brief / "links.csv")
    assert [history.outcome for history in row.passages] == [Outcome.STANDS]


def test_recording_twice_and_merging_change_nothing(brief: Path) -> None:
    seen(brief, "not_found")
    seen(brief, "not_found", 4)
    ledger = (brief / "links.csv").read_text(encoding="utf-8")
    assert record(brief).returncode == 0
    assert (brief / "links.csv").read_text(encoding="utf-8") == ledger
    header, row = ledger.splitlines()
    both = f"{header}\n<<<<<<< ours\n{row}\n=======\n{row}\n>>>>>>> theirs\n"
    (brief / "links.csv").write_text(both, encoding="utf-8")
    assert record(brief).returncode == 0
    assert (brief / "links.csv").read_text(encoding="utf-8") == ledger


def test_a_broken_cell_is_a_fault(brief: Path) -> None:
    seen(brief, "stands")
    ledger = (brief / "links.csv").read_text(encoding="utf-8")
    (brief / "links.csv").write_text(ledger.replace("|stands|", "|stood|"), encoding="utf-8")
    assert "links.csv:2:1: passages: 'stood' is not a valid Outcome" in judge(brief).stderr


def test_one_of_two_sources_is_enough(brief: Path) -> None:
    (brief / "sources.bib").write_text(
        BIB + BIB.replace("nye", "yau").replace("page", "other"), encoding="utf-8"
    )
    (brief / "01-power.md").write_text(SECTION.replace("@nye2015", "@nye2015; @yau2015"), encoding="utf-8")
    make_run(
        brief,
        probe("alive", readings=(reading("not_found"),)),
        probe("alive", url="https://example.org/other", readings=(reading("stands"),)),
    )
    quotation = judged(brief)
    assert (quotation["key"], quotation["outcome"]) == ("yau2015", "stands")


def test_the_report_shows_quotation_verdict_and_difference(brief: Path) -> None:
    nearest = "China lacks the <few> organizations"
    seen(brief, "differs", nearest=nearest)
    make_run(brief, probe("alive", 4, readings=(reading("differs", nearest=nearest),)), days=4)
    judged(brief)
    outs = ("--out-html", "links.html", "--out-xml", "links.xml", "--out-summary", "links.md")
    assert program(brief, "report_links", "--links", "links.json", *outs).returncode == 0
    html = lxml.html.fromstring((brief / "links.html").read_text(encoding="utf-8"))
    (card,) = html.xpath("//section[@class='quotations']//article")
    assert card.get("class") == "card mend"
    assert "1 quotation to mend" in html.xpath("//p[@class='lede']")[0].text_content()
    words = " ".join(card.text_content().split())
    assert f"Differs {PASSAGE} nye2015" in words
    assert [one.text_content() for one in card.xpath(".//p//del | .//p//ins")][2:] == ["many ", "<few> "]
    assert 'type="quotation"' in (brief / "links.xml").read_text(encoding="utf-8")
    assert "**Quotations:** 1 differs" in (brief / "links.md").read_text(encoding="utf-8")
    done = program(brief, "require_links", "links.json")
    assert done.returncode == 2
    expected = f"01-power.md:3:14: nye2015: the page says “{PASSAGE}” otherwise since 2026-01-01"
    assert expected in done.stderr


# What a run sees

BIG = page(text="Other words stand here. " * 100_000)
SCRIPTED = b"<!doctype html><title>App</title><div id=root></div><script src=app.js></script>"
ENCODED = "<meta charset=windows-1251><p>Мягкая сила Китая в Кыргызстане растёт.</p>".encode("windows-1251")


def holding(text: str, **headers: str) -> Behaviour:
    return reply(200, page(text=f"Some words. {text} More words."), **headers)


def pdf(tmp_path: Path) -> bytes:
    (tmp_path / "page.typ").write_text(TYPST, encoding="utf-8")
    fonts = [PROJECT / "report/style/fonts"]
    return bytes(typst.compile(tmp_path / "page.typ", font_paths=fonts, ignore_system_fonts=True))


def cases(tmp_path: Path) -> dict[str, tuple[Behaviour, str, str]]:
    """Return pages by name: how the server answers, the quotation, and what comes out."""
    large = page(text="Other words stand here. " * 20_000 + PASSAGE)
    return {
        "stands": (holding(PASSAGE), PASSAGE, "stands"),
        "moved": (redirect(301, "/stands"), PASSAGE, "stands"),
        "differs": (holding(PASSAGE.replace("many", "few")), PASSAGE, "differs"),
        "not-there": (holding("Nothing."), PASSAGE, "not_found"),
        "late": (reply(200, large), PASSAGE, "stands"),
        "large": (reply(200, BIG), PASSAGE, "unread"),
        "script": (reply(200, SCRIPTED), PASSAGE, "unread"),
        "barred": (reply(403), PASSAGE, ""),
        "picture": (reply(200, b"\x89PNG", Content_Type="image/png"), PASSAGE, "unread"),
        "text": (reply(200, f"It {PASSAGE}.".encode(), Content_Type="text/plain"), PASSAGE, "stands"),
        "old": (reply(200, ENCODED, Content_Type="text/html"), "Мягкая сила Китая", "stands"),
        "a.pdf": (reply(200, pdf(tmp_path), Content_Type="application/pdf"), "backdrop of past", "stands"),
        "b.pdf": (reply(200, b"%PDF-1.7 broken", Content_Type="application/pdf"), PASSAGE, "unread"),
    }  # fmt: skip


def test_what_a_run_sees(tmp_path: Path) -> None:
    """Each kind of page, asked once, says what it holds of the quotation; then nothing is asked anew."""
    answers = cases(tmp_path)
    sites = {"a.example": {f"/{name}": answer for name, (answer, _, _) in answers.items()}}
    with Web({**CONTROL, **sites, "archive.example": {"*": reply(404)}}) as server:
        base = f"http://a.example:{server.port}"
        bib = "".join(
            f"@online{{k{number},\n  title = {{T}},\n  url = {{{base}/{name}}},\n}}\n"
            for number, name in enumerate(answers)
        )
        quoted = "\n\n".join(
            f'"{words}" [@k{number}].' for number, (_, words, _) in enumerate(answers.values())
        )
        (tmp_path / "01-power.md").write_text(f"# Power\n\n{quoted}\n", encoding="utf-8")
        flags = ["--sections", "01-power.md", *flags_for(server, ["a.example"])]
        done = run_probe(tmp_path, bib, *flags)
        assert done.returncode == 0, done.stderr
        probes = json.loads((tmp_path / "probes.json").read_text(encoding="utf-8"))["probes"]
        assert judge(tmp_path).returncode == 0
        assert record(tmp_path).returncode == 0
        asked = server.asked.total()
        assert run_probe(tmp_path, bib, *flags).returncode == 0
        again = server.asked.total() - asked
    outcomes = {probe["url"].rpartition("/")[2]: probe["readings"] for probe in probes}
    told = {name: readings[0]["outcome"] if readings else "" for name, readings in outcomes.items()}
    assert told == {name: outcome for name, (_, _, outcome) in answers.items()}
    assert outcomes["a.pdf"][0]["place"] == "page=1"
    assert all(
        bool(readings[0]["reason"]) == (told[name] == "unread")
        for name, readings in outcomes.items()
        if readings
    )
    assert max(server.asked[("a.example", f"/{name}")] for name in answers if name != "stands") == 2
    assert again < len(answers) + 10


def test_archived_copies_are_read_too(tmp_path: Path) -> None:
    """Where a page is gone or lacks the quotation, its archived copy is held against it."""
    snapshot = "/web/20221116101112/"
    archive: dict[str, Any] = {
        f"{snapshot}x/has": holding(PASSAGE),
        f"{snapshot}x/lacks": holding("Nothing."),
        f"{snapshot}x/on": redirect(302, f"{snapshot}x/has"),
    }

    async def answer(exchange: Any) -> None:
        name = exchange.path.rpartition("/")[2]
        if exchange.path.startswith(f"{snapshot}x/"):
            await archive[exchange.path](exchange)
        else:
            await redirect(302, f"{snapshot}x/{name}")(exchange)

    site = {"/has": reply(404), "/lacks": holding("Nothing."), "/on": holding("Nothing.")}
    with Web({**CONTROL, "a.example": site, "archive.example": {"*": answer}}) as server:
        base = f"http://a.example:{server.port}"
        bib = "".join(
            f"@online{{{name},\n  title = {{T}},\n  url = {{{base}/{name}}},\n}}\n"
            for name in ("has", "lacks", "on")
        )
        quoted = "\n\n".join(f'"{PASSAGE}" [@{name}].' for name in ("has", "lacks", "on"))
        (tmp_path / "01-power.md").write_text(f"# Power\n\n{quoted}\n", encoding="utf-8")
        done = run_probe(tmp_path, bib, "--sections", "01-power.md", *flags_for(server, ["a.example"]))
        assert done.returncode == 0, done.stderr
    probes = json.loads((tmp_path / "probes.json").read_text(encoding="utf-8"))["probes"]
    told = {
        probe["url"].rpartition("/")[2]: [one["outcome"] for one in probe["archive_readings"]]
        for probe in probes
    }
    assert told == {"has": ["stands"], "lacks": ["not_found"], "on": ["stands"]}
    assert judge(tmp_path).returncode == 0
    links = json.loads((tmp_path / "links.json").read_text(encoding="utf-8"))
    assert [quotation["archive"] for quotation in links["quotations"]] == ["stands", "not_found", "stands"]


def test_a_doi_need_not_lead_to_the_text(tmp_path: Path) -> None:
    """The page behind a DOI describes a work: what it lacks may stand in the work all the same."""
    site = {"/10.1000/x": redirect(302, "http://a.example:{port}/landing")}
    with Web({**CONTROL, "doi.org": site, "a.example": {"/landing": holding("An abstract.")}}) as server:
        bib = (
            f"@article{{nye2015,\n  title = {{T}},\n  url = {{http://doi.org:{server.port}/10.1000/x}},\n}}\n"
        )
        (tmp_path / "01-power.md").write_text(SECTION, encoding="utf-8")
        flags = ["--sections", "01-power.md", *flags_for(server, ["a.example", "doi.org"])]
        done = run_probe(tmp_path, bib, *flags)
        assert done.returncode == 0, done.stderr
    (seen_once,) = json.loads((tmp_path / "probes.json").read_text(encoding="utf-8"))["probes"]
    assert seen_once["readings"][0]["outcome"] == "unread"
