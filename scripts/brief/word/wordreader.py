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
from brief.word.wordtext import END, Piece, WordText


def read_draft(archive: bytes) -> WordText:
    """Return the text of a Word file that was just made here."""
    return read_word(read_archive(archive, "build/brief.docx"))


def read_word(file: WordFile) -> WordText:
    """Return the text of a Word file."""
    marks = Marks.of(file)
    formats = Formats(file.parts)
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


def _addresses(file: WordFile, part: str) -> Iterator[tuple[str, str]]:
    """Yield the addresses outside the document that links of a part lead to, by their names."""
    for relation in file.parts.get(LINKS[part], ()):
        if relation.get("TargetMode") == "External":
            yield relation.get("Id", ""), relation.get("Target", "")


def _edges(file: WordFile) -> Iterator[str]:
    """Yield the paragraphs of headers, footers and endnotes that say more than the number of a page."""
    for name in file.edges:
        for paragraph in file.parts[name].iter(f"{W}p"):
            fields = set(_field_texts(paragraph))
            texts = (text for text in paragraph.iter(f"{W}t", f"{W}delText") if text not in fields)
            words = " ".join("".join(text.text or "" for text in texts).split())
            if words.strip("0123456789 "):
                yield words


def _field_texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the texts of a paragraph that are the results of fields, as the number of a page, or tracked."""
    depth = 0
    for element in paragraph.iter(f"{W}fldChar", f"{W}t", f"{W}delText"):
        around = element.iterancestors(f"{W}fldSimple", f"{W}ins", f"{W}moveTo")
        if element.tag == f"{W}fldChar":
            depth += {"begin": 1, "end": -1}.get(element.get(f"{W}fldCharType", ""), 0)
        elif depth > 0 or next(around, None) is not None:
            yield element


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
