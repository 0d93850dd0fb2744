"""What PDF, HTML and DOCX say: the same, in the language of the brief."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from brief.writers.pagestyle import source_hash
from conftest import PROJECT, Folder
from reading.contents import Contents, read_docx, read_html, read_pdf
from reading.pdf import read_structure, untagged

BRIEFS = ("built_small", "built_brief")


@cache
def contents(folder: Path, kind: str) -> Contents:
    """Return what one output of a built brief holds."""
    read = {"html": read_html, "pdf": read_pdf, "docx": read_docx}[kind]
    return read(folder / "build" / f"brief.{kind}")


@pytest.fixture(params=BRIEFS)
def built(request: pytest.FixtureRequest) -> Folder:
    """Return a built brief: the small German one, and the brief itself."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("part", [one.name for one in fields(Contents)])
@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_parity(built: Folder, part: str, kind: str) -> None:
    """Headings, text, notes, captions, tables, sources and links are those of the HTML."""
    expected = getattr(contents(built.path, "html"), part)
    assert expected
    assert getattr(contents(built.path, kind), part) == expected


def test_language(built_small: Folder) -> None:
    """A German brief has German numbers, quotation marks, dates and fixed words."""
    found = contents(built_small.path, "pdf")
    assert found.lang == "de"
    assert found.headings[-1] == (1, "Quellen")
    assert found.captions[0] == "Abbildung 1 Vereinbarte Leistung: 2.100 MW."
    assert [caption.split(" Was")[0] for caption in found.captions if "Tabelle" in caption] == ["Tabelle 1"]
    assert "„eine Vereinbarung“ über 1.000 MW" in found.paragraphs[2]
    assert "Abschnitt 1.1" in found.paragraphs[2]
    assert "8. April 2022, zugegriffen 15. November 2022" in found.notes[0]
    assert found.notes[1].startswith("Министерство экономики и коммерции КР, „Подписано")
    assert found.notes[1].endswith("КР“, 1.")
    assert found.notes[3].startswith("Министерство экономики и коммерции КР, „Подписано")
    assert "zugegriffen" not in found.notes[3]  # the short form of a later mention
    assert found.credits[0] == "Quellen: Wirtschaftsministerium 2022; Kabar 2022; das veröffentlichte Papier."


def test_notes_of_the_brief(built_brief: Folder) -> None:
    """Seventeen notes: a first mention is in full with its day of access, a repeat is not."""
    notes = contents(built_brief.path, "html").notes
    assert len(notes) == 17
    assert "accessed November 15, 2022" in notes[0]
    assert "http" not in notes[7]
    assert notes[10] == "Yau, Managing Sentiments in the Western Periphery, 7–8."


def test_pdf_is_tagged_whole(built: Folder) -> None:
    """Everything on a page is in the structure tree or an artifact; no level is skipped."""
    path = built.path / "build/brief.pdf"
    root = read_structure(path)
    assert untagged(path).strip() == ""
    levels = [int(one.kind[1]) for one in root.walk() if one.kind in {"H1", "H2", "H3", "H4"}]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    for table in root.find("Table"):
        assert table.find("TH")
    assert all(figure.alt for figure in root.find("Figure"))


def test_pdf_marks_languages(built: Folder) -> None:
    """Cyrillic titles are in Russian, whatever the document's language and region."""
    root = read_structure(built.path / "build/brief.pdf")
    russian = [one for one in root.walk() if one.lang == "ru"]
    assert russian
    assert {one.lang for one in root.walk()} <= {"", "ru", "de", "en-US"}


def test_html_asks_nothing(built: Folder) -> None:
    """The page holds its styles, fonts and pictures itself, and one script that it can do without."""
    import lxml.html

    root = lxml.html.parse(str(built.path / "build/brief.html")).getroot()
    assert not root.cssselect("link[rel=stylesheet], iframe")
    (script,) = root.cssselect("script:not([type='application/ld+json'])")
    policy = root.cssselect("meta[http-equiv=Content-Security-Policy]")[0].get("content")
    assert f"script-src {source_hash(script.text)};" in policy
    for element in root.cssselect("[src]"):
        assert element.get("src").startswith("data:")
    targets = {element.get("id") for element in root.iter() if element.get("id")}
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(targets)
    for link in root.cssselect("a[href^='#']"):
        assert link.get("href")[1:] in targets


def test_marks_stay_with_their_word(built: Folder) -> None:
    """No line of the page begins with the mark of a note."""
    import lxml.html

    root = lxml.html.parse(str(built.path / "build/brief.html")).getroot()
    marks = root.cssselect(".footnote-ref")
    assert marks
    assert len(root.cssselect(".kept .footnote-ref")) == len(marks)
    assert all(re.search(r"\S\d$", kept.text_content()) for kept in root.cssselect(".kept"))


def test_addresses_are_divided_where_a_reader_can_tell(built: Folder) -> None:
    """Printed addresses break after a slash or before a dot or a hyphen, in the page and in the PDF."""
    import lxml.html

    root = lxml.html.parse(str(built.path / "build/brief.html")).getroot()
    typst = (built.path / "build/parts/brief.typ").read_text(encoding="utf-8")
    links = [link for link in root.cssselect("a") if link.cssselect(".piece")]
    assert len(links) >= 3
    for link in links:
        pieces = [piece.text for piece in link.cssselect(".piece")]
        assert "".join(pieces) == link.get("href")
        assert all(re.fullmatch(r"\w+:/+|[-._~?#&=%,]?\w*/?", piece) for piece in pieces), pieces
        assert "".join(f'#box("{piece}")' for piece in pieces) in typst


@pytest.mark.parametrize("mark", ["<!-- policy -->", "<!-- description -->", "/* style */"])
def test_a_template_without_a_mark(mark: str, built_small: Folder, tmp_path: Path) -> None:
    """No page is written without its policy, its description or its style."""
    template, out = tmp_path / "brief.html", tmp_path / "out.html"
    own = (PROJECT / "report/style/brief.html").read_text(encoding="utf-8")
    template.write_text(own.replace(mark, ""), encoding="utf-8")
    flags = ["--manuscript", "build/parts/manuscript.json", "--description", "build/parts/description.json"]
    flags += ["--tokens", "report/style/tokens.yaml", "--css", str(PROJECT / "report/style/brief.css")]
    flags += ["--fonts", str(PROJECT / "report/style/fonts"), "--page", str(template), "--out", str(out)]
    done = built_small.call("render_html.py", *flags)
    message = f"{template}:1:1: the template has no line {mark}; put it back into its head\n"
    assert (done.returncode, done.stderr, out.exists()) == (2, message, False)
