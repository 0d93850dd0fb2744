"""What Word counts itself in the Word file, says what it should before Word counts it anew."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import panflute as pf
import pytest
from lxml import etree

from brief.content.tokens import load_tokens
from brief.pandoc import convert_to_bytes, dumps
from brief.word.fields import LONGEST, bookmark_of
from brief.word.openxml import read_parts
from brief.writers.docx import docx_document
from conftest import PROJECT, Folder
from reading.contents import WP, Contents, W, read_docx, tidy

BRIEFS = ("built_small", "built_brief")


@pytest.fixture(params=BRIEFS)
def built(request: pytest.FixtureRequest) -> Folder:
    """Return a built brief: the small German one, and the brief itself."""
    return request.getfixturevalue(request.param)


@cache
def parts_of(folder: Path) -> dict[str, etree._Element]:
    """Return the parts of the Word file of a built brief that are XML."""
    parts = read_parts((folder / "build/brief.docx").read_bytes())
    return {name: etree.fromstring(part) for name, part in parts.items() if name.endswith(".xml")}


@cache
def contents(folder: Path) -> Contents:
    """Return what the Word file of a built brief says."""
    return read_docx(folder / "build/brief.docx")


def text_of(element: etree._Element) -> str:
    """Return a text as it is read."""
    return tidy(
        "".join(" " if one.tag == f"{W}tab" else one.text for one in element.iter(f"{W}t", f"{W}tab"))
    )


def bookmarked(document: etree._Element) -> dict[str, str]:
    """Return what the bookmarks inside of paragraphs hold, by their names."""
    held = {}
    for start in document.iter(f"{W}bookmarkStart"):
        between = []
        for one in start.itersiblings():
            if one.tag == f"{W}bookmarkEnd" and one.get(f"{W}id") == start.get(f"{W}id"):
                held[start.get(f"{W}name")] = tidy("".join(map(text_of, between)))
                break
            between.append(one)
    return held


def test_the_contents_list_the_headings(built: Folder) -> None:
    """As a field with an entry for each heading of two levels, which leads to it; no prompt, no pages."""
    parts = parts_of(built.path)
    (holder,) = parts["word/document.xml"].iter(f"{W}sdt")
    entries = list(holder.iter(f"{W}hyperlink"))
    headings = [text for level, text in contents(built.path).headings if level <= 2]
    assert list(map(text_of, entries)) == headings
    held = bookmarked(parts["word/document.xml"])
    assert [re.sub(r"^[\d.]+ ", "", text) for text in headings] == [
        held[one.get(f"{W}anchor")] for one in entries
    ]
    assert "".join(holder.itertext(f"{W}instrText")).split() == ["TOC", "\\o", '"1-2"', "\\n", "\\h"]
    assert not list(parts["word/settings.xml"].iter(f"{W}updateFields"))


def test_references_print_what_their_bookmarks_hold(built: Folder) -> None:
    """The number of a figure or table, and that of a heading, which its list counts."""
    document = parts_of(built.path)["word/document.xml"]
    held, seen = bookmarked(document), 0
    numbers = {text.partition(" ")[2]: text.partition(" ")[0] for _, text in contents(built.path).headings}
    for link in document.iter(f"{W}hyperlink"):
        name, *switches = "".join(link.itertext(f"{W}instrText")).split()[1:] or [""]
        if name:
            seen += 1
            assert name == link.get(f"{W}anchor")
            printed = numbers[held[name]] if switches == ["\\n"] else held[name]
            assert re.fullmatch(rf"(\w+ )?{re.escape(printed)}", text_of(link)), text_of(link)
    assert seen >= 5


def test_a_reference_to_a_heading_without_a_number_prints_the_heading() -> None:
    """And the name of a bookmark is that which Pandoc gives it, however long the label."""
    label = "sec-" + "long" * LONGEST
    link = pf.Link(pf.Str("Vorab und kurz"), url=f"#{label}", classes=["reference"])
    title = pf.Header(pf.Str("Vorab und kurz"), level=1, identifier=label, classes=["unnumbered"])
    document = pf.Doc(title, pf.Para(link))
    for name in ("title", "lang", "date", "date_printed", "series"):
        document.metadata[name] = "de" if name == "lang" else "x"
    for name in ("authors", "keywords", "key_messages"):
        document.metadata[name] = []
    made = dumps(docx_document(document, load_tokens(PROJECT / "report/style/tokens.yaml")))
    xml = read_parts(convert_to_bytes(made, "docx", 0))["word/document.xml"].decode()
    assert f"> REF {bookmark_of(label)} <" in xml
    assert f'w:name="{bookmark_of(label)}"' in xml
    assert text_of(next(etree.fromstring(xml.encode()).iter(f"{W}hyperlink"))) == "Vorab und kurz"


def test_header_and_footer(built: Folder) -> None:
    """The title stands above all pages but the first; each says which of how many it is."""
    parts = parts_of(built.path)
    edges = {name: part for name, part in parts.items() if re.match(r"word/(header|footer)", name)}
    texts = sorted(map(text_of, edges.values()))
    page = {"built_small": "Seite 1 von 1", "built_brief": "Page 1 of 1"}
    assert texts == sorted(["", contents(built.path).title, *[page[f"built_{built.path.name}"]] * 2])
    codes = {one.get(f"{W}instr").strip() for part in edges.values() for one in part.iter(f"{W}fldSimple")}
    assert codes == {"TITLE", "PAGE", "NUMPAGES"}


def test_tables_are_as_wide_as_the_text(built: Folder) -> None:
    """To the point."""
    document = parts_of(built.path)["word/document.xml"]
    size, margins = (next(document.iter(f"{W}{name}")) for name in ("pgSz", "pgMar"))
    column = int(size.get(f"{W}w")) - int(margins.get(f"{W}left")) - int(margins.get(f"{W}right"))
    for grid in document.iter(f"{W}tblGrid"):
        assert column - 20 < sum(int(one.get(f"{W}w")) for one in grid) <= column


def test_tables_and_pictures_are_named(built: Folder) -> None:
    """A table by its caption and the heads of its columns, a picture by its file."""
    document = parts_of(built.path)["word/document.xml"]
    captions = [one for one in contents(built.path).captions if one.startswith(("Table ", "Tabelle "))]
    tables = list(document.iter(f"{W}tblPr"))
    titles = [one.find(f"{W}tblCaption").get(f"{W}val") for one in tables]
    assert [one.split(" ", 2)[2] for one in captions] == titles
    heads = [", ".join(filter(None, table[0])) for table in contents(built.path).tables]
    assert [one.find(f"{W}tblDescription").get(f"{W}val") for one in tables] == heads
    names = [one.get("name") for one in document.iter(f"{WP}docPr")]
    assert names
    assert len(set(names)) == len(names)
    assert all(
        (built.path / "build/parts/exhibits" / f"{name}.svg").exists() or name == "see" for name in names
    )


def test_statistics_are_those_of_the_text(built: Folder) -> None:
    """What nobody has counted, as pages, is not said."""
    parts = parts_of(built.path)
    told = {etree.QName(one).localname: int(one.text) for one in parts["docProps/app.xml"]}
    texts = ["".join(one.itertext(f"{W}t")) for one in parts["word/document.xml"].iter(f"{W}p")]
    texts = [text for text in texts if text.strip()]
    assert told == {
        "Words": sum(len(text.split()) for text in texts),
        "Characters": sum(len(re.sub(r"\s", "", text)) for text in texts),
        "CharactersWithSpaces": sum(map(len, texts)),
        "Paragraphs": len(texts),
    }


def test_lines_are_as_high_as_what_they_hold(built_brief: Folder) -> None:
    """Spacing is a multiple; the file is of today's Word; sources hang, exhibits hold together."""
    parts = parts_of(built_brief.path)
    styles = parts["word/styles.xml"]
    assert {one.get(f"{W}lineRule") for one in styles.iter(f"{W}spacing")} <= {None, "auto"}
    assert int(styles.find(f"{W}style[@{W}styleId='BodyText']//{W}spacing").get(f"{W}line")) > 240
    assert styles.find(f"{W}style[@{W}styleId='Bibliography']//{W}ind").get(f"{W}hanging")
    for name in ("Heading1", "ImageCaption", "TableCaption", "CaptionedFigure", "TableText", "ExhibitNote"):
        assert styles.find(f"{W}style[@{W}styleId='{name}']//{W}keepNext") is not None
    mode = parts["word/settings.xml"].find(f".//{W}compatSetting[@{W}name='compatibilityMode']")
    assert mode.get(f"{W}val") == "15"
