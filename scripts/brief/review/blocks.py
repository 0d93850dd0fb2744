"""The blocks of a section that print text of their own, with what each bit of them prints."""

from __future__ import annotations

from dataclasses import dataclass

from brief.content.labels import EXHIBIT_PREFIXES
from brief.content.sections import Node, Section
from brief.review.matching import Origin, match
from brief.review.units import LABEL, MARK, Container, NotUnderstoodError, Printer, Unit, containers
from brief.word.wordtext import END

HEADING, PARAGRAPH, CAPTION, FOOTNOTE_TEXT = "heading", "paragraph", "caption", "footnote"


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
        return None if self.units is None else match(self.units, printed)

    @property
    def is_picture(self) -> bool:
        """Whether it is the caption of a picture, where no comment can stand."""
        return self.kind == CAPTION and self.source[self.outer_first] == "!"

    def line(self, offset: int | None = None) -> tuple[int, int]:
        """Return line and column of an offset."""
        before = self.source[: self.first if offset is None else offset]
        return before.count("\n") + 1, len(before) - before.rfind("\n")


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
        self._add(HEADING, content, node, nested=False, label=self._label(node))

    def _div(self, node: Node, *, nested: bool) -> None:
        label = self._label(node.children[0])
        if label.startswith(EXHIBIT_PREFIXES):
            for child in node.children:
                if child.kind in ("PARAGRAPH", "PLAIN"):
                    self._add(CAPTION, [child], node, nested=nested, label=label)
        else:
            self.read(node, nested=nested)

    def _add(self, kind: str, nodes: list[Node], outer: Node, *, nested: bool, label: str = "") -> None:
        if not nodes:
            return
        nodes = [self._counted(node) for node in nodes]
        outer = self._counted(outer)
        first = nodes[0].start
        last = first + len(self.source[first : nodes[-1].end].rstrip())
        lead = "(?:[^\u2003]+\u2003)?"
        units = [Unit(first, first, (), LABEL, label, lead)] if kind == CAPTION else []
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
