"""The body or a note of a Word file, walked for its pieces of text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from brief.escapes import plain
from brief.review.formats import Formats
from brief.review.marks import Marks
from brief.word.archive import W
from brief.word.wordtext import END, NOTE, OBJECT, PICTURE, Comment, Piece

SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
    "softHyphen": "\N{SOFT HYPHEN}",
    "drawing": PICTURE,
}
WRAPPERS = {"smartTag", "sdt", "sdtContent", "hyperlink", "fldSimple", "customXml", "dir", "bdo"}
FATES = {"ins", "del", "moveFrom", "moveTo"}
BLOCKS = {"body", "tbl", "tc", "sdt", "sdtContent", "customXml"}

SILENT = re.compile(
    r"\w+Pr|sectPr|tblGrid|sdtEndPr|proofErr|perm(Start|End)|bookmark(Start|End)|instrText|delInstrText"
    r"|comment(RangeStart|RangeEnd|Reference)|\w+Range(Start|End)|lastRenderedPageBreak|fldChar"
    r"|(footnote|endnote|annotation)Ref|separator|continuationSeparator"
)
"""The elements that print nothing of their own."""

ADDRESS = re.compile(r'\s*HYPERLINK\s+(?P<local>\\l\s+)?"(?P<goal>[^"]*)"|\s*REF\s+(?P<name>\S+)')
"""The instruction of a field whose text leads somewhere."""

R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass
class Field:
    """A field that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    begun: bool = False

    @property
    def link(self) -> str:
        """Where the text of the field leads."""
        address = ADDRESS.match(self.instruction)
        if not address:
            return ""
        local = "#" if address["local"] or address["name"] else ""
        return local + (address["goal"] or address["name"])


@dataclass
class Story:
    """Walks the body or a note and collects its pieces."""

    formats: Formats
    marks: Marks
    threads: Mapping[str, list[Comment]]
    links: Mapping[str, str]
    pieces: list[Piece] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    ends: set[etree._Element] = field(default_factory=set)
    """The beginnings and ends of fields that are whole."""

    def read(self, story: etree._Element) -> list[Piece]:
        """Return the pieces; tracked changes that hold nothing are counted as idle."""
        self.ends = _whole_fields(story)
        self._blocks(story, Piece(""), table=False)
        for change in story.iter(*(W + name for name in FATES)):
            if (
                not any(_prints(element) for element in change.iter())
                and change.getparent().tag not in HOLDERS
            ):
                self.marks.idle |= self.marks.number(change)
        return self.pieces

    def _blocks(self, parent: etree._Element, state: Piece, *, table: bool) -> None:
        for element in parent:
            name = _name(element)
            if name == "p":
                self._paragraph(element, state, table=table)
            elif name == "tr":
                self._blocks(element, self._changed(state, element.find(f"{W}trPr")), table=True)
            elif name == "tc":
                self._blocks(element, self._changed(state, element.find(f"{W}tcPr")), table=True)
            elif name in BLOCKS:
                self._blocks(element, state, table=table or name == "tbl")
            elif name in FATES:
                self._blocks(element, self._fate(state, element), table=table)
            elif not self._is_silent(element, state):
                self._add(replace(state, text=OBJECT))
                self._add(replace(state, text=END))

    def _paragraph(self, paragraph: etree._Element, state: Piece, *, table: bool) -> None:
        self._inlines(paragraph, state)
        properties = paragraph.find(f"{W}pPr")
        mark = properties.find(f"{W}rPr") if properties is not None else None
        end = replace(
            self._changed(state, mark),
            text=END,
            style="TableText" if table else self.formats.style(properties),
            item="" if table else self.formats.item(properties),
            restyled=self.marks.of_children(properties, "pPrChange"),
        )
        self._add(end)

    def _inlines(self, parent: etree._Element, state: Piece) -> None:
        for element in parent:
            name = _name(element)
            if name == "r":
                self._run(element, state)
            elif name in FATES:
                self._inlines(element, self._fate(state, element))
            elif name == "hyperlink":
                anchor = element.get(f"{W}anchor")
                link = f"#{anchor}" if anchor else self.links.get(element.get(R_ID, ""), "")
                self._inlines(element, replace(state, link=link))
            elif name in WRAPPERS:
                self._inlines(element, state)
            elif not self._is_silent(element, state):
                self._add(replace(state, text=OBJECT))

    def _run(self, run: etree._Element, state: Piece) -> None:
        properties = run.find(f"{W}rPr")
        state = replace(
            state,
            emphasis=self.formats.look(properties),
            restyled=self.marks.of_children(properties, "rPrChange"),
            link=state.link
            or next((one.link for one in reversed(self.fields) if one.begun and one.link), ""),
        )
        for element in run:
            name = _name(element)
            if name == "fldChar" and element in self.ends:
                self._field(element.get(f"{W}fldCharType", ""))
            elif self.fields and not all(one.begun for one in self.fields):
                self.fields[-1].instruction += element.text or "" if name.endswith("nstrText") else ""
            elif name in {"t", "delText"}:
                self._add(replace(state, text=_text(element)))
            elif name == "footnoteReference":
                plain_state = replace(state, emphasis=frozenset(), link="")
                self._add(replace(plain_state, text=NOTE, note=element.get(f"{W}id", "")))
            elif name in SIGNS and element.get(f"{W}type", "textWrapping") == "textWrapping":
                self._add(replace(state, text=SIGNS[name]))
            elif not self._is_silent(element, state):
                self._add(replace(state, text=OBJECT))

    def _is_silent(self, element: etree._Element, state: Piece) -> bool:
        """Return whether an element prints nothing; note a comment where its passage ends."""
        if _name(element) == "commentReference":
            for comment in self.threads.get(element.get(f"{W}id", ""), ()):
                self.pieces.append(Piece("", deleted=state.deleted, comment=comment))
        return bool(SILENT.fullmatch(_name(element)))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].begun = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _add(self, piece: Piece) -> None:
        """Add a piece; what one reviewer inserted and another deleted never was."""
        if piece.inserted and piece.deleted:
            self.marks.idle |= piece.marks
        elif piece.text:
            self.pieces.append(piece)

    def _fate(self, state: Piece, change: etree._Element) -> Piece:
        """Return `state` inside a change, or with its mark."""
        by = plain(change.get(f"{W}author", ""))
        come = _name(change) in {"ins", "moveTo", "cellIns"}
        marks = state.marks | self.marks.number(change)
        if come:
            return replace(state, inserted=True, by=by, marks=marks)
        return replace(state, deleted=True, by=by, marks=marks)

    def _changed(self, state: Piece, properties: etree._Element | None) -> Piece:
        """Return `state` as the properties of a paragraph's mark, a row or a cell say it was changed."""
        for change in properties if properties is not None else ():
            if _name(change) in {*FATES, "cellIns", "cellDel"}:
                state = self._fate(state, change)
        return state


HOLDERS = {f"{W}rPr", f"{W}trPr", f"{W}tcPr", f"{W}numPr"}
"""The properties in which a tracked change is of what they are about."""


def _whole_fields(story: etree._Element) -> set[etree._Element]:
    """Return the beginnings, middles and ends of fields that end; one that never does is no field."""
    whole: set[etree._Element] = set()
    begun: list[list[etree._Element]] = []
    for sign in story.iter(f"{W}fldChar"):
        kind = sign.get(f"{W}fldCharType")
        if kind == "begin":
            begun.append([sign])
        elif begun:
            begun[-1].append(sign)
            if kind == "end":
                whole.update(begun.pop())
    return whole


def _prints(element: etree._Element) -> bool:
    """Return whether an element inside a tracked change is text, or a thing that is seen."""
    parent = element.getparent()
    return parent is not None and parent.tag == f"{W}r" and not SILENT.fullmatch(_name(element))


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _text(element: etree._Element) -> str:
    text = element.text or ""
    if element.get(SPACE) != "preserve":
        text = text.strip(" \t\r\n")
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if "\ue000" <= sign <= "\uf8ff" or sign == END else sign for sign in text
    )
