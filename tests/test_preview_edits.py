"""The preview in a real browser: it follows edits, tells faults, and ends cleanly."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from conftest import Folder
from previewing import CHART, SECTION, UNCITED, Preview, brief, edited, preview, running_preview, shown, tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["preview", "tab"]


def test_follows_an_edit(preview: Preview, tab: Page) -> None:
    """A saved section shows in the page and on its sheet; sheets that stayed the same are not loaded anew."""
    before = shown(tab)[1]
    tab.evaluate("document.querySelectorAll('#sheets img').forEach((one) => { one.dataset.old = 'yes'; })")
    with edited(preview, tab, (SECTION, "ein weiteres Werk", "ein weiteres Kraftwerk"), UNCITED):
        brief(tab).get_by_text("meldet ein weiteres Kraftwerk").wait_for()
        tab.wait_for_selector(f"#sheets ol:not([data-shown='{before}'])")
        kept, all_ = tab.locator("#sheets img[data-old]").count(), tab.locator("#sheets img").count()
        assert 0 < kept < all_
        tab.get_by_text("1 warning", exact=True).wait_for()  # it is told, and stops nothing
        tab.wait_for_selector("body[data-state=current]")


def test_follows_other_files(preview: Preview, tab: Page) -> None:
    """Data, sources, charts, the title and the design show as they are saved."""
    edits = (
        ("data/energie.csv", "solar,,1000", "solar,,9999"),
        ("bib/sources.bib", "Китайская компания", "Корейская компания"),
        (CHART, "Balkendiagramm", "Balken"),
        ("report/brief.yaml", "Energie am", "Strom am"),
        ("report/style/tokens.yaml", 'accent: "#1f5c4d"', 'accent: "#123456"'),
    )
    with edited(preview, tab, *edits):
        brief(tab).get_by_text("über 9.999 MW").wait_for()
        brief(tab).locator("#notes ~ ol").get_by_text("Корейская компания").first.wait_for()
        brief(tab).locator("[role=img][aria-label^='Balken: Solarpark Ton 9.999']").wait_for()
        brief(tab).locator("h1").get_by_text("Strom am").wait_for()
        style = "getComputedStyle(document.documentElement).getPropertyValue('--accent')"
        assert tab.frames[-1].evaluate(style).strip() == "#123456"


def test_fault_and_mending(preview: Preview, tab: Page) -> None:
    """A fault shows at once, with its line and the remedy, over the last good version; mended, it goes."""
    before = shown(tab)
    with edited(preview, tab, (SECTION, "[@kabar2022]", "[@kaber2022]"), UNCITED):
        tab.get_by_text("1 fault and 1 warning").wait_for()
        fault = tab.locator("#faults .fault")
        assert tab.locator("#faults .path").first.inner_text() == SECTION
        assert fault.locator(".place").inner_text() == "11:40"
        assert fault.locator(".problem").inner_text() == "@kaber2022 is not in bib/sources.bib"
        assert fault.locator(".remedy").inner_text() == "did you mean @kabar2022?"
        assert fault.locator("mark").inner_text() == "@kaber2022"
        assert tab.locator("#state").inner_text().startswith("At fault: this is the version of ")
        assert tab.title().startswith("⚠")
        assert shown(tab) == before
        assert brief(tab).get_by_text("meldet ein weiteres Werk").is_visible()


def test_faults_of_other_files(preview: Preview, tab: Page) -> None:
    """A chart that fails is a fault of its line; neither that nor a file that is gone ends the preview."""
    with edited(preview, tab, (CHART, 'values="leistung"', "values=1 / 0")):
        tab.get_by_text("ZeroDivisionError").wait_for()
        assert tab.locator("#faults .path").inner_text() == CHART
        assert tab.locator("#faults .place").inner_text().startswith("12:")
    with edited(preview, tab, ("config.yaml", "probe", "prove")):
        tab.get_by_text("did you mean probe?").wait_for()
    metadata, moved = preview.folder.path / "report/brief.yaml", preview.folder.path / "gone.yaml"
    metadata.rename(moved)
    tab.get_by_text("the file is missing").wait_for()
    moved.rename(metadata)
    tab.locator("#faults").wait_for(state="hidden")


def test_a_sleeping_chart(preview: Preview, tab: Page) -> None:
    """A chart that sleeps is ended when the next edit is saved; one that crashes is a fault of its line."""
    with edited(preview, tab, (CHART, 'values="leistung"', "values=__import__('time').sleep(600)")):
        tab.wait_for_selector("body[data-state=working]")
    with edited(preview, tab, (CHART, 'values="leistung"', "values=__import__('os').abort()")):
        tab.get_by_text("this file crashed here (SIGABRT)").wait_for()
        assert tab.locator("#faults .path").first.inner_text() == CHART


def test_a_chart_that_never_ends(small: Folder, browser: Browser) -> None:
    """A chart that takes longer than it may is a fault of its line, without anybody saving anything."""
    (small.path / "config.yaml").write_text("links: {probe: never}\nlimits: {seconds: 8}\n", encoding="utf-8")
    small.replace(CHART, "    return", "    __import__('time').sleep(600)\n    return")
    with running_preview(small) as preview:
        tab = browser.new_page()
        tab.set_default_timeout(120_000)
        tab.goto(preview.address)
        tab.get_by_text("this file was still at work here after 8 seconds").wait_for()
        tab.close()


def test_ends_cleanly(small: Folder, browser: Browser) -> None:
    """Ctrl+C ends it at once, even while a chart never returns, and the page says so."""
    small.replace(CHART, "    return", "    while True:\n        pass\n    return")
    with running_preview(small) as preview:
        tab = browser.new_page()
        tab.set_default_timeout(120_000)
        tab.goto(preview.address)
        tab.get_by_text("Making the brief").wait_for()
        preview.process.send_signal(signal.SIGINT)
        assert preview.process.wait(60) == 0
        tab.get_by_text("The preview has ended").wait_for()
        tab.close()
