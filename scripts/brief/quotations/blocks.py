"""The text of a block of a section as it is printed, with the place of each character and citation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brief.content.labels import LABEL_PREFIXES
from brief.content.sections import Mention, Node, Section

CITED = "\ue000"
"""Stands in the text of a block for each citation."""

_UNREAD = ("FOOTNOTE_REFERENCE", "INLINE_FOOTNOTE", "LINE_PREFIX", "BLOCK_QUOTE_MARKER", "LINK_DEST")
_MARKUP = re.compile(r".*_MARKER|INLINE_FOOTNOTE_(?:START|END)|HEADING_ID|ATTRIBUTE|LINK_DEST_URL")


@dataclass(frozen=True)
class Quoted:
    """A quotation as the text has it, with its place.

    `keys` are the sources of its citation: none where its sentence cites nothing.
    """

    text: str
    keys: tuple[str, ...]
    at: Mention


@dataclass(frozen=True)
class Block:
    """The text of a block as it is printed; `offsets` has the byte of each of its characters."""

    section: Section
    text: str
    offsets: Sequence[int]
    citations: Sequence[tuple[int, tuple[str, ...]]]

    def quoted(self, start: int, end: int, keys: tuple[str, ...], marks: int = 0) -> Iterator[Quoted]:
        """Yield the quotation between two characters, without its marks; none where there are no letters."""
        text = " ".join(self.text[start + marks : end - marks].replace(CITED, "").split())
        if re.search(r"\w", text):
            at = self.section.mention(self.section.root, text, skip=self.offsets[start])
            yield Quoted(re.sub(r" (?=[.,;:!?]*$)", "", text), keys, at)

    def keys_between(self, start: int, end: int, behind: int) -> tuple[str, ...]:
        """Return the keys of the first citation from `behind` on in a sentence, or of the last before."""
        own = [(at, keys) for at, keys in self.citations if start <= at < end]
        later = [keys for at, keys in own if at >= behind]
        return (later or [keys for _, keys in reversed(own)] or [()])[0]


def read_block(section: Section, nodes: Sequence[Node]) -> Block:
    """Return the text of some nodes, without notes and markup."""
    reader = _Reader(section)
    for node in nodes:
        for child in node.children:
            reader.read(child)
        reader.add(" ", node.end, bytewise=False)
    return Block(section, "".join(reader.text), reader.offsets, reader.citations)


class _Reader:
    """Collects the text of nodes one by one."""

    def __init__(self, section: Section) -> None:
        self.section = section
        self.text: list[str] = []
        self.offsets: list[int] = []
        self.citations: list[tuple[int, tuple[str, ...]]] = []

    def add(self, words: str, start: int, *, bytewise: bool = True) -> None:
        """Add words that start at a byte; all of them there unless they stand `bytewise` in the file."""
        for character in words:
            self.text.append(character)
            self.offsets.append(start)
            start += len(character.encode("utf-8")) if bytewise else 0

    def read(self, node: Node) -> None:
        """Add what a node prints."""
        if node.kind == "CITATION":
            self._cite(node)
        elif node.kind == "SHORTCODE":  # a number out of the data, which the page writes in its own form
            self.add("[0]", node.start, bytewise=False)
        elif node.kind in ("ESCAPED_CHAR", "INLINE_CODE_CONTENT"):  # marks in it open no quotation
            self.add(self.section.text(node).removeprefix("\\").replace('"', "'"), node.start)
        elif node.kind in _UNREAD or _MARKUP.fullmatch(node.kind) or self.section.is_comment(node):
            return
        elif node.children:
            for child in node.children:
                self.read(child)
        else:
            self.add(self.section.text(node), node.start)

    def _cite(self, node: Node) -> None:
        names = (self.section.text(key) for key in node.find("CITATION_KEY"))
        keys = tuple(name for name in names if not name.startswith(LABEL_PREFIXES))
        self.citations.append((len(self.text), keys))
        self.add(CITED, node.start)
