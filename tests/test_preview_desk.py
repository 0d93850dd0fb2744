"""The desk around the preview: what an edit changed, the words of the sheets, the list of faults, Word."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brief.faults import Fault
from brief.preview.board import Shown
from brief.preview.constructs import marked
from brief.preview.texts import Word, joined, texts_of
from conftest import PROJECT, Folder, copy_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SECTION = "report/01-lage.md"
LATE = "Zurück zu"
"""What the last section begins with: nobody sees it at the top of the page."""


@dataclass(frozen=True)
class Desk:
    """A preview of the small brief, and its page in a low window."""

    folder: Folder
    tab: Page

    def save(self, name: str, old: str, new: str) -> None:
        """Edit a file, and wait until the page and the words of the sheets follow."""
        tab, before = self.tab, self.tab.locator("#page").get_attribute("data-shown")
        self.folder.replace(name, old, new)
        tab.wait_for_selector(f"#page:not([data-shown='{before}'])")
        self.settled()

    def settled(self) -> None:
        """Wait until page and sheets, with their words, are those of the newest version."""
        self.tab.wait_for_selector("main[aria-busy=false]")

    def visible(self, pane: str, text: str) -> bool:
        """Return whether a text of the page, or of a sheet, is in sight."""
        return bool(self.tab.evaluate(VISIBLE, [pane, text]))

    def until(self, expression: str) -> None:
        """Wait until an expression is true. The page's policy keeps Playwright's own way out."""
        for _ in range(1000):
            if self.tab.evaluate(expression):
                return
            self.tab.wait_for_timeout(30)
        pytest.fail(f"this did not come true: {expression}")


VISIBLE = """([pane, text]) => {
    const sheets = document.querySelector('#sheets');
    const frame = document.querySelector('iframe:not(.next)');
    const all = pane === 'page'
        ? [...frame.contentDocument.querySelectorAll('main p, h1')] : [...sheets.querySelectorAll('tspan')];
    const box = all.find((one) => one.textContent.startsWith(text))?.getBoundingClientRect() ?? {};
    const window = {top: 0, bottom: frame.contentWindow.innerHeight};
    const edge = pane === 'page' ? window : sheets.getBoundingClientRect();
    return box.bottom > edge.top && box.top < edge.bottom; }"""


ANIMATED = """document.querySelector('iframe:not(.next)').contentDocument.getAnimations()
    .map((one) => one.effect.target.textContent).join()"""
"""The text of what is marked in the page."""

SCROLL_PAGE = """(() => { const frame = document.querySelector('iframe:not(.next)').contentDocument;
    const all = [...frame.querySelectorAll('p')];
    all.find((one) => one.textContent.startsWith('Zurück')).scrollIntoView({behavior: 'instant'}); })()"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Desk]:
    """Return the desk of a copy of the small brief."""
    folder = copy_of("small", tmp_path_factory.mktemp("desk") / "small")
    command = [sys.executable, str(PROJECT / "scripts/preview_brief.py"), "--port", "0", "--no-browser"]
    process = subprocess.Popen(command, cwd=folder.path, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
    assert address
    tab = browser.new_page(viewport={"width": 1440, "height": 500}, reduced_motion="reduce")
    tab.set_default_timeout(60_000)
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(address[0])
    running = Desk(folder, tab)
    running.settled()
    yield running
    tab.close()
    process.terminate()
    process.wait(60)
    process.stdout.close()
    assert complaints == []


def test_goes_to_the_change(desk: Desk) -> None:
    """Page and sheets go to a paragraph out of sight that an edit changed, and both mark it for a moment."""
    assert not desk.visible("page", LATE)
    desk.folder.replace("report/02-schluss.md", "Zurück zu", "Zurück nun zu")
    desk.until(f"{ANIMATED}.startsWith('Zurück nun zu Abschnitt')")
    desk.tab.wait_for_selector("#sheets rect.changed", state="attached")
    desk.settled()
    assert desk.visible("page", "Zurück nun")
    assert desk.visible("sheets", "Zurück")
    desk.tab.wait_for_selector("#sheets rect.changed", state="detached")  # the moment is over
    desk.save("report/02-schluss.md", "Zurück nun zu", "Zurück zu")


def test_what_went(desk: Desk) -> None:
    """Where a paragraph or an item went, what follows it is marked."""
    item = '  - "Gebaut ist davon noch nichts genannt."\n'
    desk.folder.replace("report/brief.yaml", item, "")
    desk.until(f"{ANIMATED} === '1 Lage'")
    message = '  - "Vereinbart sind {{< var energie.summe >}} MW."\n'
    desk.save("report/brief.yaml", message, message + item)


def test_only_numbers_follow(desk: Desk) -> None:
    """A new note changes its paragraph and the list of notes, not the numbers that are counted after it."""
    desk.folder.replace(SECTION, "im Kreis Ton [", "im Kreis Ton[^neu] [")
    path = desk.folder.path / SECTION
    path.write_text(path.read_text(encoding="utf-8") + "\n[^neu]: Neues.\n", encoding="utf-8")
    desk.until(f"{ANIMATED}.includes('Neues.')")
    blocks = desk.tab.evaluate(ANIMATED)
    assert blocks.startswith("Das Ministerium nennt")
    assert "Zurück" not in blocks
    assert "Die Agentur" not in blocks
    path.write_text(path.read_text(encoding="utf-8").replace("\n[^neu]: Neues.\n", ""), encoding="utf-8")
    desk.save(SECTION, "im Kreis Ton[^neu] [", "im Kreis Ton [")


def test_panes_follow_one_another(desk: Desk) -> None:
    """Where the reader scrolls one pane, the other shows the same text."""
    tab = desk.tab
    tab.mouse.move(300, 300)
    tab.mouse.wheel(0, -20_000)
    desk.until("document.querySelector('iframe').contentWindow.scrollY === 0")
    tab.evaluate(SCROLL_PAGE)
    desk.until(f"({VISIBLE})(['sheets', 'Impfstoff'])")  # in the table that stands below it
    tab.mouse.move(1200, 300)
    tab.mouse.wheel(0, -20_000)
    desk.until(f"({VISIBLE})(['page', 'Energie am'])")


def test_words_of_the_sheets(desk: Desk) -> None:
    """The sheets can be searched, over the end of a line too, and what is selected can be copied."""
    tab = desk.tab
    words = tab.locator("#sheets li").first.locator("svg text").first.text_content() or ""
    plain = words.replace("\N{SOFT HYPHEN}", "").replace("\N{NO-BREAK SPACE}", " ")
    assert "Das Ministerium nennt „eine Vereinbarung“ über 1.000 MW im Kreis Ton" in plain
    assert tab.evaluate("window.find('Dieselbe Meldung nennt auch ein')")
    selected = tab.evaluate("getSelection().toString().replaceAll('\\u00ad', '')")
    assert " ".join(selected.split()) == "Dieselbe Meldung nennt auch ein"


def test_many_faults(desk: Desk) -> None:
    """Faults stand in a line each under their file, those beyond ten folded, and the count in sight."""
    tab, path = desk.tab, desk.folder.path / SECTION
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "".join(f"\nEins [@fehlt{number}].\n" for number in range(14)), encoding="utf-8")
    desk.folder.replace("report/02-schluss.md", "@sec-lage", "@sec-luge")
    tab.get_by_role("heading", name="15 faults").wait_for()
    assert tab.locator("#list > ol > li").count() == 10
    assert tab.locator(".more summary").first.inner_text() == "5 more"
    assert tab.locator("#list > .path").all_inner_texts() == [SECTION]
    assert tab.locator("#list pre:visible").count() == 1  # only the line of the fault that is open
    assert tab.locator("mark:visible").inner_text() == "@fehlt0"
    last = "document.querySelector('#list').scrollTop = 10000"
    tab.evaluate(last)
    assert tab.get_by_role("heading", name="15 faults").is_visible()
    assert tab.locator("main").get_attribute("aria-busy") == "false"
    path.write_text(text, encoding="utf-8")
    desk.folder.replace("report/02-schluss.md", "@sec-luge", "@sec-lage")
    tab.locator("#faults").wait_for(state="hidden")


def test_keys(desk: Desk) -> None:
    """Keys choose the view and go to the next fault, in the brief's page too, unless switched off."""
    tab, view = desk.tab, "document.body.dataset.view"
    tab.frame_locator("iframe:not(.next)").locator("h1").click()
    for key, name in (("1", "page"), ("2", "sheets"), ("3", "both")):
        tab.keyboard.press(key)
        assert tab.evaluate(view) == name
    tab.get_by_text("Keys", exact=True).click()
    tab.get_by_label("Use these keys").uncheck()
    tab.keyboard.press("1")
    assert tab.evaluate(view) == "both"
    tab.get_by_label("Use these keys").check()
    tab.get_by_text("Keys", exact=True).click()
    desk.folder.replace(SECTION, "[@kabar2022]", "[@kabar] [@kobar]")
    tab.get_by_role("heading", name="2 faults").wait_for()
    for key, fault in (("n", "@kabar "), ("n", "@kobar "), ("n", "@kabar "), ("p", "@kobar ")):
        tab.keyboard.press(key)
        assert fault in tab.evaluate("document.activeElement.textContent")
        assert fault.strip() == tab.locator("mark:visible").inner_text()
    desk.folder.replace(SECTION, "[@kabar] [@kobar]", "[@kabar2022]")
    tab.locator("#faults").wait_for(state="hidden")
    desk.settled()


def test_word(desk: Desk, built_small: Folder) -> None:
    """The Word file is the build's; while the brief is at fault there is none."""
    desk.settled()
    with desk.tab.expect_download() as waiting:
        desk.tab.get_by_role("link", name="Word file").click()
    assert waiting.value.suggested_filename == "brief.docx"
    assert waiting.value.path().read_bytes() == (built_small.path / "build/brief.docx").read_bytes()
    desk.folder.replace(SECTION, "[@kabar2022]", "[@kabar]")
    desk.tab.wait_for_selector("body[data-state=faulty]")
    assert not desk.tab.get_by_role("link", name="Word file").is_visible()
    desk.folder.replace(SECTION, "[@kabar]", "[@kabar2022]")
    desk.tab.locator("#faults").wait_for(state="hidden")


MARKS = [
    ("report/a.md", "Wie [@wods2022, p. 3] sagt", 7, "@wods2022"),
    ("report/a.md", "Wie [@wods2022, p. 3] sagt", 6, "@wods2022"),
    ("report/a.md", "@doi:10.1/x-y, und", 1, "@doi:10.1/x-y"),
    ("report/a.md", "Über {{< var energie.sola >}} MW.", 6, "{{< var energie.sola >}}"),
    ("report/a.md", "Über {{< var energie.sola", 6, "{{< var energie.sola"),
    ("report/a.md", "Text[^fehlt] mehr", 5, "[^fehlt]"),
    (
        "report/a.md",
        '![Der See.](images/see.png){#fig-see alt=""}',
        12,
        '![Der See.](images/see.png){#fig-see alt=""}',
    ),
    ("report/a.md", "Ein [Wort](javascript:x) hier", 5, "[Wort](javascript:x)"),
    ("report/a.md", "::: {#fig-energi}", 6, "{#fig-energi}"),
    ("report/a.md", "Ein <b>Wort</b>", 5, "<b>"),
    ("report/a.md", "Es sind 600 MW.", 9, "600"),
    ("report/a.md", "Über dem Text", 1, ""),
    ("data/a.csv", 'a,"b, c",d', 3, '"b, c"'),
    ("data/a.csv", "a;b c;d", 3, "b c"),
    ("bib/a.bib", "  date = {2022-13},", 1, "date = {2022-13},"),
    ("report/brief.yaml", "titel: Ein Titel", 1, "titel: Ein Titel"),
    ("data/datapackage.json", '{"name": "a b"}', 10, '"a b"'),
    ("scripts/charts/a.py", "    return row.wert", 12, "row.wert"),
    ("report/a.md", "kurz", 99, ""),
]


@pytest.mark.parametrize(("path", "line", "column", "construct"), MARKS)
def test_marks(path: str, line: str, column: int, construct: str) -> None:
    """The mark of a fault covers the construct that it is about, and loses nothing of the line."""
    parts = marked(path, line, column)
    assert parts[1] == construct
    assert "".join(parts) == line


def test_line_of_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault comes with its line in three parts, and with the address that opens it in the editor."""
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("Eins.\n\nZwei [@fehlt].\n", encoding="utf-8")
    faults = (Fault("a.md", 3, 7, "problem", "remedy"), Fault("gone.md", 1, 1, "problem", "remedy"))
    shown, gone = Shown(faults=faults).message("vscode://file")["faults"]
    assert shown["text"] == ("Zwei [", "@fehlt", "].")
    assert shown["opens"] == f"vscode://file{tmp_path}/a.md:3:7"
    assert (gone["text"], gone["opens"]) == (["", "", ""], "")


def test_joined() -> None:
    """Letters set one by one are a word, a new line parts words, and a mark of a note stays at its word."""

    def word(x: float, y: float, width: float, text: str, size: float = 10) -> Word:
        return Word(x, y, width, size, 0, text)

    pieces = [word(0, 0, 5, "i"), word(5, 0, 5, "n"), word(10, 0, 3, " "), word(13, 0, 20, "Ton")]
    pieces += [word(33, -3, 3, "1", 6), word(0, 14, 10, "neu"), word(50, 14, 10, "weit")]
    assert [piece.text for piece in joined(pieces)] == ["in ", "Ton", "1 ", "neu ", "weit"]


def test_turned_and_hyphenated() -> None:
    """Words keep the place and the angle in which they are set; a word divided at a line's end stays one."""
    import typst

    source = b"""#set page(width: 90pt, height: 200pt, margin: 10pt)
#set text(size: 10pt, lang: "en", hyphenate: true)
#set par(justify: true)
Extraordinarily incomprehensible
#place(bottom, rotate(-90deg, origin: bottom + left)[up])"""
    pages = texts_of(typst.compile(source), lambda: False)
    found = json.loads(pages[0])
    assert found["size"] == [90, 200]
    text = "".join(word[5] for word in found["words"])
    assert text.replace("\N{SOFT HYPHEN}", "").split() == ["Extraordinarily", "incomprehensible", "up"]
    assert [word[4] for word in found["words"] if word[5] == "up"] == [-90]
    assert texts_of(typst.compile(source), lambda: True) == ()
