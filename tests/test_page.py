"""The page on screens of every size: exhibits are whole, notes stand beside the text, offers lead on."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bibtexparser
import pytest

from conftest import Folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(params=("built_small", "built_brief"))
def built(request: pytest.FixtureRequest) -> Folder:
    """Return a built brief: the small German one, and the brief itself."""
    return request.getfixturevalue(request.param)


def opened(browser: Browser, built: Folder, width: int = 1440) -> Page:
    """Return the page of the build in a window of some width."""
    size: Any = {"width": width, "height": 900}
    tab = browser.new_page(viewport=size, reduced_motion="reduce")
    tab.goto((built.path / "build/brief.html").as_uri())
    return tab


CUT = """() => [...document.querySelectorAll('figure *, .body')].flatMap(one => {
    const box = one.getBoundingClientRect();
    if (one.closest('.cards thead') || !one.checkVisibility()) return [];  // cells of cards have theirs
    const out = box.width && (box.left < -0.5 || box.right > innerWidth + 0.5);
    const moves = one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible';
    return out || moves ? [one.outerHTML.slice(0, 120)] : []; })"""
"""What of an exhibit is out of the window, or has to be moved to be seen."""

LABELS = """() => [...document.querySelectorAll('figure svg text')].filter(one => one.checkVisibility())
    .map(one => { const to = one.getScreenCTM();
      return parseFloat(getComputedStyle(one).fontSize) * Math.hypot(to.a, to.b); })"""
"""The sizes of the labels in charts, in pixels of the screen."""


def test_exhibits_are_whole(browser: Browser, built: Folder) -> None:
    """No exhibit is cut or scrolls on any screen, also with its numbers unfolded; labels can be read."""
    tab = opened(browser, built)
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for width in (320, 390, 577, 767, 768):
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate(CUT) == [], width
        assert min(tab.evaluate(LABELS)) >= 11, width
    tab.close()


def test_side_notes(browser: Browser, built: Folder) -> None:
    """In a wide window each note stands beside its mark or below the one before, clear of the text."""
    tab = opened(browser, built, 1280)
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
    tab = opened(browser, built_brief)
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
    tab = opened(browser, built)
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
