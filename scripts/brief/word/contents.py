"""The list of contents of a Word file, as a field that has its entries already.

It says no pages: only Word, which lays them out, could tell them, and it asks before it does. A
switch of the field keeps them out when it is updated, too.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from brief.word.archive import DOCUMENT, W
from brief.word.finishing import style_of, text_of, written

LEVELS = 2
"""The levels of headings that are listed."""

GALLERY = "Table of Contents"
"""What Word calls a list of contents, in every language."""

FRONT = {"Title", "Subtitle", "Author", "Date", "KeyMessagesHeading", "KeyMessage"}
"""The styles of the paragraphs before it."""


@dataclass(frozen=True)
class Entry:
    """A heading: its level from 1, its number or an empty text, what it says, and its bookmark."""

    level: int
    number: str
    text: str
    bookmark: str


def add_contents(parts: Mapping[str, bytes], title: str) -> dict[str, bytes]:
    """Return the parts of a finished Word file with a list of contents behind the front matter."""
    document = etree.fromstring(parts[DOCUMENT])
    entries = list(_entries(document))
    if entries:
        body = document.find(f"{W}body")
        place = next(at for at, block in enumerate(body) if style_of(block) not in FRONT)
        body.insert(place, etree.fromstring(_contents(entries, title)))
    return dict(parts) | {DOCUMENT: written(document)}


def _entries(document: etree._Element) -> Iterator[Entry]:
    """Yield the headings in order, counted as Word counts them."""
    counters = [0] * 9
    for paragraph in document.iter(f"{W}p"):
        style = style_of(paragraph)
        if not style.startswith("Heading"):
            continue
        level, number = int(style.removeprefix("Heading")), ""
        if paragraph.find(f"{W}pPr/{W}numPr") is None:
            counters[level - 1 :] = [counters[level - 1] + 1, *[0] * (9 - level)]
            number = ".".join(map(str, counters[:level]))
        bookmark = paragraph.find(f"{W}bookmarkStart")
        if level <= LEVELS and bookmark is not None:
            yield Entry(level, number, text_of(paragraph), bookmark.get(f"{W}name"))


def _contents(entries: list[Entry], title: str) -> str:
    """Return the list as Word makes it: a heading, and the paragraphs of one field."""
    code = f'<w:instrText xml:space="preserve"> TOC \\o "1-{LEVELS}" \\n \\h </w:instrText>'
    begin, middle, end = (
        _run(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end")
    )
    lines = [_line(entry) for entry in entries]
    lines[0] = f"{begin}{_run(code)}{middle}{lines[0]}"
    lines[-1] += end
    styles = [f"TOC{entry.level}" for entry in entries]
    paragraphs = (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{line}</w:p>'
        for style, line in zip(["TOCHeading", *styles], [_run(_text(title)), *lines], strict=True)
    )
    return (
        f'<w:sdt xmlns:w="{W.strip("{}")}"><w:sdtPr><w:docPartObj><w:docPartGallery w:val="{GALLERY}"/>'
        f"<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{''.join(paragraphs)}</w:sdtContent></w:sdt>"
    )


def _line(entry: Entry) -> str:
    number = _run(_text(entry.number)) + _run("<w:tab/>") if entry.number else ""
    anchor = html.escape(entry.bookmark)
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{number}{_run(_text(entry.text))}</w:hyperlink>'


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{html.escape(text)}</w:t>'


def _run(content: str) -> str:
    return f"<w:r>{content}</w:r>"
