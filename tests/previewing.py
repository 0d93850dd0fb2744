"""A preview that runs, and its page in a browser."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from conftest import PROJECT, Folder, copy_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FrameLocator, Page

PROGRAM = PROJECT / "scripts/preview_brief.py"
SECTION, LONG = "report/01-lage.md", "report/03-lang.md"
CHART = "scripts/charts/energie.py"
UNCITED = (
    "bib/sources.bib",
    "@article{song2020",
    "@misc{ungenutzt,\n  title = {Nirgends zitiert},\n  date = {2022},\n}\n\n@article{song2020",
)
"""An edit that is worth a warning: a source that nothing cites."""


@dataclass(frozen=True)
class Preview:
    """A preview of a copy of the brief that runs."""

    folder: Folder
    address: str
    process: subprocess.Popen[str]


@contextmanager
def running_preview(folder: Folder) -> Iterator[Preview]:
    """Start a preview of a brief, go on as soon as it says where it is, and end it."""
    command = [sys.executable, str(PROGRAM), "--port", "0", "--no-browser"]
    with subprocess.Popen(command, cwd=folder.path, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
            assert address
            yield Preview(folder, address[0], process)
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """Return a preview of the small brief and a section of several pages, which tests edit and mend again."""
    folder = copy_of("small", tmp_path_factory.mktemp("preview") / "brief")
    folder.replace("config.yaml", "uncited_source: fault", "uncited_source: warning")
    paragraphs = (f"Dies ist Absatz {n}; {'er ist einer von vielen. ' * 16}" for n in range(1, 25))
    (folder.path / LONG).write_text("# Lang\n\n" + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
    with running_preview(folder) as preview:
        yield preview


@pytest.fixture(scope="module")
def tab(browser: Browser, preview: Preview) -> Iterator[Page]:
    """Return the preview's page in a wide window, page and sheets shown; it stays open from test to test."""
    opened = browser.new_page(viewport={"width": 1600, "height": 900})
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.set_default_timeout(120_000)
    opened.goto(preview.address)
    opened.wait_for_selector("#sheets ol[data-shown]:not([data-shown=''])")
    yield opened
    opened.close()
    assert complaints == []


def shown(tab: Page) -> list[str | None]:
    """Return the names of the page and of the sheets that are shown."""
    return [tab.locator(pane).get_attribute("data-shown") for pane in ("#page", "#sheets ol")]


@contextmanager
def edited(preview: Preview, tab: Page, *edits: tuple[str, str, str]) -> Iterator[None]:
    """Save edits: file, old text, new text; after it save the files as they were, and wait for these."""
    before = shown(tab)
    texts = {preview.folder.path / name: (preview.folder.path / name).read_bytes() for name, _, _ in edits}
    for edit in edits:
        preview.folder.replace(*edit)
    try:
        yield
    finally:
        for path, text in texts.items():
            path.write_bytes(text)
        tab.locator("#faults").wait_for(state="hidden")
        for pane, content in zip(("#page", "#sheets ol"), before, strict=True):
            tab.wait_for_selector(f"{pane}[data-shown='{content}']", state="attached")
        tab.wait_for_selector("body[data-state=current]")


def brief(tab: Page) -> FrameLocator:
    """Return the brief's page inside of the preview's."""
    return tab.frame_locator("iframe:not(.next)")
