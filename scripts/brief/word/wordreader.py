"""A Word file read for its text, with what became of each piece of it.

Element names are those of WordprocessingML (ECMA-376, part 1, section 17).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from lxml import etree

from brief.escapes import plain
from brief.word.archive import W, WordFile, read_archive
from brief.word.wordtext import END, NOTE, OBJECT, PICTURE, Comment, Piece, WordText

SIGNS = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    "softHyphen": "\N{SOFT HYPHEN}",
    "drawing": PICTURE,
    "pict": OBJECT,
    "object": OBJECT,
    "sym": OBJECT,
    "endnoteReference": OBJECT,
}
WRAPPERS = {"smartTag", "sdt", "sdtContent", "hyperlink", "fldSimple", "customXml", "dir", "bdo"}

PROPERTY_CHANGES = ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange")


def read_draft(archive: bytes) -> WordText:
    """Return the text of a Word file that was just made here."""
    return read_word(read_archive(archive, "build/brief.docx"))


def read_word(file: WordFile) -> WordText:
    """Return the text of a Word file."""
    comments = dict(_comments(file.comments))
    notes = {}
    for note in file.footnotes.iter(f"{W}footnote") if file.footnotes is not None else ():
        if note.get(f"{W}type") is None:
            notes[note.get(f"{W}id", "")] = _note(_Reader(comments).read(note))
    document = file.document
    formatting = sum(1 for _ in document.iter(*(W + tag for tag in PROPERTY_CHANGES)))
    links: dict[str, set[str]] = {}
    for link in document.iter(f"{W}hyperlink"):
        links.setdefault(link.get(f"{W}anchor", ""), set()).add("".join(link.itertext(f"{W}t")))
    goals = {goal: frozenset(texts) for goal, texts in links.items() if goal}
    return WordText(_Reader(comments).read(document), notes, formatting, goals, file.stamp)


def _note(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return a note without the blank after its mark and without its last END."""
    kept = list(pieces)
    if kept and kept[-1].text == END:
        kept.pop()
    while kept and not kept[0].text.lstrip() and kept[0].comment is None and not kept[0].inserted:
        kept.pop(0)
    if kept and not kept[0].inserted:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
    return tuple(kept)


def _comments(root: etree._Element | None) -> Iterator[tuple[str, Comment]]:
    for comment in root.iter(f"{W}comment") if root is not None else ():
        paragraphs = ("".join(p.itertext(f"{W}t")) for p in comment.iter(f"{W}p"))
        text = plain(" ".join(paragraphs))
        author = plain(comment.get(f"{W}author", "")) or "anonymous"
        day = re.match(r"[1-9]\d{3}-\d\d-\d\d", comment.get(f"{W}date", ""))
        yield comment.get(f"{W}id", ""), Comment(author, day[0] if day else "", text)


@dataclass
class _Reader:
    """Walks a story of the document and collects its pieces."""

    comments: dict[str, Comment]
    pieces: list[Piece] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    """For each field that is open, whether its result has begun."""

    def read(self, story: etree._Element) -> tuple[Piece, ...]:
        self._blocks(story, Piece(""), table=False)
        return tuple(_joined(self.pieces))

    def _blocks(self, parent: etree._Element, state: Piece, *, table: bool) -> None:
        for element in parent:
            name = _name(element)
            if name == "p":
                self._paragraph(element, state, table=table)
            elif name == "tr":
                self._blocks(element, _changed(state, element.find(f"{W}trPr")), table=True)
            elif name in {"body", "tbl", "tc", "sdt", "sdtContent", "customXml"}:
                self._blocks(element, state, table=table or name == "tbl")
            elif name in {"ins", "del", "moveFrom", "moveTo"}:
                self._blocks(element, _fate(state, element), table=table)
            else:
                self._comment(element)

    def _paragraph(self, paragraph: etree._Element, state: Piece, *, table: bool) -> None:
        self.fields.clear()
        self._inlines(paragraph, state)
        properties = paragraph.find(f"{W}pPr")
        style = properties.find(f"{W}pStyle") if properties is not None else None
        name = "" if style is None else style.get(f"{W}val", "")
        mark = properties.find(f"{W}rPr") if properties is not None else None
        end = replace(_changed(state, mark), text=END, style="TableText" if table else name)
        if not (end.inserted and end.deleted):
            self.pieces.append(end)

    def _inlines(self, parent: etree._Element, state: Piece) -> None:
        for element in parent:
            name = _name(element)
            if name == "r":
                self._run(element, state)
            elif name in {"ins", "del", "moveFrom", "moveTo"}:
                self._inlines(element, _fate(state, element))
            elif name in WRAPPERS:
                self._inlines(element, state)
            elif name in {"oMath", "oMathPara", "AlternateContent", "ruby"}:
                self._add(replace(state, text=OBJECT))
            else:
                self._comment(element)

    def _comment(self, element: etree._Element) -> None:
        """Note a comment where the passage that it is about ends."""
        if _name(element) == "commentReference" and element.get(f"{W}id", "") in self.comments:
            found = self.comments[element.get(f"{W}id", "")]
            self.pieces.append(Piece("", comment=found))

    def _run(self, run: etree._Element, state: Piece) -> None:
        emphasis = _emphasis(run.find(f"{W}rPr"))
        for element in run:
            name = _name(element)
            if name == "fldChar":
                self._field(element.get(f"{W}fldCharType", ""))
            elif self.fields and not all(self.fields):
                continue
            elif name in {"t", "delText"}:
                self._add(replace(state, text=_text(element), emphasis=emphasis))
            elif name == "footnoteReference":
                self._add(replace(state, text=NOTE, note=element.get(f"{W}id", "")))
            elif name == "AlternateContent":
                self._add(replace(state, text=OBJECT))
            elif name in SIGNS:
                self._add(replace(state, text=SIGNS[name], emphasis=emphasis))
            else:
                self._comment(element)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _add(self, piece: Piece) -> None:
        """Add a piece; what one reviewer inserted and another deleted never was."""
        if piece.text and not (piece.inserted and piece.deleted):
            self.pieces.append(piece)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, those that share one fate as one."""
    for alike, group in groupby(pieces, lambda piece: replace(piece, text=END * (piece.text == END))):
        if alike.text or alike.note or alike.comment:
            yield from group
        else:
            yield replace(alike, text="".join(piece.text for piece in group))


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _text(element: etree._Element) -> str:
    text = element.text or ""
    if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
        text = text.strip(" \t\r\n")
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if "\ue000" <= sign <= "\uf8ff" or sign == END else sign for sign in text
    )


def _fate(state: Piece, change: etree._Element) -> Piece:
    """Return `state` inside a change, or with its mark."""
    by = plain(change.get(f"{W}author", ""))
    if _name(change) in {"ins", "moveTo"}:
        return replace(state, inserted=True, by=by)
    return replace(state, deleted=True, by=by)


def _changed(state: Piece, properties: etree._Element | None) -> Piece:
    """Return `state` as the properties of a paragraph's mark or of a row say it was changed."""
    for change in properties if properties is not None else ():
        if _name(change) in {"ins", "del", "moveFrom", "moveTo"}:
            state = _fate(state, change)
    return state


def _emphasis(properties: etree._Element | None) -> frozenset[str]:
    if properties is None:
        return frozenset()
    found = {}
    for name, tag in (("strong", "b"), ("emphasis", "i")):
        switch = properties.find(W + tag)
        found[name] = switch is not None and switch.get(f"{W}val", "1") not in {"0", "false", "off"}
    return frozenset(name for name, on in found.items() if on)
