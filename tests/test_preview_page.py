"""The page of the preview in a real browser: it keeps the reader's place, and is for everyone."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from previewing import CHART, LONG, SECTION, Preview, brief, edited, preview, shown, tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["preview", "tab"]


WHERE = """() => { const frame = document.querySelector('iframe:not(.next)').contentDocument;
    const one = [...frame.querySelectorAll('p')].find((p) => p.textContent.startsWith('Dies ist Absatz 12;'));
    return one.getBoundingClientRect().top; }"""


def test_keeps_the_place(preview: Preview, tab: Page) -> None:
    """What is read stays where it is while the text does not change, also in a pane that is hidden."""
    before = shown(tab)[0]
    tab.evaluate(
        """() => { const frame = document.querySelector('iframe:not(.next)');
        frame.contentDocument.documentElement.style.scrollBehavior = 'auto';
        const ps = [...frame.contentDocument.querySelectorAll('p')];
        ps.find((p) => p.textContent.startsWith('Dies ist Absatz 12;')).scrollIntoView();
        frame.contentWindow.scrollBy(0, 40); }"""
    )
    where = tab.evaluate(WHERE)
    assert -60 < where < 0
    tab.get_by_label("PDF", exact=True).check()
    with edited(preview, tab, ("report/style/tokens.yaml", 'accent: "#1f5c4d"', 'accent: "#123456"')):
        tab.wait_for_selector(f"#page:not([data-shown='{before}'])", state="attached")
        assert abs(tab.evaluate(WHERE) - where) < 2
    assert abs(tab.evaluate(WHERE) - where) < 2
    tab.get_by_label("Both", exact=True).check()


def test_keeps_the_place_by_what_is_near(preview: Preview, tab: Page) -> None:
    """Where the very paragraph that is read changes along with others above it, what is near it serves."""
    tab.evaluate(
        """() => { const frame = document.querySelector('iframe:not(.next)');
        const ps = [...frame.contentDocument.querySelectorAll('p')];
        const read = ps.find((p) => p.textContent.startsWith('Dies ist Absatz 12;'));
        read.scrollIntoView({ behavior: 'instant' }); }"""
    )
    read = brief(tab).locator("p", has_text="ist Absatz 12;")
    before = read.bounding_box()["y"]
    above = (SECTION, "Das Ministerium nennt", "Eins.\n\nZwei.\n\nDas Ministerium nennt")
    with edited(preview, tab, above, (LONG, "Dies ist Absatz 12;", "Das ist Absatz 12;")):
        brief(tab).get_by_text("Das ist Absatz 12;").wait_for()
        assert abs(read.bounding_box()["y"] - before) < 2


def test_keeps_what_is_open_and_focused(preview: Preview, tab: Page) -> None:
    """Numbers that were opened stay open under their own chart, and the focus on its link."""
    brief(tab).locator("#fig-energie summary").click()
    brief(tab).locator(".footnote-ref").nth(2).focus()
    chart = preview.folder.path / "scripts/charts/anderes.py"
    chart.write_text((preview.folder.path / CHART).read_text(encoding="utf-8"), encoding="utf-8")
    block = "::: {#fig-anderes}\nEin anderes.\n:::\n\nDas Ministerium nennt"
    with edited(preview, tab, (SECTION, "Das Ministerium nennt", block)):
        brief(tab).locator("#fig-anderes").wait_for()
        opened = (
            brief(tab).locator("figure:has(details[open])").evaluate_all("all => all.map((one) => one.id)")
        )
        assert opened == ["fig-energie"]
        assert brief(tab).locator(".footnote-ref").nth(2).evaluate("one => one === document.activeElement")
        assert tab.evaluate("document.activeElement.tagName") == "IFRAME"
        chart.unlink()
    brief(tab).locator("#fig-energie summary").click()


def test_views(browser: Browser, preview: Preview) -> None:
    """A phone shows one pane at a time; a wide window as many as one likes, and remembers which."""
    tab = browser.new_page(viewport={"width": 390, "height": 800})
    tab.set_default_timeout(120_000)
    tab.goto(preview.address)
    assert tab.locator("#page").is_visible()
    assert not tab.locator("#sheets").is_visible()
    tab.get_by_label("PDF", exact=True).check()
    tab.locator("#sheets img").first.wait_for()
    assert not tab.locator("#page").is_visible()
    tab.reload()
    tab.locator("#sheets img").first.wait_for()
    assert tab.get_by_label("PDF", exact=True).is_checked()
    assert tab.evaluate("document.documentElement.scrollWidth") == 390
    tab.close()


VIOLATIONS = """async () => {
    const options = {iframes: false, resultTypes: ['violations']};
    const found = await axe.run({exclude: ['iframe']}, options);
    return found.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 120))]); }"""


def test_axe(preview: Preview, tab: Page) -> None:
    """Axe finds nothing in the page around the brief, a fault shown in it, light or dark, wide or narrow."""
    tab.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    with edited(preview, tab, (SECTION, "[@kabar2022]", "[@kaber2022]")):
        tab.locator("#faults .fault").wait_for()
        for width, scheme in ((1600, "light"), (1600, "dark"), (390, "dark"), (1600, "light")):
            tab.set_viewport_size({"width": width, "height": 900})
            tab.emulate_media(color_scheme=scheme)
            assert tab.evaluate(VIOLATIONS) == [], (width, scheme)
