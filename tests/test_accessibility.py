"""The page is for everyone: axe in a real Chromium, the Nu HTML checker, the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conftest import Folder
from nu import messages

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


@dataclass(frozen=True)
class Shown:
    """A page of the build in a tab, what it has asked for, and what the console has said since."""

    tab: Page
    url: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def shown(browser: Browser) -> Callable[[Path], Shown]:
    """Return a function that shows a page; it is loaded once, for all tests that only look at it."""

    @cache
    def show(path: Path) -> Shown:
        page = Shown(browser.new_page(), path.as_uri())
        page.tab.on("request", lambda request: page.asked.append(request.url))
        page.tab.on("console", lambda message: page.complaints.append(message.text))
        page.tab.goto(page.url)
        return page

    return show


Open = Callable[..., Any]


@pytest.fixture
def opened(shown: Callable[[Path], Shown], built: Folder) -> Open:
    """Return a function that gives the tab of a page, in a window of some width and a color scheme."""

    def open_(name: str = "brief.html", width: int = 1440, scheme: str = "light") -> Page:
        tab = shown(built.path / "build" / name).tab
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        tab.evaluate("document.documentElement.style.fontSize = ''")
        return tab

    return open_


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe(opened: Open, name: str, scheme: str) -> None:
    """Axe finds nothing, narrow or wide, nor with text of twice the size; nothing is cut off."""
    script = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    tab = opened(name, scheme=scheme)
    tab.evaluate(script)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    sizes = ((320, ""), (1440, ""), (1440, "200%"))
    for width, size in sizes if scheme == "light" else sizes[:1]:  # the scheme changes colors alone
        tab.set_viewport_size({"width": width, "height": 900})
        tab.evaluate("size => document.documentElement.style.fontSize = size", size)
        assert tab.evaluate(VIOLATIONS, rules) == [], (width, size)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_nu(built_small: Folder, built_brief: Folder) -> None:
    """The Nu HTML checker has no error and no warning, on any page."""
    pages = [built.path / "build" / name for built in (built_small, built_brief) for name in PAGES]
    assert messages(*pages) == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_leaves(shown: Callable[[Path], Shown], built: Folder, name: str) -> None:
    """The page asks nobody for anything, and its own policy has nothing to complain of."""
    page = shown(built.path / "build" / name)
    assert [url for url in page.asked if not url.startswith("data:")] == [page.url]
    assert page.complaints == []
    policy = page.tab.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


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
    tab = browser.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    tab.goto((built.path / "build/brief.html").as_uri())  # anew: the tabulator begins where a page is left
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


def test_notes_both_ways(opened: Open) -> None:
    """From a mark to its note, on into the list of notes and back to the mark, without a mouse."""
    tab = opened(width=390)
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


def test_targets(opened: Open) -> None:
    """What stands by itself is at least 24 pixels high (WCAG 2.5.8); links in a line of text need not be."""
    tab = opened(width=320)
    alone = ".contents a, .offers a, .download a, summary, button, .footnote-back"
    sizes = tab.locator(alone).evaluate_all(
        f"""all => all.filter({VISIBLE}).map(one => {{
        const box = one.getBoundingClientRect(); return [one.innerText, box.width, box.height]; }})"""
    )
    assert sizes
    assert [one for one in sizes if min(one[1:]) < 24] == []


def test_motion(opened: Open) -> None:
    """Who asks for less motion gets none."""
    tab = opened()
    for wanted, behavior in (("reduce", "auto"), ("no-preference", "smooth")):
        tab.emulate_media(reduced_motion=wanted)
        assert tab.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behavior


def test_colors_follow_the_scheme(opened: Open) -> None:
    """Charts too change their colors in the dark: what is drawn in ink is not black on black."""
    fills = set()
    tab = opened()
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        fills.add(tab.locator("figure svg.wide text").first.evaluate("one => getComputedStyle(one).fill"))
    assert len(fills) == 2
