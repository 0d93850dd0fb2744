"""A Word file read for its text, with what became of each piece of it.

Element names are those of WordprocessingML (ECMA-376, part 1, section 17). Whatever is neither
text nor known to print nothing is an OBJECT, so that it cannot come or go without notice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from lxml import etree

from brief.review.formats import Formats
from brief.review.marks import Marks
from brief.review.remarks import read_comments
from brief.review.storyreader import Story
from brief.word.archive import DOCUMENT, FOOTNOTES, LINKS, W, WordFile, read_archive
from brief.word.contents import GALLERY
from brief.word.wordtext import END, Piece, WordText

LEFT_OUT = (f"{W}fldSimple", f"{W}ins", f"{W}moveTo")
"""What holds text of headers and footers that is no part of what they said when they were made."""


def read_draft(archive: bytes) -> WordText:
    """Return the text of a Word file that was just made here."""
    return read_word(read_archive(archive, "build/brief.docx"))


def read_word(file: WordFile) -> WordText:
    """Return the text of a Word file."""
    marks = Marks.of(file)
    formats = Formats(file.parts)
    _leave_out_contents(file.document, formats, marks)
    threads = read_comments(file.parts, marks)
    links = {part: dict(_addresses(file, part)) for part in LINKS}
    notes = {}
    for note in file.parts[FOOTNOTES].iter(f"{W}footnote") if FOOTNOTES in file.parts else ():
        if note.get(f"{W}type") is None:
            read = Story(formats, marks, threads, links[FOOTNOTES]).read(note)
            notes[note.get(f"{W}id", "")] = _note(read, marks)
    body = Story(formats, marks, threads, links[DOCUMENT]).read(file.document)
    goals: dict[str, set[str]] = {}
    for link in file.document.iter(f"{W}hyperlink"):
        goals.setdefault(link.get(f"{W}anchor", ""), set()).add("".join(link.itertext(f"{W}t")))
    references = {goal: frozenset(texts) for goal, texts in goals.items() if goal}
    return WordText(tuple(_joined(_once(body))), notes, references, file.stamp, marks, tuple(_edges(file)))


def _leave_out_contents(document: etree._Element, formats: Formats, marks: Marks) -> None:
    """Take the list of contents out of a document: it follows from the headings.

    What was tracked when Word made it anew comes to nothing; what says no heading stays to be told of.
    """
    galleries = [one for one in document.iter(f"{W}docPartGallery") if one.get(f"{W}val") == GALLERY]
    holders = [holder for one in galleries for holder in list(one.iterancestors(f"{W}sdt"))[:1]]
    for holder in holders:
        holder.getparent().remove(holder)
    if not holders:
        return
    styles = ((one, formats.style(one.find(f"{W}pPr"))) for one in document.iter(f"{W}p"))
    headings = {_title(paragraph) for paragraph, style in styles if style.startswith("Heading")}
    for paragraph in (one for holder in holders for one in holder.iter(f"{W}p")):
        if _title(paragraph) in {*headings, ""}:
            marks.idle |= frozenset[int]().union(*map(marks.number, paragraph.iter()))


def _title(paragraph: etree._Element) -> str:
    """Return what a heading or an entry of the contents says with its changes, without numbers."""
    gone = (f"{W}del", f"{W}moveFrom")
    texts = (text for text in paragraph.iter(f"{W}t") if next(text.iterancestors(*gone), None) is None)
    return "".join(text.text or "" for text in texts).strip("0123456789. ")


def _addresses(file: WordFile, part: str) -> Iterator[tuple[str, str]]:
    """Yield the addresses outside the document that links of a part lead to, by their names."""
    for relation in file.parts.get(LINKS[part], ()):
        if relation.get("TargetMode") == "External":
            yield relation.get("Id", ""), relation.get("Target", "")


def _edges(file: WordFile) -> Iterator[str]:
    """Yield the paragraphs of headers, footers and endnotes that say something, without their fields."""
    for name in file.edges:
        for paragraph in file.parts[name].iter(f"{W}p"):
            words = " ".join("".join(_own_texts(paragraph)).split())
            if words:
                yield words


def _own_texts(paragraph: etree._Element) -> Iterator[str]:
    """Yield the texts of a paragraph that are neither of a field nor tracked as inserted."""
    depth = 0
    for element in paragraph.iter(f"{W}fldChar", f"{W}t", f"{W}delText"):
        if element.tag == f"{W}fldChar":
            depth += {"begin": 1, "end": -1}.get(element.get(f"{W}fldCharType", ""), 0)
        elif not depth and next(element.iterancestors(*LEFT_OUT), None) is None:
            yield element.text or ""


def _note(pieces: Sequence[Piece], marks: Marks) -> tuple[Piece, ...]:
    """Return a note without the blank after its mark and without its last END."""
    kept = list(pieces)
    if kept and kept[-1].text == END:
        marks.idle |= kept.pop().marks
    while kept and not kept[0].text.lstrip() and kept[0].comment is None and not kept[0].inserted:
        marks.idle |= kept.pop(0).marks
    if kept and not kept[0].inserted:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
    return tuple(_joined(kept))


def _once(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, each comment once: where text moved, Word writes it at both ends."""
    pieces = list(pieces)
    stays = Counter(piece.comment.marks for piece in pieces if piece.comment and not piece.deleted)
    written: set[frozenset[int]] = set()
    for piece in pieces:
        if piece.comment and (
            (piece.deleted and stays[piece.comment.marks]) or piece.comment.marks in written
        ):
            continue
        if piece.comment:
            written.add(piece.comment.marks)
        yield piece


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, those that share one fate as one."""
    for alike, group in groupby(pieces, lambda piece: replace(piece, text=END * (piece.text == END))):
        if alike.text or alike.note or alike.comment:
            yield from group
        else:
            yield replace(alike, text="".join(piece.text for piece in group))
