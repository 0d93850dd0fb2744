"""Measure the preview: from saving a section to the page in Chromium, and to the PDF's sheets.

Beside them stands the bare call, measured in the same run: Pandoc alone, from the same sections to
HTML with notes. `make check` on the brief is timed as well. Seconds are medians of 20.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "scripts")]

import pypandoc
from playwright.sync_api import sync_playwright

from conftest import PROJECT, Folder, copy_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

EDITS = 20
SECTION = "report/02-introduction.md"

SHOWN = """text => { const shown = document.querySelector('iframe:not(.next)');
    return shown?.contentDocument?.body?.textContent.includes(text); }"""
"""Whether the page that is shown holds a text."""

SHEETS = """old => { const shown = document.querySelector('#sheets ol').dataset.shown;
    return shown && shown !== old ? shown : null; }"""


def edit(folder: Folder, tab: Page) -> tuple[float, float]:
    """Save a sentence more; return the seconds until the page shows it, and until the sheets do."""
    path = folder.path / SECTION
    old = tab.evaluate("document.querySelector('#sheets ol').dataset.shown")
    sentence = f"One more sentence, of {time.time_ns()}."
    text = path.read_text(encoding="utf-8")
    start = time.perf_counter()
    path.write_text(text.replace("Numerous rallies", f"{sentence} Numerous rallies"), encoding="utf-8")
    tab.wait_for_function(SHOWN, arg=sentence, polling=10)
    page = time.perf_counter() - start
    tab.wait_for_function(SHEETS, arg=old, polling=10)
    sheets = time.perf_counter() - start
    tab.wait_for_selector("main[aria-busy=false]")  # the words of the sheets would slow what is measured next
    return page, sheets


def bare(folder: Folder) -> float:
    """Return the seconds of Pandoc alone, from the sections to a page with notes."""
    sections = folder.glob("report/[0-9]*.md")
    options = ["--citeproc", "--bibliography", "bib/sources.bib", "--csl", PROJECT / "report/style/notes.csl"]
    command = [pypandoc.get_pandoc_path(), *sections, *options, "--quiet", "-s", "-o", "bare.html"]
    start = time.perf_counter()
    subprocess.run(command, cwd=folder.path, check=True)
    return time.perf_counter() - start


def check(folder: Folder) -> float:
    """Return the seconds of `make check`'s program."""
    flags = [*folder.check_flags(), "--words", "report/words.txt", "--config", "config.yaml"]
    start = time.perf_counter()
    done = folder.run(sys.executable, PROJECT / "scripts/check_brief.py", *flags)
    assert done.returncode == 0, done.stderr
    return time.perf_counter() - start


def measure(folder: Folder) -> dict[str, float]:
    """Return the median of each time."""
    program = [sys.executable, PROJECT / "scripts/preview_brief.py", "--port", "0", "--no-browser"]
    process = subprocess.Popen(program, cwd=folder.path, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = re.findall(r"http://\S+/", process.stdout.readline())[0]
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1600, "height": 900}, bypass_csp=True)
        tab.goto(address)
        tab.wait_for_function(SHEETS, arg="")
        times = [(*edit(folder, tab), bare(folder), check(folder)) for _ in range(EDITS)]
        browser.close()
    process.terminate()
    process.wait()
    names = ("page", "sheets", "bare pandoc", "make check")
    return dict(zip(names, map(statistics.median, zip(*times, strict=True)), strict=True))


def main() -> None:
    """Print the times beside the bare call."""
    with tempfile.TemporaryDirectory() as place:
        times = measure(copy_of("brief", Path(place) / "brief"))
    wanted = {
        "page": "under 1 s and 2.5 of the bare call",
        "sheets": "under 1.5 s",
        "bare pandoc": "the bare call itself",
        "make check": "under 2 s",
    }
    for name, value in times.items():
        ratio = value / times["bare pandoc"]
        print(f"{name:<24} {value:6.2f} s  {ratio:5.2f} of the bare call  (wanted: {wanted[name]})")


if __name__ == "__main__":
    main()
