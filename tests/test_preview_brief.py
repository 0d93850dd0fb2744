"""The preview in a real browser: it follows edits, tells faults, keeps the reader's place."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from brief.preview.steps import Steps
from brief.preview.watching import Watch
from conftest import PROJECT, Folder, copy_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FrameLocator, Page

PROGRAM = PROJECT / "scripts/preview_brief.py"
SECTION = "report/02-introduction.md"


@dataclass(frozen=True)
class Preview:
    """A preview of a copy of the brief that runs."""

    folder: Folder
    address: str
    process: subprocess.Popen[str]

    def get(self, path: str, **headers: str) -> tuple[int, bytes, Any]:
        """Return status, body and headers of what the server answers."""
        request = urllib.request.Request(self.address + path, headers=headers)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), error.headers


def started(folder: Folder) -> Preview:
    """Return a preview of a brief, as soon as it says where it is."""
    command = [sys.executable, str(PROGRAM), "--port", "0", "--no-browser"]
    process = subprocess.Popen(command, cwd=folder.path, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
    assert found
    return Preview(folder, found[0], process)


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """Return a preview of a copy of the brief, which tests edit and mend again."""
    running = started(copy_of("brief", tmp_path_factory.mktemp("preview") / "brief"))
    yield running
    running.process.terminate()
    running.process.wait(60)
    running.process.stdout.close()


@pytest.fixture(scope="module")
def tab(browser: Browser, preview: Preview) -> Iterator[Page]:
    """Return the preview's page in a wide window, page and sheets shown; it stays open from test to test."""
    opened = browser.new_page(viewport={"width": 1600, "height": 900})
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.set_default_timeout(60_000)
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


def test_same_bytes(preview: Preview, tab: Page, built_brief: Folder) -> None:
    """The preview's page is the build's."""
    status, body, _ = preview.get("brief.html")
    assert status == 200
    assert body == (built_brief.path / "build/brief.html").read_bytes()


def test_follows_an_edit(preview: Preview, tab: Page) -> None:
    """A saved section shows in the page and on its sheet; sheets that stayed the same are not loaded anew."""
    before = shown(tab)[1]
    tab.evaluate("document.querySelectorAll('#sheets img').forEach((one) => { one.dataset.old = 'yes'; })")
    with edited(preview, tab, (SECTION, "worse its image", "worsse its image")):
        brief(tab).get_by_text("the worsse its image tended").wait_for()
        tab.wait_for_selector(f"#sheets ol:not([data-shown='{before}'])")
        kept, all_ = tab.locator("#sheets img[data-old]").count(), tab.locator("#sheets img").count()
        assert 0 < kept < all_
        tab.get_by_text("1 warning", exact=True).wait_for()  # it is told, and stops nothing
        tab.wait_for_selector("body[data-state=current]")


def test_follows_other_files(preview: Preview, tab: Page) -> None:
    """Data, sources, charts, the title and the design show as they are saved."""
    edits = (
        ("data/context.csv", "logistics_center,280", "logistics_center,9999"),
        ("bib/sources.bib", "{The Diplomat}", "{The Ambassador}"),
        ("scripts/charts/comparison.py", "Chart of", "Matrix of"),
        ("report/brief.yaml", "Speaking Without", "Talking Without"),
        ("report/style/tokens.yaml", 'accent: "#8f1d2c"', 'accent: "#123456"'),
    )
    with edited(preview, tab, *edits):
        brief(tab).get_by_text("USD 9,999 million").first.wait_for()
        brief(tab).locator("#notes ~ ol").get_by_text("The Ambassador").first.wait_for()
        brief(tab).locator("svg[aria-label^='Matrix of 8 points']").wait_for()
        brief(tab).locator("h1").get_by_text("Talking Without").wait_for()
        style = "getComputedStyle(document.documentElement).getPropertyValue('--accent')"
        assert tab.frames[-1].evaluate(style).strip() == "#123456"


def test_fault_and_mending(preview: Preview, tab: Page) -> None:
    """A fault shows at once, with its line and the remedy, over the last good version; mended, it goes."""
    before = shown(tab)
    with edited(preview, tab, (SECTION, "[@woods2022]", "[@wods2022]")):
        tab.get_by_text("1 fault and 1 warning").wait_for()
        fault = tab.locator("#faults .fault")
        assert tab.locator("#faults .path").first.inner_text() == SECTION
        assert fault.locator(".place").inner_text() == "20:64"
        assert fault.locator(".problem").inner_text() == "@wods2022 is not in bib/sources.bib"
        assert fault.locator(".remedy").inner_text() == "did you mean @woods2022?"
        assert fault.locator("mark").inner_text() == "@wods2022"
        assert tab.locator("#state").inner_text().startswith("At fault: this is the version of ")
        assert tab.title().startswith("⚠")
        assert shown(tab) == before
        assert brief(tab).get_by_text("the worse its image tended").is_visible()


def test_faults_of_other_files(preview: Preview, tab: Page) -> None:
    """A chart that fails is a fault of its line; neither that nor a file that is gone ends the preview."""
    chart = "scripts/charts/comparison.py"
    with edited(preview, tab, (chart, "height=16", "height=16 / 0")):
        tab.get_by_text("ZeroDivisionError").wait_for()
        assert tab.locator("#faults .path").inner_text() == chart
        assert tab.locator("#faults .place").inner_text().startswith("21:")
    with edited(preview, tab, ("config.yaml", "probe", "prove")):
        tab.get_by_text("did you mean probe?").wait_for()
    metadata, moved = preview.folder.path / "report/brief.yaml", preview.folder.path / "gone.yaml"
    metadata.rename(moved)
    tab.get_by_text("the file is missing").wait_for()
    moved.rename(metadata)
    tab.locator("#faults").wait_for(state="hidden")


WHERE = """() => { const frame = document.querySelector('iframe:not(.next)').contentDocument;
    const one = [...frame.querySelectorAll('p')].find((p) => p.textContent.startsWith('With young people'));
    return one.getBoundingClientRect().top; }"""


def test_keeps_the_place(preview: Preview, tab: Page) -> None:
    """What is read stays where it is while the text does not change, also in a pane that is hidden."""
    before = shown(tab)[0]
    tab.evaluate(
        """() => { const frame = document.querySelector('iframe:not(.next)');
        frame.contentDocument.documentElement.style.scrollBehavior = 'auto';
        const ps = [...frame.contentDocument.querySelectorAll('p')];
        ps.find((p) => p.textContent.startsWith('With young people')).scrollIntoView();
        frame.contentWindow.scrollBy(0, 40); }"""
    )
    where = tab.evaluate(WHERE)
    assert -60 < where < 0
    tab.get_by_label("PDF", exact=True).check()
    with edited(preview, tab, ("report/style/tokens.yaml", 'accent: "#8f1d2c"', 'accent: "#123456"')):
        tab.wait_for_selector(f"#page:not([data-shown='{before}'])", state="attached")
        assert abs(tab.evaluate(WHERE) - where) < 2
    assert abs(tab.evaluate(WHERE) - where) < 2
    tab.get_by_label("Both", exact=True).check()


def test_keeps_the_place_by_what_is_near(preview: Preview, tab: Page) -> None:
    """Where the very paragraph that is read changes along with others above it, what is near it serves."""
    tab.evaluate(
        """() => { const frame = document.querySelector('iframe:not(.next)');
        const ps = [...frame.contentDocument.querySelectorAll('p')];
        ps.find((p) => p.textContent.startsWith('The more')).scrollIntoView({ behavior: 'instant' }); }"""
    )
    read = brief(tab).locator("p", has_text="its image tended")
    before = read.bounding_box()["y"]
    above = ("report/01-executive-summary.md", "By the end of", "One.\n\nTwo.\n\nBy the end of")
    with edited(preview, tab, above, (SECTION, "worse its", "poorer its")):
        brief(tab).get_by_text("the poorer its image tended").wait_for()
        assert abs(read.bounding_box()["y"] - before) < 2


def test_keeps_what_is_open_and_focused(preview: Preview, tab: Page) -> None:
    """Numbers that were opened stay open under their own chart, and the focus on its link."""
    brief(tab).locator("#fig-comparison summary").click()
    brief(tab).locator("a.footnote-ref").nth(2).focus()
    chart = preview.folder.path / "scripts/charts/another.py"
    chart.write_text((chart.parent / "comparison.py").read_text(encoding="utf-8"), encoding="utf-8")
    block = "::: {#fig-another}\nAnother.\n:::\n\nThis brief keeps to"
    with edited(preview, tab, (SECTION, "This brief keeps to", block)):
        brief(tab).locator("#fig-another").wait_for()
        opened = (
            brief(tab).locator("figure:has(details[open])").evaluate_all("all => all.map((one) => one.id)")
        )
        assert opened == ["fig-comparison"]
        assert brief(tab).locator("a.footnote-ref").nth(2).evaluate("one => one === document.activeElement")
        assert tab.evaluate("document.activeElement.tagName") == "IFRAME"
        chart.unlink()
    brief(tab).locator("#fig-comparison summary").click()


def test_views(browser: Browser, preview: Preview) -> None:
    """A phone shows one pane at a time; a wide window as many as one likes, and remembers which."""
    tab = browser.new_page(viewport={"width": 390, "height": 800})
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
    with edited(preview, tab, (SECTION, "[@woods2022]", "[@wods2022]")):
        tab.locator("#faults .fault").wait_for()
        for width, scheme in ((1600, "light"), (1600, "dark"), (390, "dark"), (1600, "light")):
            tab.set_viewport_size({"width": width, "height": 900})
            tab.emulate_media(color_scheme=scheme)
            assert tab.evaluate(VIOLATIONS) == [], (width, scheme)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["", "brief.html", "events"])
def test_strangers(preview: Preview, path: str, headers: dict[str, str]) -> None:
    """What another site has a browser ask is refused."""
    status, body, _ = preview.get(path, **headers)
    assert (status, body) == (403, b"The preview answers its own page alone.\n")


def test_own_names(preview: Preview) -> None:
    """The preview answers by both names of loopback, on the one address, and says what may frame it."""
    port = preview.address.split(":")[-1].strip("/")
    assert preview.get("", Host=f"localhost:{port}")[0] == 200
    status, _, headers = preview.get("", Origin=f"http://127.0.0.1:{port}")
    assert status == 200
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    with socket.socket() as other:  # the rest of loopback leads nowhere, so no other address does
        assert other.connect_ex(("127.0.0.2", int(port))) != 0


@pytest.mark.parametrize(
    "path",
    ["report/brief.yaml", "../README.md", "%2e%2e/README.md", "sheets/../../README.md", "sheets/00.svg"],
)
def test_nothing_else(preview: Preview, path: str) -> None:
    """No file is served, only what is shown."""
    assert preview.get(path)[0] == 404


def test_ends_cleanly(small: Folder, browser: Browser) -> None:
    """Ctrl+C ends it at once, even while a chart never returns, and the page says so."""
    chart = small.glob("scripts/charts/*.py")[0]
    text = (small.path / chart).read_text(encoding="utf-8")
    (small.path / chart).write_text(f"{text}\nwhile True:\n    pass\n", encoding="utf-8")
    running = started(small)
    tab = browser.new_page()
    tab.set_default_timeout(60_000)
    tab.goto(running.address)
    tab.get_by_text("Making the brief").wait_for()
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(60) == 0
    tab.get_by_text("The preview has ended").wait_for()
    tab.close()
    assert running.process.stdout is not None
    running.process.stdout.close()


@pytest.mark.parametrize("port", ["99999", "65536", "-1", "x", "1.5", "", "١"])
def test_no_port(small: Folder, port: str) -> None:
    """What is no port is refused before anything begins."""
    done = small.call("preview_brief.py", f"--port={port}", "--no-browser")
    assert done.returncode == 3
    assert done.stderr.endswith(f"argument --port: {port!r} is not a port: write a number from 0 to 65535\n")


def test_port_taken(preview: Preview, small: Folder) -> None:
    """Of a port that is taken the editor is told, with what to do."""
    port = preview.address.split(":")[-1].strip("/")
    done = small.run(sys.executable, PROGRAM, "--port", port, "--no-browser")
    assert done.returncode == 3
    assert done.stderr == (
        f"Port {port} cannot be used (address already in use): is another preview open?"
        f" Else: make preview PORT={int(port) + 1}\n"
    )


def test_where_nothing_can_be_written(small: Folder) -> None:
    """That is told as what it is, not as a matter of the port."""
    (small.path / "build").write_text("a file", encoding="utf-8")
    done = small.run(sys.executable, PROGRAM, "--port", "0", "--no-browser")
    problem = "build/preview:1:1: the file cannot be read or written (Not a directory)"
    assert (done.returncode, done.stderr.partition(";")[0]) == (2, problem)


def test_a_sleeping_chart(preview: Preview, tab: Page) -> None:
    """A chart that sleeps is ended when the next edit is saved; one that crashes is a fault of its line."""
    chart = "scripts/charts/comparison.py"
    with edited(preview, tab, (chart, "height=16", "height=__import__('time').sleep(600)")):
        tab.wait_for_selector("body[data-state=working]")
    with edited(preview, tab, (chart, "height=16", "height=__import__('os').abort()")):
        tab.get_by_text("this file crashed here (SIGABRT)").wait_for()
        assert tab.locator("#faults .path").first.inner_text() == chart


def test_a_chart_that_never_ends(small: Folder, browser: Browser) -> None:
    """A chart that takes longer than it may is a fault of its line, without anybody saving anything."""
    (small.path / "config.yaml").write_text("links: {probe: never}\nlimits: {seconds: 3}\n", encoding="utf-8")
    small.replace("scripts/charts/energie.py", "    return", "    while True:\n        pass\n    return")
    running = started(small)
    tab = browser.new_page()
    tab.set_default_timeout(60_000)
    tab.goto(running.address)
    tab.get_by_text("this file was still at work here after 3 seconds").wait_for()
    tab.close()
    running.process.terminate()
    running.process.wait(60)
    assert running.process.stdout is not None
    running.process.stdout.close()


def test_watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change is followed by an update, also one in a folder that came later."""
    monkeypatch.chdir(tmp_path)
    updated = threading.Event()
    watch = Watch([tmp_path / "there", tmp_path / "later"], updated.set)
    (tmp_path / "there").mkdir()
    watch.start()
    (tmp_path / "later").mkdir()
    for name in ("there", "later"):  # it takes a while until a folder is watched: saved again and again
        updated.clear()
        for number in range(150):
            (tmp_path / name / "file").write_text(str(number), encoding="utf-8")
            if updated.wait(0.2):
                break
        assert updated.is_set()
    watch.stop()


def test_steps(tmp_path: Path) -> None:
    """A step runs again for another content or setting, a lost output or a failure, and else not."""
    source, out, calls = tmp_path / "a", tmp_path / "b", []
    steps = Steps()

    def run(setting: str) -> None:
        def action() -> None:
            calls.append(setting)
            if setting == "bad":
                raise RuntimeError
            out.write_text("made", encoding="utf-8")

        steps.run(out, action, [source], setting)

    source.write_text("one", encoding="utf-8")
    for setting in ("x", "x", "y"):
        run(setting)
    assert calls == ["x", "y"]
    source.write_text("two", encoding="utf-8")
    run("y")
    out.unlink()
    run("y")
    run("y")
    assert calls == ["x", "y", "y", "y"]
    for _ in range(2):
        with pytest.raises(RuntimeError):
            run("bad")
    assert calls[4:] == ["bad", "bad"]
