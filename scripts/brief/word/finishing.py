"""What Pandoc leaves out of a Word file, or puts where a field cannot use it."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from brief.word.archive import DOCUMENT, W

CORE = "docProps/core.xml"
TITLE = "{http://purl.org/dc/elements/1.1/}title"

COUNTED_LIST, PLAIN_LIST = 1, 2
"""The numbers of the lists of headings, of those that count and of the others; Pandoc's own begin at 1000."""

UNNUMBERED = "unnumbered"
"""The processing instruction that goes through Pandoc in a heading without a number."""


def finish(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a Word file, finished.

    Headings without a number are out of the list that counts them, bookmarks hold what references
    print, tables are as wide as the text and described, and the header has the title.
    """
    document = etree.fromstring(parts[DOCUMENT])
    _settle_headings(document)
    _settle_bookmarks(document)
    width = _column(document)
    for table in document.iter(f"{W}tbl"):
        _fit(table, width)
        _describe(table)
    return dict(parts) | {DOCUMENT: written(document)} | _headers(parts)


def written(root: etree._Element) -> bytes:
    """Return a part as the bytes of its file."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def style_of(paragraph: etree._Element) -> str:
    """Return the style of a paragraph, by its id."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val"))


def text_of(element: etree._Element) -> str:
    """Return the text of an element."""
    return "".join(element.itertext(f"{W}t"))


def _settle_headings(document: etree._Element) -> None:
    """Put each heading that says so into the list that counts nothing."""
    for mark in list(document.iter(etree.ProcessingInstruction)):
        if mark.target == UNNUMBERED:
            paragraph = next(mark.iterancestors(f"{W}p"))
            numbering = etree.Element(f"{W}numPr")
            for name, value in (("ilvl", 0), ("numId", PLAIN_LIST)):
                etree.SubElement(numbering, f"{W}{name}", {f"{W}val": str(value)})
            paragraph.find(f"{W}pPr/{W}pStyle").addnext(numbering)
            mark.getparent().remove(mark)


def _settle_bookmarks(document: etree._Element) -> None:
    """Move bookmarks that Pandoc puts around blocks into the first paragraph.

    A field that refers to a bookmark prints what is inside: of a caption, the number alone.
    """
    ends = {end.get(f"{W}id"): end for end in document.iter(f"{W}bookmarkEnd")}
    for start in list(document.iter(f"{W}bookmarkStart")):
        block = next(start.itersiblings(f"{W}p", f"{W}tbl"), None)
        if start.getparent().tag == f"{W}p" or block is None or block.tag == f"{W}tbl":
            continue
        inside = [child for child in block if child.tag != f"{W}pPr"]
        numbers = [child for child in inside if next(child.iter(f"{W}fldChar"), None) is not None]
        marked = numbers if style_of(block).endswith("Caption") and numbers else inside
        if marked:
            end = ends[start.get(f"{W}id")]
            start.tail = end.tail = None
            marked[0].addprevious(start)
            marked[-1].addnext(end)


def _column(document: etree._Element) -> int:
    """Return the width of the text, in twentieths of a point."""
    size, margins = (document.find(f".//{W}sectPr/{W}{name}") for name in ("pgSz", "pgMar"))
    return int(size.get(f"{W}w")) - sum(int(margins.get(f"{W}{side}")) for side in ("left", "right"))


def _fit(table: etree._Element, width: int) -> None:
    """Make the columns of a table as wide as the text; Pandoc knows no text but that of its own page."""
    columns = table.findall(f"{W}tblGrid/{W}gridCol")
    shares = [int(column.get(f"{W}w")) for column in columns]
    for column, share in zip(columns, shares, strict=True):
        column.set(f"{W}w", str(share * width // sum(shares)))


def _describe(table: etree._Element) -> None:
    """Give a table its caption as a title, and the heads of its columns as a description."""
    properties, before = table.find(f"{W}tblPr"), table.getprevious()
    if before is not None and style_of(before) == "TableCaption":
        caption = text_of(before).rpartition("\N{EM SPACE}")[2]
        etree.SubElement(properties, f"{W}tblCaption", {f"{W}val": caption})
    first = table.find(f"{W}tr")
    if first.find(f"{W}trPr/{W}tblHeader") is not None:
        heads = ", ".join(filter(None, map(text_of, first.iter(f"{W}tc"))))
        etree.SubElement(properties, f"{W}tblDescription", {f"{W}val": heads})


def _headers(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the headers with the title in the field that has it."""
    title = etree.fromstring(parts[CORE]).findtext(TITLE, "")
    headers = {}
    for name in parts:
        if name.startswith("word/header"):
            headers[name] = etree.fromstring(parts[name])
            for text in headers[name].iterfind(f".//{W}fldSimple//{W}t"):
                text.text = title
    return {name: written(root) for name, root in headers.items()}
