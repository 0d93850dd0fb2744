"""What a reader finds in an output, whatever its format."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pikepdf
from lxml import etree

from reading.pdf import Element, read_structure

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NUMBERED = f"{W}pPr/{W}numPr"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


@dataclass(frozen=True)
class Contents:
    """The parts of an output, each in reading order; texts with single blanks."""

    title: str
    lang: str
    headings: list[tuple[int, str]]
    paragraphs: list[str]
    captions: list[str]
    tables: list[list[list[str]]]
    alts: list[str]
    credits: list[str]
    notes: list[str]
    sources: list[str]
    links: set[str]


def tidy(text: str) -> str:
    """Return the text with every kind and number of blanks as one."""
    return re.sub(r"\s+", " ", text).strip()


def read_html(path: Path) -> Contents:
    """Read the page; navigation and the numbers behind charts are left out."""
    root = lxml.html.parse(str(path)).getroot()
    for extra in root.cssselect("nav, .skip, details, .footnote-ref, .footnote-back, .side-note, header"):
        extra.drop_tree()
    main = root.find(".//main")
    captions = [tidy(one.text_content()) for one in main.cssselect("figcaption")]
    tables = [
        [[tidy(cell.text_content()) for cell in row.cssselect("th, td")] for row in table.cssselect("tr")]
        for table in main.cssselect("figure table")
    ]
    pictures = main.cssselect("figure .drawing, figure img")
    notes = [tidy(one.text_content()) for one in main.cssselect(".footnotes li")]
    sources = [tidy(one.text_content()) for one in main.cssselect(".csl-entry")]
    lines = [tidy(one.text_content()) for one in main.cssselect("figure .credits, figure .note")]
    links = {link.get("href") for link in main.cssselect("a") if not link.get("href").startswith("#")}
    alts = [one.get("alt") or one.get("aria-label") for one in pictures]
    for read in main.cssselect("figure, .footnotes, .csl-entry"):
        read.drop_tree()
    headings = [
        (int(one.tag[1]) - 1, tidy(one.text_content()))
        for one in main.cssselect("h2, h3, h4")
        if one.get("id") != "key-messages"
    ]
    flow = [tidy(one.text_content()) for one in main.cssselect("p, li, blockquote")]
    title = root.findtext(".//title")
    return Contents(
        title, root.get("lang"), headings, flow, captions, tables, alts, lines, notes, sources, links
    )


def read_pdf(path: Path) -> Contents:
    """Read the PDF by its structure tree; the title block and the heading of the box are left out."""
    root = read_structure(path)
    with pikepdf.open(path) as pdf:
        title = str(pdf.docinfo.Title)
        lang = str(pdf.Root.Lang)
        notes_of_links = [one for page in pdf.pages for one in page.get("/Annots", [])]
        links = {str(one.A.URI) for one in notes_of_links if "/A" in one and "/URI" in one.A}
    notes = [tidy(re.sub(r"^\d+", "", one.text)) for one in root.find("Note")]
    _prune(root, {"Note"})
    _prune(root, {"Lbl"})
    captions = [tidy(_parted(one)) for one in root.find("Caption")]
    tables = [
        [[tidy(cell.text) for cell in row.find("TH", "TD")] for row in one.find("TR")]
        for one in root.find("Table")
    ]
    alts = [tidy(one.alt) for one in root.find("Figure")]
    exhibits = [div for div in root.find("Div") if div.find("Caption")]
    within = {id(div): div for exhibit in exhibits for div in exhibit.find("Div")}
    lines = [tidy(_parted(one)) for div in within.values() for one in _direct(div, "P")]
    for div in exhibits:
        div.pieces = []
    _prune(root, {"Figure", "Table", "Caption"})
    levels = [one for one in root.walk() if re.fullmatch(r"H[1-6]", one.kind)][1:]
    headings = [(int(one.kind[1]), tidy(one.text)) for one in levels]
    flow = [one for one in root.walk() if one.kind in {"P", "LBody"} or one in levels]
    first = next(index for index, one in enumerate(flow) if one.kind == "LBody") if root.find("LBody") else 0
    texts = [one for one in flow[first:] if tidy(one.text)]
    at_sources = next((i for i, one in enumerate(texts) if one in levels and one is levels[-1]), len(texts))
    paragraphs = [tidy(one.text) for one in texts[:at_sources] if one not in levels]
    sources = [tidy(one.text) for one in texts[at_sources + 1 :]]
    return Contents(title, lang, headings, paragraphs, captions, tables, alts, lines, notes, sources, links)


def _parted(element: Element) -> str:
    """Return the text of an element in which a line break stands for a blank."""
    return re.sub(r"^((?:\w+)\s\d+)(?=\S)", r"\1 ", element.text)


def _direct(div: Element, kind: str) -> list[Element]:
    return [one for one in div.pieces if isinstance(one, Element) and one.kind == kind]


def _prune(root: Element, kinds: set[str]) -> None:
    for element in root.walk():
        element.pieces = [
            one for one in element.pieces if not (isinstance(one, Element) and one.kind in kinds)
        ]


def read_docx(path: Path) -> Contents:
    """Read the Word file by its styles; title block and box heading are left out."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    body = etree.fromstring(parts["word/document.xml"])[0]
    count = _heading_counter(parts)
    found: dict[str, list[str]] = {}
    headings: list[tuple[int, str]] = []
    for paragraph in body.findall(f"{W}p"):
        style = _style(paragraph)
        if re.fullmatch(r"Heading\d", style):
            headings.append((int(style[-1]), tidy(f"{count(paragraph)} {_text(paragraph)}")))
        elif text := _text(paragraph):
            found.setdefault(_ROOMS.get(style, style), []).append(text)
    tables = [
        [[_text(cell) for cell in row.findall(f"{W}tc")] for row in table.findall(f"{W}tr")]
        for table in body.findall(f"{W}tbl")
    ]
    notes = [_text(one) for one in etree.fromstring(parts["word/footnotes.xml"])]
    relations = [etree.fromstring(parts[name]) for name in parts if name.startswith("word/_rels/")]
    links = {one.get("Target") for tree in relations for one in tree if one.get("TargetMode") == "External"}
    core = etree.fromstring(parts["docProps/core.xml"])
    alts = [tidy(one.get("descr")) for one in body.iter(f"{WP}docPr")]
    return Contents(
        core.findtext("{http://purl.org/dc/elements/1.1/}title"),
        core.findtext("{http://purl.org/dc/elements/1.1/}language"),
        headings,
        found.get("flow", []),
        found.get("caption", []),
        tables,
        alts,
        found.get("credits", []),
        [one for one in notes if one],
        found.get("Bibliography", []),
        links,
    )


def _heading_counter(parts: dict[str, bytes]) -> Callable[[etree._Element], str]:
    """Return what counts headings as Word does: by their own list, or that of their style."""
    numbering, styles = (etree.fromstring(parts[f"word/{name}.xml"]) for name in ("numbering", "styles"))
    definitions = {one.get(f"{W}abstractNumId"): one for one in numbering.iter(f"{W}abstractNum")}
    lists = {
        one.get(f"{W}numId"): definitions[one.find(f"{W}abstractNumId").get(f"{W}val")]
        for one in numbering.iter(f"{W}num")
    }
    counts = [0] * 9

    def count(paragraph: etree._Element) -> str:
        style = styles.find(f"{W}style[@{W}styleId='{_style(paragraph)}']")
        used = next(one for one in (paragraph.find(NUMBERED), style.find(NUMBERED)) if one is not None)
        number, level = (used.find(f"{W}{name}").get(f"{W}val") for name in ("numId", "ilvl"))
        form = lists[number].find(f"{W}lvl[@{W}ilvl='{level}']")
        if form.find(f"{W}numFmt").get(f"{W}val") == "none":
            return ""
        counts[int(level) :] = [counts[int(level)] + 1, *[0] * (8 - int(level))]
        text = form.find(f"{W}lvlText").get(f"{W}val")
        return re.sub(r"%(\d)", lambda found: str(counts[int(found[1]) - 1]), text)

    return count


_ROOMS = {
    "KeyMessage": "flow",
    "BodyText": "flow",
    "FirstParagraph": "flow",
    "Compact": "flow",
    "BlockText": "flow",
    "ImageCaption": "caption",
    "TableCaption": "caption",
    "ExhibitNote": "credits",
    "ExhibitCredits": "credits",
}


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val")


def _text(element: etree._Element) -> str:
    runs = element.iter(f"{W}t", f"{W}br", f"{W}tab")
    return tidy("".join(one.text or "" if one.tag == f"{W}t" else " " for one in runs))
