"""report_links.py: the page, the JUnit file and the summary, seen by real parsers and a browser."""


# ruff: noqa: D103
# The names of the tests say what holds.

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import lxml.html
import pytest

from brief.links.ledger import LedgerRow, dump_ledger
from brief.links.model import Observation, Probe, Verdict
from conftest import Folder
from link_cases import SCRIPTS, URL, after, judge, make_brief, make_run, probe, program

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EVIL = "<script>alert(1)</script>\"'>`@all` [x](javascript:1) ]]>\n::error::x"
TEMPLATE = SCRIPTS.parent / "report" / "style" / "links.html"


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    make_brief(tmp_path)
    dead = LedgerRow(
        URL,
        verdict=Verdict.DEAD,
        observation=Observation.MISSING,
        checked=after(6),
        last_alive=after(-1),
        gone=3,
        gone_since=after(0),
        gone_counted=after(6),
    )
    (tmp_path / "links.csv").write_text(dump_ledger([dead]), encoding="utf-8")
    return tmp_path


def report(brief: Path, *probes: Probe, online: bool = True) -> Any:
    """Judge and report one run; return the page, parsed."""
    make_run(brief, *probes, days=9, online=online)
    assert judge(brief).returncode == 0
    outs = ("--out-html", "links.html", "--out-xml", "links.xml", "--out-summary", "links.md")
    done = program(brief, "report_links", "--links", "links.json", *outs)
    assert (done.returncode, done.stderr) == (0, "")
    return lxml.html.fromstring((brief / "links.html").read_text(encoding="utf-8"))


def dead(**facts: Any) -> Probe:
    return probe("missing", 9, http_status=404, **facts)


def words(page: Any) -> str:
    return " ".join(" ".join(page.itertext()).split())


def test_all_that_an_editor_asks_of_a_dead_link(brief: Path) -> None:
    copy = "https://web.archive.org/web/20221115/https://example.org/page"
    page = report(brief, dead(reason="Not Found", archive_url=copy, archive_date="2022-11-15"))
    card = words(page.xpath("//article")[0])
    for text in (
        "Dead Managing Sentiments yau2022",
        "Answer 404 · Not Found",
        "Failing since 1 January 2026",
        "Last seen alive 31 December 2025",
        f"Archived copy {copy} ( 15 November 2022 )",
        "01-power.md:3 The academy traces the messages [@yau2022, pp. 7-8] .",
        "Paste in place of sources.bib:3",
        f"url = {{{copy}}},",
    ):
        assert text in card


def test_the_most_urgent_comes_first(brief: Path) -> None:
    page = report(brief, dead())
    assert [words(head) for head in page.xpath("//main/section[@class!='glance']/h2")] == [
        "To mend 2",
        "Without a link 1",
    ]


def test_all_links_at_a_glance(brief: Path) -> None:
    """A row each, with its verdict in words, and the runs that are known: the ledger's and this one."""
    page = report(brief, dead())
    assert [words(cell) for cell in page.xpath("//tbody//td[1]")] == ["Dead", "No link", "Dead"]
    strip = page.xpath("//*[@class='strip']")[0]
    assert strip.get("aria-label") == "answered on 2025-12-31; then 3 × not found; this run: not found"
    signs = [one.get("class") for one in strip.iter("svg")]
    assert signs == ["sign good", "sign bad", "sign bad", "sign bad", "sign bad"]


def test_the_head_agrees_with_the_groups(brief: Path) -> None:
    """What has moved is not fine; a dead link with a copy is not called unbroken."""
    page = report(brief, probe("moved", 9, suggested_url="https://example.org/new"))
    assert words(page.xpath("//h1")[0]) == "0 of 2 links answer with what was cited"
    assert words(page.xpath("//*[@class='lede']")[0]) == "2 to look at"
    page = report(brief, dead(archive_url="https://web.archive.org/web/2022/https://example.org/page"))
    assert words(page.xpath("//section[contains(@class, 'look')]/h2")[0]) == "To look at 2"
    assert "broken" not in words(page)
    page = report(brief, probe("alive", 9))
    assert words(page.xpath("//h1")[0]) == "All 2 links answer with what was cited"
    assert words(page.xpath("//h2[contains(., 'Fine')]")[0]) == "Fine 2"


def test_it_names_the_brief_and_prints_its_numbers(built_small: Folder, tmp_path: Path) -> None:
    """The report says which brief it is of; a number in a sentence stands as the brief prints it."""
    page = (built_small.path / "build/links.html").read_text(encoding="utf-8")
    assert "Energie am Issyk-Kul" in lxml.html.fromstring(page).findtext(".//title")
    assert "1.000" in page
    assert "{{<" not in page
    out = tmp_path / "links.html"  # a brief that cannot be read has a report all the same
    flags = ["--links", "build/links.json", "--out-html", out, "--metadata", tmp_path / "none.yaml"]
    assert built_small.call("report_links.py", *flags).returncode == 0
    assert "{{&lt;" in out.read_text(encoding="utf-8")


def test_without_a_network_the_page_says_so(brief: Path) -> None:
    page = report(brief, probe("unchecked", 9, reason="no network"), online=False)
    assert words(page.xpath("//h1")[0]) == "Unchecked: 2 links were not asked"
    assert "Last seen alive 31 December 2025" in words(page.xpath("//article")[0])
    assert "Unchecked" in (brief / "links.md").read_text(encoding="utf-8")
    assert not ElementTree.parse(brief / "links.xml").findall(".//failure")


def test_nothing_from_a_server_is_markup(brief: Path) -> None:
    page = report(
        brief, dead(reason=EVIL, final_url="javascript:alert(1)", archive_url='https://a.org/"><b onclick=x')
    )
    assert not page.xpath("//script | //@onclick | //b[@onclick]")
    assert all(re.match(r"https?://|#", href) for href in page.xpath("//@href"))
    assert "<script>alert(1)</script>" in words(page)
    text = (brief / "links.md").read_text(encoding="utf-8")
    assert "`<script>alert(1)</script>\"'>'@all' [x](javascript:1) ]]> ::error::x`" in text
    output = ElementTree.parse(brief / "links.xml").find(".//system-out")
    assert EVIL.split("\n")[0] in output.text


def test_the_page_asks_for_nothing(brief: Path) -> None:
    page = report(brief, dead())
    assert not page.xpath("//@src | //link | //script | //iframe | //form | //img | //object")
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    fonts = re.findall(r"url\((.{20})", page.xpath("//style")[0].text)
    assert fonts == ["data:font/woff2;base"] * 2


def test_junit(brief: Path) -> None:
    report(brief, dead())
    suite = ElementTree.parse(brief / "links.xml").getroot()[0]
    counts = [suite.get(name) for name in ("tests", "failures", "skipped", "errors")]
    assert counts == ["3", "2", "1", "0"]
    case = suite[0]
    assert (case.get("name"), case.get("file"), case.get("line")) == (f"yau2022 {URL}", "sources.bib", "3")
    assert case.find("failure").text.startswith(f"sources.bib:3: yau2022: {URL} is dead (")


def test_the_same_judgement_gives_the_same_bytes(brief: Path) -> None:
    outputs = []
    for _ in range(2):
        report(brief, dead())
        outputs.append([(brief / f"links.{kind}").read_bytes() for kind in ("html", "xml", "md")])
    assert outputs[0] == outputs[1]


def test_in_a_browser(brief: Path, browser: Browser) -> None:
    """It fits a narrow screen, breaks no rule of its own policy, and filters by keyboard without a script."""
    report(
        brief,
        dead(reason="x" * 300, archive_url="https://web.archive.org/web/2022/https://e.org/" + "y" * 300),
    )
    for width in (320, 1440):
        tab = browser.new_page(viewport={"width": width, "height": 900})
        asked, complaints = [], []
        tab.on("request", lambda request, asked=asked: asked.append(request.url))
        tab.on("console", lambda message, complaints=complaints: complaints.append(message.text))
        tab.goto((brief / "links.html").as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") == width
        assert tab.evaluate("getComputedStyle(document.querySelector('.show')).display") == "flex"
        for box in tab.locator(".show label, summary").all():
            assert not box.is_visible() or box.bounding_box()["height"] >= 24
        tab.locator("#show-all").focus()
        tab.keyboard.press("ArrowRight")
        assert (tab.locator(".group.look").is_visible(), tab.locator(".group.none").is_visible()) == (
            True,
            False,
        )
        assert (len(asked), complaints) == (1, [])
        tab.close()


def _luminance(color: str) -> float:
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_has_enough_contrast(scheme: int) -> None:
    root = re.findall(r":root \{(.*?)\}", TEMPLATE.read_text(encoding="utf-8"), re.DOTALL)[scheme]
    color = dict(re.findall(r"--(\w+): (#\w{6})", root))
    pairs = [(name, ground) for name in ("ink", "muted", "accent") for ground in ("paper", "panel")]
    pairs += [(name, "paper") for name in ("bad", "warn", "wait", "good")] + [("on", "bad")]
    for text, ground in pairs:
        light, dark = sorted((_luminance(color[text]), _luminance(color[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)
