"""The Markdown sections, parsed, with the place of everything that may have a fault.

Panache parses the text into a tree that keeps every byte, which Pandoc's own does not. The kinds
of nodes below (CITATION_KEY, SHORTCODE, …) are those of Panache.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from brief.content.labels import EXHIBIT_PREFIXES, LABEL_PREFIXES
from brief.content.panache import panache
from brief.faults import Fault, Faults
from brief.files import read_text
from brief.limits import at_work

COMMENTS = ("INLINE_HTML", "HTML_BLOCK", "HTML_BLOCK_RAW")
"""The kinds of nodes that comments are; Pandoc, which reads no HTML here, would print them."""


@dataclass(frozen=True)
class Node:
    """A piece of the text: its kind, where its bytes start and end, and the nodes inside it."""

    kind: str
    start: int
    end: int
    children: tuple[Node, ...]

    def walk(self) -> Iterator[Node]:
        """Yield the node and all inside it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, *kinds: str) -> Iterator[Node]:
        """Yield the nodes of these kinds, the node itself included."""
        return (node for node in self.walk() if node.kind in kinds)


@dataclass(frozen=True)
class Mention:
    """A name in the text, of a source, a label or a number, with its place."""

    name: str
    path: str
    line: int
    column: int

    def fault(self, problem: str, remedy: str, *, warning: bool = False) -> Fault:
        """Return a fault at this place."""
        return Fault(self.path, self.line, self.column, problem, remedy, warning)


@dataclass(frozen=True)
class Picture:
    """An editor's own picture; `at` names its file."""

    at: Mention
    alt: str
    width: str
    label: str
    alone: bool
    """Whether it has a paragraph of its own, outside of lists and quotations."""


@dataclass(frozen=True)
class Section:
    """One file of report/, parsed."""

    path: str
    raw: bytes
    root: Node

    def text(self, node: Node) -> str:
        """Return the text of a node."""
        return self.raw[node.start : node.end].decode("utf-8")

    def mention(self, node: Node, name: str | None = None, skip: int = 0) -> Mention:
        """Return the text of a node, or `name`, with its place, or that `skip` bytes into it.

        Columns count characters.
        """
        before = self.raw[: node.start + skip]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        return Mention(self.text(node) if name is None else name, self.path, line, column)

    def at(self, text: str, *leads: str) -> Mention:
        """Return the first place of `text`, preferably behind one of `leads`; else line 1."""
        for lead in (*leads, ""):
            position = self.printed.find(lead + text)
            if position >= 0:
                before = self.printed[: position + len(lead)]
                return Mention(text, self.path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        return Mention(text, self.path, 1, 1)

    @cached_property
    def _keys(self) -> tuple[Mention, ...]:
        return tuple(self.mention(node) for node in self.root.find("CITATION_KEY", "CROSSREF_KEY"))

    @property
    def citations(self) -> tuple[Mention, ...]:
        """Every citation of a source."""
        return tuple(key for key in self._keys if not key.name.startswith(LABEL_PREFIXES))

    @property
    def references(self) -> tuple[Mention, ...]:
        """Every reference to a figure, a table or a section."""
        return tuple(key for key in self._keys if key.name.startswith(LABEL_PREFIXES))

    @cached_property
    def labels(self) -> tuple[Mention, ...]:
        """Every label of a heading, an exhibit or a picture."""
        return tuple(self.mention(node, self.text(node).lstrip("#")) for node in self.root.find("ATTR_ID"))

    @cached_property
    def exhibits(self) -> tuple[Mention, ...]:
        """The labels of the charts and tables that the section places."""
        nodes = (node for div in self.root.find("DIV_FENCE_OPEN") for node in div.find("ATTR_ID"))
        labels = (self.mention(node, self.text(node).lstrip("#")) for node in nodes)
        return tuple(label for label in labels if label.name.startswith(EXHIBIT_PREFIXES))

    @cached_property
    def shortcodes(self) -> tuple[Mention, ...]:
        """The text of each shortcode between `{{<` and `>}}`, without the blanks around it."""
        return tuple(
            self.mention(node, " ".join(self.text(node)[3:-3].split()))
            for node in self.root.find("SHORTCODE")
        )

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """The editor's own pictures."""
        return tuple(self._picture(node) for node in self.root.find("IMAGE_LINK"))

    def _picture(self, node: Node) -> Picture:
        url = next(node.find("LINK_DEST_URL"), None)
        label, said = "", {"alt": "", "width": ""}
        for pair in node.find("ATTR_KEY_VALUE"):
            value = self.text(next(pair.find("ATTR_VALUE"))).strip("\"'")
            said[self.text(next(pair.find("ATTR_KEY")))] = value.strip()
        for name in node.find("ATTR_ID"):
            label = self.text(name).lstrip("#")
        paragraphs = [
            block
            for block in self.root.children
            if block.kind in ("PARAGRAPH", "FIGURE") and block.start <= node.start and node.end <= block.end
        ]
        alone = bool(paragraphs) and self.text(paragraphs[0]).strip() == self.text(node).strip()
        place = self.mention(url) if url else self.mention(node, "")
        return Picture(place, said["alt"], said["width"], label, alone)

    @cached_property
    def headings(self) -> tuple[tuple[Mention, int], ...]:
        """Each heading's text and level."""
        return tuple(
            (
                self.mention(
                    node, " ".join(self.text(part) for part in node.find("HEADING_CONTENT")).strip()
                ),
                sum(len(self.text(mark)) for mark in node.children if mark.kind == "ATX_HEADING_MARKER") or 1,
            )
            for node in self.root.find("HEADING")
        )

    @property
    def is_empty(self) -> bool:
        """Whether the section holds only blanks and comments."""
        return all(node.kind == "BLANK_LINE" or self.is_comment(node) for node in self.root.children)

    @property
    def printed(self) -> str:
        """The text with blanks in place of its comments, so that everything keeps its place."""
        text = bytearray(self.raw)
        for node in self.root.walk():
            if self.is_comment(node):
                blank = (b"\n" if byte == ord("\n") else b" " for byte in self.raw[node.start : node.end])
                text[node.start : node.end] = b"".join(blank)
        return text.decode("utf-8")

    def is_comment(self, node: Node) -> bool:
        """Return whether a node is a comment."""
        return self.text(node).lstrip().startswith("<!--") and "HTML" in node.kind


@lru_cache(maxsize=256)  # the preview parses the same sections again and again
def parse_section(path: str, text: str) -> Section:
    """Parse Markdown; faults will name `path`. Raises Faults where it is nested too deeply."""
    if line := _line_nested_too_deeply(text):
        problem = "brackets or quotations are nested too deeply here"
        raise Faults([Fault(path, line, 1, problem, "close them, or nest them less deeply")])
    with at_work(path, "Panache"), tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree.json"
        panache("parse", "--isolated", "--flavor", "quarto", "--json", tree, text=text)
        return Section(path, text.encode("utf-8"), _node(json.loads(tree.read_bytes())))


DEEPEST = 40
"""How many brackets may be open at once, and how many quotations or lists may be nested.

With each of them, parsers of Markdown take twice the time, or memory without end."""


def _line_nested_too_deeply(text: str) -> int:
    """Return the first line at which brackets or quotations are nested too deeply, 0 without one."""
    depth = 0
    for number, line in enumerate(text.split("\n"), 1):
        opening = re.match(r"(?:\s*(?:>|(?:[-*+]|\d+[.)])(?=\s)))*", line)
        marks = re.findall(r">|[-*+]|\d+[.)]", opening[0]) if opening else []
        rule = opening and not line[opening.end() :].strip() and ">" not in marks
        if len(marks) > DEEPEST and not rule:
            return number
        if not line.strip():
            depth = 0
        for bracket in re.findall(r"(?<!\\)[\[\]]", line):
            depth = max(0, depth + (1 if bracket == "[" else -1))
            if depth > DEEPEST:
                return number
    return 0


def load_sections(paths: Sequence[Path]) -> tuple[tuple[Section, ...], list[Fault]]:
    """Read and parse section files; one that cannot be read comes back as a fault."""
    sections: list[Section] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            sections.append(parse_section(str(path), read_text(path)))
        except Faults as error:
            faults += error.faults
    return tuple(sections), faults


def _node(tree: dict[str, Any]) -> Node:
    """Return a node of Panache's JSON, and all inside it."""
    children = tuple(_node(child) for child in tree.get("children", ()))
    return Node(tree["kind"], tree["range"]["start"], tree["range"]["end"], children)
