"""Of every printed character of the brief, where it stands in Markdown and what it is there.

What a block should print is held against what the built Word file prints, character by
character. Only a block for which both agree is understood; nothing else is ever edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from brief.labels import EXHIBIT_PREFIXES
from brief.review.units import (
    CITATION,
    COMMENT,
    LABEL,
    MARK,
    SPACE,
    TEXT,
    Container,
    NotUnderstoodError,
    Printer,
    Unit,
    containers,
)
from brief.review.wordtext import END
from brief.sections import Node, Section

HEADING, PARAGRAPH, CAPTION, FOOTNOTE_TEXT = "heading", "paragraph", "caption", "footnote"

TRAILING = frozenset(".,;:!?")
"""The punctuation that goes before the mark of a note (citeproc's notes-after-punctuation)."""

CLOSING = frozenset("\"'”’»“")


@dataclass(frozen=True)
class Origin:
    """Printed text from `start` to `end`, and its source from `first` to `last`."""

    start: int
    end: int
    first: int
    last: int
    kind: str
    name: str = ""


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, caption or note of a section; offsets count characters of its text."""

    section: Section
    source: str
    kind: str
    first: int
    last: int
    outer_first: int
    outer_last: int
    nested: bool
    """Whether it is part of a list or a quotation, where a blank line means something else."""

    units: tuple[Unit, ...] | None
    containers: tuple[Container, ...]
    label: str = ""

    def origins(self, printed: str) -> tuple[Origin, ...] | None:
        """Return the origins of all of a printed text, in its order; None where it is not this block's."""
        if self.units is None:
            return None
        expression = _Expression()
        expression.add_all(_settled(self.units))
        return expression.match(printed)

    def line(self, offset: int | None = None) -> tuple[int, int]:
        """Return line and column of an offset."""
        before = self.source[: self.first if offset is None else offset]
        return before.count("\n") + 1, len(before) - before.rfind("\n")


class _Expression:
    """A regular expression in which each group stands for units."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.groups: list[list[Unit]] = []

    def add_all(self, units: Sequence[Unit]) -> None:
        """Add all units; those by a citation in each order in which they may be printed."""
        at = 0
        while at < len(units):
            end = at + 1
            if _plain(units[at]):
                while end < len(units) and _plain(units[end]) and not _moves(units, end):
                    end += 1
            if _moves(units, at):
                quoted, citation, punctuation = units[at : at + 3]
                orders = ([punctuation, quoted, citation], [quoted, punctuation, citation])
                self._either(*orders, [quoted, citation, punctuation])
                end = at + 3
            elif units[at].kind == CITATION and at + 1 < len(units) and _trailing(units[at + 1]):
                self._either([units[at + 1], units[at]], [units[at], units[at + 1]])
                end = at + 2
            else:
                self.parts.append(self._group(list(units[at:end])))
            at = end

    def match(self, printed: str) -> tuple[Origin, ...] | None:
        """Return the origins of a text that is all matched."""
        found = re.fullmatch("".join(self.parts), printed, re.DOTALL)
        if found is None:
            return None
        origins: list[Origin] = []
        for number, units in enumerate(self.groups, 1):
            start, end = found.span(number)
            if start >= 0 and len(units) > 1:
                origins += [
                    Origin(start + i, start + i + 1, u.first, u.last, u.kind) for i, u in enumerate(units)
                ]
            elif end > start:
                unit = units[0]
                origins.append(Origin(start, end, unit.first, unit.last, unit.kind, unit.name))
        return tuple(sorted(origins, key=lambda origin: origin.start))

    def _group(self, units: list[Unit]) -> str:
        self.groups.append(units)
        if len(units) == 1:
            return f"({units[0].regex})"
        return "(" + "".join(f"(?:{u.regex})" if len(u.printed) > 1 else u.regex for u in units) + ")"

    def _either(self, *orders: list[Unit]) -> None:
        each = ("".join(self._group([unit]) for unit in order) for order in orders)
        self.parts.append("(?:" + "|".join(each) + ")")


def _plain(unit: Unit) -> bool:
    """Return whether a unit prints exactly one character."""
    return unit.kind in (TEXT, SPACE) and {len(text) for text in unit.printed} == {1}


def _trailing(unit: Unit) -> bool:
    return unit.kind == TEXT and unit.printed[0] in TRAILING


def _moves(units: Sequence[Unit], at: int) -> bool:
    """Return whether a quotation mark, a citation and a point stand here, which are printed turned round."""
    if at + 2 >= len(units) or units[at + 1].kind != CITATION or not _trailing(units[at + 2]):
        return False
    return units[at].kind == TEXT and bool(CLOSING & {sign for text in units[at].printed for sign in text})


def _settled(units: Iterable[Unit]) -> list[Unit]:
    """Return the units that print something: blanks that meet are one, and none before a citation."""
    settled: list[Unit] = []
    for unit in units:
        if unit.kind == COMMENT or unit.printed == ("",):
            continue
        if unit.kind == SPACE and (not settled or settled[-1].kind == SPACE):
            if settled:
                settled[-1] = (
                    replace(settled[-1], last=unit.last) if _adjacent(settled[-1], unit) else settled[-1]
                )
            continue
        if unit.kind == CITATION and settled and settled[-1].kind == SPACE and "+?" not in unit.pattern:
            unit = replace(unit, first=settled.pop().first)
        settled.append(unit)
    while settled and settled[-1].kind == SPACE:
        settled.pop()
    return settled


def _adjacent(left: Unit, right: Unit) -> bool:
    return left.last == right.first


def read_blocks(section: Section, printer: Printer) -> list[Block]:
    """Return the blocks of a section that print text of their own, in order, notes among them."""
    reader = _Reader(section, printer)
    reader.read(section.root, nested=False)
    return reader.blocks


class _Reader:
    def __init__(self, section: Section, printer: Printer) -> None:
        self.section, self.printer = section, printer
        self.source = section.raw.decode("utf-8")
        self.blocks: list[Block] = []

    def read(self, parent: Node, *, nested: bool, outer: Node | None = None) -> None:
        """Collect the blocks inside a node whose offsets are bytes."""
        for node in parent.children:
            match node.kind:
                case "HEADING":
                    self._heading(node)
                case "PARAGRAPH" | "PLAIN":
                    self._add(PARAGRAPH, [node], outer or node, nested=nested)
                case "FIGURE":
                    for alt in node.find("IMAGE_ALT"):
                        self._add(CAPTION, [alt], node, nested=nested, label=self._label(node))
                case "FENCED_DIV":
                    self._div(node, nested=nested)
                case "FOOTNOTE_DEFINITION":
                    inside = [child for child in node.children if child.kind in ("PARAGRAPH", "PLAIN")]
                    name = self.section.text(next(node.find("FOOTNOTE_LABEL_ID")))
                    self._add(FOOTNOTE_TEXT, inside, node, nested=True, label=f"[^{name}]")
                case "LIST" | "BLOCK_QUOTE" | "DEFINITION_LIST" | "DEFINITION_ITEM" | "DEFINITION":
                    self.read(node, nested=True)
                case "LIST_ITEM":
                    alone = sum(child.kind in ("PARAGRAPH", "PLAIN", "LIST") for child in node.children) == 1
                    self.read(node, nested=True, outer=node if alone else None)

    def _label(self, node: Node) -> str:
        return next((self.section.text(name).lstrip("#") for name in node.find("ATTR_ID")), "")

    def _heading(self, node: Node) -> None:
        content = [child for child in node.children if child.kind == "HEADING_CONTENT"]
        numbered = ".unnumbered" not in self.section.text(node)
        number = r"\d+(?:\.\d+)*[ ]" if numbered else ""
        self._add(HEADING, content, node, nested=False, label=self._label(node), lead=number)

    def _div(self, node: Node, *, nested: bool) -> None:
        label = self._label(node.children[0])
        if label.startswith(EXHIBIT_PREFIXES):
            for child in node.children:
                if child.kind in ("PARAGRAPH", "PLAIN"):
                    self._add(CAPTION, [child], node, nested=nested, label=label)
        else:
            self.read(node, nested=nested)

    def _add(
        self, kind: str, nodes: list[Node], outer: Node, *, nested: bool, label: str = "", lead: str = ""
    ) -> None:
        if not nodes:
            return
        nodes = [self._counted(node) for node in nodes]
        outer = self._counted(outer)
        first = nodes[0].start
        last = first + len(self.source[first : nodes[-1].end].rstrip())
        lead = "(?:[^\u2003]+\u2003)?" if kind == CAPTION else lead
        units = [Unit(first, first, (), LABEL, label, lead)] if lead else []
        try:
            for position, node in enumerate(nodes):
                units += [Unit(node.start, node.start, (END,), MARK)] if position else []
                units += [unit for child in node.children for unit in self.printer.units(child, self.source)]
            known: tuple[Unit, ...] | None = tuple(units)
        except (NotUnderstoodError, KeyError):
            known = None
        inside = tuple(one for node in nodes for one in containers(node))
        outer_last = outer.start + len(self.source[outer.start : outer.end].rstrip())
        places = (first, last, outer.start, outer_last)
        self.blocks.append(Block(self.section, self.source, kind, *places, nested, known, inside, label))

    def _counted(self, node: Node) -> Node:
        """Return a node whose offsets count characters, as Panache counts bytes."""
        if self.source.isascii():
            return node
        raw = self.section.raw
        start, end = (len(raw[:offset].decode("utf-8")) for offset in (node.start, node.end))
        return Node(node.kind, start, end, tuple(self._counted(child) for child in node.children))


@dataclass(frozen=True)
class Printed:
    """The brief as it is printed: its paragraphs, and for each the block that it is from."""

    texts: tuple[str, ...]
    styles: tuple[str, ...]
    blocks: tuple[Block | None, ...]
    origins: tuple[tuple[Origin, ...], ...]


GENERATED = {
    "Title",
    "Subtitle",
    "Date",
    "KeyMessagesHeading",
    "KeyMessage",
    "TableText",
    "CaptionedFigure",
    "ExhibitNote",
    "ExhibitCredits",
    "Bibliography",
}
"""The styles of paragraphs that no section has."""


def trace(texts: Sequence[str], styles: Sequence[str], blocks: Iterable[Block]) -> Printed:
    """Return the printed paragraphs with their blocks: both are in the same order."""
    found: list[Block | None] = [None] * len(texts)
    origins: list[tuple[Origin, ...]] = [()] * len(texts)
    cursor = 0
    for block in blocks:
        for at in range(cursor, len(texts)):
            if styles[at] in GENERATED or not _fits(block, styles[at]):
                continue
            matched = block.origins(texts[at])
            if matched is not None:
                found[at], origins[at], cursor = block, matched, at + 1
                break
    return Printed(tuple(texts), tuple(styles), tuple(found), tuple(origins))


def _fits(block: Block, style: str) -> bool:
    return (block.kind == HEADING) == style.startswith("Heading") and (
        block.kind == CAPTION
    ) == style.endswith("Caption")
