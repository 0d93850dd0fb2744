"""What the validators of the field say of the PDF and the Word file, and what they do not look at."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from conftest import Folder, missing
from reading.contents import W, tidy
from reading.pdf import Element, read_structure

BRIEFS = ("built_small", "built_brief")


@pytest.fixture(params=BRIEFS)
def built(request: pytest.FixtureRequest) -> Folder:
    """Return a built brief: the small German one, and the brief itself."""
    return request.getfixturevalue(request.param)


def test_qpdf(built: Folder) -> None:
    """Qpdf finds the file whole."""
    qpdf = shutil.which("qpdf") or missing("qpdf")
    done = subprocess.run(
        [qpdf, "--check", built.path / "build/brief.pdf"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "WARNING" in done.stdout + done.stderr) == (0, False), done.stdout


def test_poppler(built: Folder) -> None:
    """Poppler reads all pages, and letters of both alphabets come back as what they are."""
    pdftotext = shutil.which("pdftotext") or missing("pdftotext")
    done = subprocess.run(
        [pdftotext, built.path / "build/brief.pdf", "-"], capture_output=True, text=True, check=True
    )
    assert "Министерство экономики и коммерции КР" in " ".join(done.stdout.split())
    assert "\N{REPLACEMENT CHARACTER}" not in done.stdout


def test_pdf_says_what_it_is(built: Folder) -> None:
    """It claims PDF/A-3a and PDF/UA-1, is marked, titled, in its language, and has bookmarks."""
    with pikepdf.open(built.path / "build/brief.pdf") as pdf:
        meta = pdf.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"] == str(pdf.docinfo.Title)
        assert meta["dc:language"]
        assert meta["dc:description"]
        assert meta["pdf:Keywords"]
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_outline() as outline:
            assert len(outline.root) >= 3


def test_pdf_carries_its_sources(built: Folder) -> None:
    """Data, bibliography and the list of inputs are inside, each saying how it belongs."""
    with pikepdf.open(built.path / "build/brief.pdf") as pdf:
        names = set(pdf.attachments)
        data = {path.relative_to(built.path).as_posix() for path in (built.path / "data").iterdir()}
        assert names == data | {"bib/sources.bib", "inputs.json"}
        for name in names - {"inputs.json"}:
            assert pdf.attachments[name].get_file().read_bytes() == (built.path / name).read_bytes()
        listed = json.loads(pdf.attachments["inputs.json"].get_file().read_bytes())
        assert {"report/brief.yaml", "report/style/tokens.yaml"} | data < set(listed)
        relations = {str(one.F): str(one.AFRelationship) for one in pdf.Root.AF}
        assert relations["bib/sources.bib"] == "/Source"
        assert set(relations) == names


def test_reading_order(built: Folder) -> None:
    """Headings, paragraphs, lists and captions follow one another in the PDF's tags as in the HTML."""
    import lxml.html

    main = lxml.html.parse(str(built.path / "build/brief.html")).getroot().find(".//main")
    for extra in main.cssselect(
        ".footnote-ref, .side-note, .footnotes, .csl-entry, figure > *:not(figcaption)"
    ):
        extra.drop_tree()
    kinds = "h2:not(#key-messages), h3, h4, p, li, figcaption"
    expected = [tidy(one.text_content()).replace(" ", "")[:60] for one in main.cssselect(kinds)]
    found = [one.replace(" ", "")[:60] for one in _flow(read_structure(built.path / "build/brief.pdf"))]
    start = found.index(expected[0])
    assert found[start : start + len(expected)] == expected


def _flow(element: Element) -> list[str]:
    """Return the texts of an element in order: an exhibit by its caption alone, and no notes."""
    if element.kind in {"Caption", "LBody", "P"} or re.fullmatch(r"H\d", element.kind):
        for one in element.walk():
            one.pieces = [p for p in one.pieces if isinstance(p, str) or p.kind not in {"Note", "Lbl"}]
        return [tidy(element.text)] if tidy(element.text) else []
    parts = [one for one in element.pieces if isinstance(one, Element)]
    if element.kind == "Div" and (captions := element.find("Caption")):
        parts = captions
    return [text for part in parts for text in _flow(part)]


def test_open_xml(built: Folder) -> None:
    """The Word file is valid Open XML."""
    audit = Path(sys.executable).with_name("openxml-audit")
    command = [audit, "--output", "json", built.path / "build/brief.docx"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def office_pdfs(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Return a folder of what one start of LibreOffice makes of the Word files, by their fixtures."""
    office = shutil.which("soffice") or missing("LibreOffice")
    folder = tmp_path_factory.mktemp("office")
    files = [folder / f"{name}.docx" for name in BRIEFS]
    for path in files:
        shutil.copy(request.getfixturevalue(path.stem).path / "build/brief.docx", path)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
    subprocess.run([*command, *files], capture_output=True, check=True)
    return folder


@pytest.mark.parametrize("name", BRIEFS)
def test_libreoffice(office_pdfs: Path, name: str) -> None:
    """LibreOffice opens the Word file, with its text, pictures and notes."""
    with pikepdf.open(office_pdfs / f"{name}.pdf") as pdf:
        assert len(pdf.pages) >= 2
        assert any("/XObject" in page.resources for page in pdf.pages)


def test_lines_in_word_are_of_about_seventy_characters(office_pdfs: Path) -> None:
    """As LibreOffice sets the first page of text: of most of its lines, which are full."""
    pdftotext = shutil.which("pdftotext") or missing("pdftotext")
    command = [pdftotext, "-f", "2", "-l", "2", "-layout", office_pdfs / "built_brief.pdf", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lengths = sorted(len(line.strip()) for line in done.stdout.splitlines() if len(line.split()) > 8)
    assert 65 <= lengths[len(lengths) // 2] <= 75


def test_word_file_is_made_of_styles(built: Folder) -> None:
    """Headings, captions with fields, header rows that repeat, languages, and no formatting by hand."""
    with zipfile.ZipFile(built.path / "build/brief.docx") as packed:
        core = etree.fromstring(packed.read("docProps/core.xml"))
        document = etree.fromstring(packed.read("word/document.xml"))
        styles = etree.fromstring(packed.read("word/styles.xml"))
        notes = etree.fromstring(packed.read("word/footnotes.xml"))
    told = {etree.QName(one).localname: one.text for one in core}
    assert told["title"]
    assert told["description"]
    assert told["keywords"]
    assert told["language"] in {"de", "en-US"}
    assert told["created"] == "2026-11-24T00:00:00Z"
    assert not list(document.iter(f"{W}color", f"{W}sz", f"{W}rFonts", f"{W}spacing", f"{W}shd"))
    fields = [one.text for one in document.iter(f"{W}instrText")]
    assert any("SEQ Figure" in field for field in fields)
    assert any("SEQ Table" in field for field in fields)
    for table in document.iter(f"{W}tbl"):
        assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    assert styles.find(f"{W}style[@{W}styleId='Table']/{W}trPr/{W}cantSplit") is not None
    headings = [styles.find(f"{W}style[@{W}styleId='Heading{level}']//{W}rFonts") for level in range(1, 7)]
    assert len({one.get(f"{W}ascii") for one in headings}) == 1
    default = styles.find(f".//{W}docDefaults//{W}lang")
    assert default.get(f"{W}val") in {"de", "en-US"}
    assert {one.get(f"{W}val") for one in notes.iter(f"{W}lang")} == {"ru"}
    for picture in document.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    ):
        assert picture.get("descr")
