"""make redline: accepted, the changes give today's brief, rejected the old one; the page says them all."""

from __future__ import annotations

import subprocess
import sys
from contextlib import chdir
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lxml.html
import pytest
from lxml import etree

import libreoffice
from brief.building.revisions import find_revision
from brief.building.settings import load_settings
from brief.building.workflow import Workflow
from brief.pandoc import dumps, loads
from brief.redline.manuscripts import merge_manuscripts
from brief.redline.page import Since
from brief.redline.pictures import settle_pictures
from brief.redline.printing import redline_docx, redline_html
from brief.redline.states import PARTS, build_both, merge_states
from brief.redline.word import Stamp
from brief.word.openxml import read_parts
from brief.writers.printing import read_manuscript
from conftest import Folder
from nu import messages
from reading.changes import W, lines, read_word, tracked
from repository import committed

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STAMP = Stamp("Ada Author", "2026-11-24T10:00:00Z")
MOVED = "Dieselbe Meldung nennt auch ein Wasserkraftwerk [@mineconom2022, S. 1]."
SINCE = Since("abc1234", "2026-11-23", "Ada Author")


@dataclass(frozen=True)
class Redline:
    """What came of two states of a brief: the Word files of both, and what shows the changes."""

    old: bytes
    new: bytes
    docx: bytes
    html: str
    old_page: str
    new_page: str


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Return the small brief in a repository, edited since its only commit in every way there is."""
    folder = committed(tmp_path_factory.mktemp("redline") / "small")
    folder.replace("report/brief.yaml", "Energie am", "Strom am")
    folder.replace("report/brief.yaml", '  - "Gebaut ist davon noch nichts genannt."\n', "")
    folder.replace("data/energie.csv", "see,,500,", "see,,550,")
    folder.replace(
        "data/zusagen.csv",
        "sicherheit,8,Mio. USD,Hilfe für die Sicherheit",
        "sicherheit,9,Mio. USD,Hilfe für Sicherheit",
    )
    folder.replace("report/01-lage.md", "## Folgen {#sec-folgen}", "## Die Folgen {#sec-folgen}")
    folder.replace("report/01-lage.md", "Eine Anmerkung ohne", "Eine neue Anmerkung ohne")
    folder.replace("report/01-lage.md", "Der See, ein", "Der große See, ein")
    folder.replace("report/02-schluss.md", "Zurück zu @sec-lage.[^anm]\n\n", "")
    folder.replace(
        "report/02-schluss.md",
        "\n\n[^anm]: Eine zweite Anmerkung mit demselben Namen in einer anderen Datei.",
        "\n\nAm Ende noch ein Absatz.",
    )
    (folder.path / "report/03-neu.md").write_text(
        f"# Neu {{#sec-neu}}\n\nEin neuer Abschnitt.\n\n{MOVED}\n\n- eins\n- zwei\n"
    )
    folder.replace("report/01-lage.md", f" {MOVED}", "")
    return folder


@pytest.fixture(scope="module")
def redline(repository: Folder, tmp_path_factory: pytest.TempPathFactory) -> Redline:
    """Return what the program makes of the repository."""
    with chdir(repository.path):
        old, new = build_both(find_revision("HEAD"), tmp_path_factory.mktemp("both"))
        text = dumps(merge_states(old, new))
        design = Workflow(load_settings(Path()))
        plain = new / PARTS / "brief.docx"
        docx = redline_docx(loads(text), plain, design, STAMP)
        assert redline_docx(loads(text), plain, design, STAMP) == docx
        then, now = (read_manuscript(place / PARTS / "manuscript.json") for place in (old, new))
        settle_pictures(then, old, now, new)
        pages = [redline_html(loads(dumps(one)), design, SINCE) for one in (then, now)]
        state = redline_docx(then, plain, design, STAMP)
        html = redline_html(loads(text), design, SINCE)
    return Redline(state, plain.read_bytes(), docx, html, *pages)


@pytest.mark.parametrize(("mode", "state"), [("accept", "new"), ("reject", "old")])
def test_accept_and_reject(redline: Redline, mode: str, state: str) -> None:
    """Pandoc reads today's brief when all changes are accepted, the old one when all are rejected."""
    found, expected = read_word(redline.docx, mode), read_word(getattr(redline, state))
    assert lines(found) == lines(expected)
    assert found == expected


def test_libreoffice(redline: Redline, tmp_path: Path) -> None:
    """LibreOffice accepts and rejects all: text, captions, rows and notes are those of the two states."""
    source = tmp_path / "redline.docx"
    source.write_bytes(redline.docx)
    for what, expected in (("Accept", redline.new), ("Reject", redline.old)):
        settled = libreoffice.edit(source, tmp_path / f"{what}.docx", [f'Settle "{what}"'], tracked=False)
        for found, told in zip(paragraphs(settled), paragraphs(expected), strict=True):
            assert found == told


def paragraphs(archive: bytes) -> tuple[list[str], list[str], list[list[str]]]:
    """Return the texts of the paragraphs, the notes and the rows of a Word file, without its contents."""
    parts = read_parts(archive)
    body, notes = (etree.fromstring(parts[f"word/{name}.xml"]) for name in ("document", "footnotes"))
    for contents in list(body.iter(f"{W}sdt")):
        contents.getparent().remove(contents)

    def texts(element: etree._Element) -> list[str]:
        found = (
            "".join(text.text or "" for text in one.iter(f"{W}t")).split() for one in element.iter(f"{W}p")
        )
        return [" ".join(words) for words in found]

    return texts(body), [text for text in texts(notes) if text], [texts(row) for row in body.iter(f"{W}tr")]


def test_open_xml(redline: Redline, tmp_path: Path) -> None:
    """The Word file is valid Open XML; each change has a number of its own, the author and the time."""
    path = tmp_path / "redline.docx"
    path.write_bytes(redline.docx)
    audit = Path(sys.executable).with_name("openxml-audit")
    done = subprocess.run([audit, "--output", "json", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    found = tracked(redline.docx)
    numbers = [number for _, number, *_ in found]
    assert len(set(numbers)) == len(numbers) > 20
    assert {tuple(rest) for _, _, *rest in found} == {(STAMP.author, STAMP.date)}


@pytest.mark.parametrize(("gone", "state"), [("del", "new_page"), ("ins", "old_page")])
def test_page_holds_both(redline: Redline, gone: str, state: str) -> None:
    """Without what was deleted the page is today's, without what was inserted the old one."""
    assert _texts(redline.html, gone) == _texts(getattr(redline, state), gone)


def _texts(page: str, gone: str) -> list[str]:
    root = lxml.html.fromstring(page)
    for one in root.cssselect(f".changes, nav, .footnote-ref, .side-note, {gone}"):
        one.drop_tree()
    kinds = "h1, h2, h3, h4, p, li, figcaption, th, td"
    texts = (
        " ".join(one.text_content().replace("\N{LEFTWARDS ARROW WITH HOOK}", "").split())
        for one in root.cssselect(kinds)
    )
    return [text for text in texts if text.strip("\N{VARIATION SELECTOR-15}")]


def test_the_same(redline: Redline, repository: Folder, built_small: Folder) -> None:
    """Between equal states there is no change at all."""
    text = (built_small.path / PARTS / "manuscript.json").read_text(encoding="utf-8")
    plain = built_small.path / PARTS / "brief.docx"
    with chdir(built_small.path):
        same = dumps(merge_manuscripts(loads(text), loads(text)))
        design = Workflow(load_settings(Path()))
        docx = redline_docx(loads(same), plain, design, STAMP)
        html = redline_html(loads(same), design, SINCE)
    assert tracked(docx) == []
    assert read_word(docx) == read_word(plain.read_bytes())
    root = lxml.html.fromstring(html)
    assert "Nichts hat sich geändert." in root.text_content()
    assert not root.cssselect("ins, del, .changes ol")


def entries(page: str) -> list[str]:
    """Return the entries of the list, old text in brackets, new text in braces."""
    root = lxml.html.fromstring(page)
    for one in root.cssselect(".changes li del"):
        one.text = f"[{one.text}]"
    for one in root.cssselect(".changes li ins"):
        one.text = f"{{{one.text}}}"
    return [" ".join(one.text_content().split()) for one in root.cssselect(".changes li")]


def test_list(redline: Redline) -> None:
    """Every kind of change is in the list, by what it is in, and leads to its place."""
    told = "\n".join(entries(redline.html))
    for expected in (
        "Titel: [Energie]{Strom} am Issyk-Kul",
        "Kernaussagen: [Gebaut ist davon noch nichts genannt.]",
        "Überschrift: 1.1{ Die} Folgen",
        "Anmerkung 5: Eine{ neue} Anmerkung ohne Quelle, mit",
        "Abbildung 2: Der{ große} See",
        "Abbildung 1: [Balkendiagramm: Solarpark Ton 1.000",
        "Issyk-Kul 500 MW.]{Balkendiagramm: Solarpark",
        "Abbildung 1, Wasserkraftwerk Issyk-Kul, Leistung: [500]{550} MW",
        "Tabelle 1, Hilfe für Sicherheit, Menge: [8]{9} Mio. USD",
        "Text: {Ein neuer Abschnitt.}",
        "Text, von „1 Lage“ nach „3 Neu“ verschoben: {Dieselbe Meldung nennt auch ein Wasserkraftwerk.}",
        "Text: [Zurück zu Abschnitt 1.]",
        "Text: {Am Ende noch ein Absatz.}",
    ):
        assert expected in told
    root = lxml.html.fromstring(redline.html)
    ids = [one.get("id") for one in root.iter() if isinstance(one.tag, str) and one.get("id")]
    assert len(set(ids)) == len(ids)
    for link in root.cssselect("a[href^='#']"):
        assert link.get("href")[1:] in ids
    marked = {one.get("id") for one in root.cssselect("main ins[id], main del[id], header [id]")}
    assert {one.get("href")[1:] for one in root.cssselect(".changes li a")} <= marked


def test_page(redline: Redline, browser: Browser, tmp_path: Path) -> None:
    """Axe finds nothing, nothing is cut off, and the page's own policy has nothing to complain of."""
    path = tmp_path / "redline.html"
    path.write_text(redline.html, encoding="utf-8")
    tab = browser.new_page(reduced_motion="reduce")
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.goto(path.as_uri())
    tab.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
    tab.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    for width, scheme in ((320, "light"), (1440, "dark")):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        found: Any = tab.evaluate("rules => axe.run({runOnly: rules})", rules)
        told = [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]]
        assert told == [], (width, scheme)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    said = tab.evaluate("""() => ['ins:not(.moved)', 'del:not(.moved)', 'ins.moved', 'del.moved'].map(tag => {
        const one = document.querySelector('main p ' + tag);
        return [getComputedStyle(one, '::before').content, getComputedStyle(one).textDecorationLine]; })""")
    assert said == [
        ['" [eingefügt: "', "underline"],
        ['" [gestrichen: "', "line-through"],
        ['" [hierher verschoben: "', "underline"],
        ['" [von hier verschoben: "', "line-through"],
    ]
    assert complaints == []
    tab.close()


def test_nu(redline: Redline, tmp_path: Path) -> None:
    """The Nu HTML checker has no error and no warning."""
    path = tmp_path / "redline.html"
    path.write_text(redline.html, encoding="utf-8")
    assert messages(path) == []
