"""Reads a Word file with tracked changes as one in which all are accepted, or all rejected."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import panflute as pf
import pypandoc
from lxml import etree

from brief.pandoc import text_of
from brief.word.openxml import read_parts, write_parts
from reading.contents import W

TEXTS = ("word/document.xml", "word/footnotes.xml")

LEFT_OUT = {"accept": (f"{W}del", f"{W}moveFrom"), "reject": (f"{W}ins", f"{W}moveTo")}
"""What is gone when all changes are accepted, or rejected."""

CHANGES = [tag for tags in LEFT_OUT.values() for tag in tags]


def read_word(archive: bytes, mode: str = "accept") -> str:
    """Return what Pandoc reads in a Word file, as JSON, with every picture named by its content.

    Links keep the names of their goals. The list of contents is left out, which a redline has none of.
    """
    parts = read_parts(archive)
    for name in TEXTS:
        tree = etree.fromstring(parts[name])
        for unread in list(tree.iter(f"{W}sdt", f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            _drop(unread)
        _settle_unread(tree, LEFT_OUT[mode])
        parts[name] = etree.tostring(tree)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "read.docx")
        path.write_bytes(write_parts(parts))
        text = pypandoc.convert_file(str(path), "json", extra_args=[f"--track-changes={mode}"])
    document = pf.load(io.StringIO(text))

    def settle(element: pf.Element, _: pf.Doc) -> Any:
        if isinstance(element, pf.Image):
            element.url = hashlib.sha256(parts[f"word/{element.url}"]).hexdigest()
        return _as_seen(element)

    document = document.walk(settle)
    front = {name: value.to_json() for name, value in document.metadata.content.items() if value.content}
    return json.dumps([front, document.content.to_json()], ensure_ascii=False, sort_keys=True)


def _settle_unread(tree: etree._Element, gone: tuple[str, ...]) -> None:
    """Accept or reject what Pandoc passes over: rows, code, rules, pictures, ends of empty paragraphs.

    And show it the text of simple fields.
    """
    for mark in [one for one in tree.iter(*gone) if one.getparent().tag == f"{W}trPr"]:
        _drop(next(mark.iterancestors(f"{W}tr")))
    for table in list(tree.iter(f"{W}tbl")):
        if table.find(f"{W}tr") is None:
            _drop(table)
    for field in list(tree.iter(f"{W}fldSimple")):
        _unwrap(field)
    for mark in list(tree.iter(f"{W}rPr")):
        if mark.getparent().tag == f"{W}pPr" and not _is_gone(mark, gone):
            _drop(mark)
    for paragraph in list(tree.iter(f"{W}p")):
        code = paragraph.find(f"{W}pPr/{W}pStyle[@{W}val='SourceCode']") is not None
        drawn = next(paragraph.iter(f"{W}pict", f"{W}drawing"), None) is not None
        empty = [one.tag for one in paragraph] == [f"{W}pPr"]
        if code or drawn or empty:
            _settle(paragraph, gone)
    _melt_all(tree, gone)


def _melt_all(tree: etree._Element, gone: tuple[str, ...]) -> None:
    """Join each paragraph whose end is gone with the next one."""
    for paragraph in list(tree.iter(f"{W}p")):
        if _is_gone(paragraph.find(f"{W}pPr/{W}rPr"), gone):
            _melt(paragraph)


def _is_gone(mark: etree._Element | None, gone: tuple[str, ...]) -> bool:
    """Return whether the end of a paragraph is gone, by the properties of its mark."""
    return mark is not None and any(mark.find(tag) is not None for tag in gone)


def _melt(paragraph: etree._Element) -> None:
    """Put what is in a paragraph whose end is gone before what is in the next one.

    Pandoc does so too, but gives it to a note where one stands in the next paragraph.
    """
    following = paragraph.getnext()
    while following is not None and following.tag.endswith(("Start", "End")):  # of bookmarks and moves
        following = following.getnext()
    if following is None or following.tag != f"{W}p":
        return
    place = 0 if following.find(f"{W}pPr") is None else 1
    for child in reversed([child for child in paragraph if child.tag != f"{W}pPr"]):
        following.insert(place, child)
    _drop(paragraph)


def _settle(paragraph: etree._Element, gone: tuple[str, ...]) -> None:
    """Accept or reject all in a paragraph."""
    for change in list(paragraph.iterchildren(*CHANGES)):
        if change.tag in gone:
            _drop(change)
        else:
            _unwrap(change)
    properties = paragraph.find(f"{W}pPr")
    if properties is not None and _is_gone(properties.find(f"{W}rPr"), gone):
        _drop(paragraph)
    elif properties is not None and len(properties) == 0:
        _drop(properties)


def _drop(element: etree._Element) -> None:
    element.getparent().remove(element)


def _unwrap(element: etree._Element) -> None:
    for child in reversed(element):
        element.addnext(child)
    _drop(element)


STYLES = (pf.Emph, pf.Strong, pf.Link)


def _as_seen(element: pf.Element) -> Any:
    """Leave out what nobody sees: empty things where all went, and where one style is parted by a run."""
    match element:
        case pf.TableCell():
            element.alignment = "AlignDefault"  # which Pandoc guesses from the paragraphs of a column
        case pf.Table():
            element.colspec = [("AlignDefault", width) for _, width in element.colspec]
        case pf.Para() | pf.Plain() | pf.Header():
            element.content = _joined([part for one in element.content for part in _parted(one)])
            if isinstance([*element.content, None][-2:][0], pf.Space):
                element.content.pop()  # Pandoc puts it where the end of a paragraph went
            return None if element.content else []
        case pf.Link() | pf.ListItem() | pf.BulletList() | pf.OrderedList():
            return None if element.content else []
    return None


def _parted(inline: pf.Inline) -> list[pf.Inline]:
    """Part a text at the wide blank after the label of an exhibit, to Pandoc a blank if alone."""
    if not isinstance(inline, pf.Str) or "\N{EM SPACE}" not in inline.text:
        return [inline]
    left, _, right = inline.text.partition("\N{EM SPACE}")
    return [*([pf.Str(left)] if left else []), pf.Space(), *([pf.Str(right)] if right else [])]


def _joined(inlines: list[pf.Inline]) -> list[pf.Inline]:
    joined: list[pf.Inline] = []
    for inline in inlines:
        blank = joined[-1:] if joined and isinstance(joined[-1], pf.Space) else []
        before = joined[-1 - len(blank)] if len(joined) > len(blank) else None
        if isinstance(inline, STYLES) and type(before) is type(inline) and _shell(before) == _shell(inline):
            del joined[-1 - len(blank) :]
            inline = type(inline)(*before.content, *blank, *inline.content, **_shell(inline))
        joined.append(inline)
    return joined


def _shell(inline: pf.Inline) -> dict[str, str]:
    return {"url": inline.url} if isinstance(inline, pf.Link) else {}


def tracked(archive: bytes) -> list[tuple[str, ...]]:
    """Return each change in a Word file: its tag, number, author and date."""
    parts = read_parts(archive)
    return [
        (one.tag.removeprefix(W), *(one.get(f"{W}{key}") for key in ("id", "author", "date")))
        for name in TEXTS
        for one in etree.fromstring(parts[name]).iter(*CHANGES, f"{W}pPrChange")
    ]


def lines(read: str) -> list[str]:
    """Return the texts in what `read_word` returned."""
    whole = {"pandoc-api-version": [1, 23], "meta": {}, "blocks": json.loads(read)[1]}
    return [text_of([block]) for block in pf.load(io.StringIO(json.dumps(whole))).content]
