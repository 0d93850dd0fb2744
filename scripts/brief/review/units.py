"""What each bit of a section's Markdown prints, with its place in the source.

The kinds of nodes are Panache's. A block with a node that is not known here is not understood:
nothing in it is edited.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from brief.content.labels import LABEL_PREFIXES
from brief.content.language import Language
from brief.content.sections import Node
from brief.content.variables import Variable, read_variable
from brief.manuscript.typography import NARROW
from brief.word.wordtext import NOTE, OBJECT, PICTURE

TEXT, SPACE = "text", "space"
NUMBER, REFERENCE, CITATION, FOOTNOTE = "number", "reference", "citation", "footnote"
CODE, OTHER, COMMENT = "code", "construct", "comment"
LABEL = "label"
"""The number of a heading, or the label of a caption, which no Markdown says."""

MARK = "mark"
"""What parts two paragraphs."""

CONTAINERS = {
    "EMPHASIS": "emphasis",
    "STRONG": "strong",
    "STRIKEOUT": "",
    "SUPERSCRIPT": "superscript",
    "SUBSCRIPT": "subscript",
    "BRACKETED_SPAN": "",
    "LINK": "",
}
"""The nodes that hold printed text between marks, and the look that they give it."""

HOLDERS = {"SPAN_CONTENT", "LINK_TEXT"}
"""The nodes inside a container that hold its text."""

BITS = re.compile(r"&#?\w+;|-{3}|--|\.{3}|\s+|.", re.DOTALL)
"""An entity, a dash, an ellipsis, blanks, or one character."""


@dataclass(frozen=True)
class Unit:
    """A bit of the source from `first` to `last`, and what it prints.

    `printed` lists all texts that it may print: which of them it is, Pandoc decides by what stands
    around it. Where they cannot be listed, `pattern` is their regular expression.
    """

    first: int
    last: int
    printed: tuple[str, ...]
    kind: str = TEXT
    name: str = ""
    pattern: str = ""
    named: bool = False
    """Whether it is a citation that prints its author, before the mark of its note."""

    @property
    def regex(self) -> str:
        """The regular expression of all that the unit may print."""
        return self.pattern or "|".join(map(re.escape, self.printed))


@dataclass(frozen=True)
class Container:
    """Text between marks, as emphasis: the source with its marks, the source inside them, and its look."""

    first: int
    last: int
    inner_first: int
    inner_last: int
    emphasis: str


class NotUnderstoodError(Exception):
    """Nobody knows what a bit of Markdown prints."""


@dataclass(frozen=True)
class Printer:
    """Tells what nodes print."""

    language: Language
    numbers: Mapping[Variable, tuple[str, str]]
    """For each number out of the data what it prints, and its place in the data."""

    names: Mapping[str, frozenset[str]]
    """For each label what references to it print."""

    def units(self, node: Node, source: str) -> Iterator[Unit]:
        """Yield the units of a node; raises NotUnderstoodError."""
        first, last = node.start, node.end
        text = source[first:last]
        match node.kind:
            case "TEXT":
                yield from self._characters(first, text)
            case "NEWLINE" | "WHITESPACE":
                yield Unit(first, last, (" ", "\N{NO-BREAK SPACE}"), SPACE)
            case "LINE_PREFIX" | "BLOCK_QUOTE_MARKER":
                yield Unit(first, last, ("",), SPACE)
            case "HARD_LINE_BREAK":
                yield Unit(first, last, ("\n",), OTHER, "line break")
            case "NONBREAKING_SPACE":
                yield Unit(first, last, ("\N{NO-BREAK SPACE}",))
            case "ESCAPED_CHAR":
                yield Unit(first, last, (text[1:],))
            case kind if kind in CONTAINERS or kind in HOLDERS:
                for child in filter(_is_printed, node.children):
                    yield from self.units(child, source)
            case _:
                yield self._construct(node, text, source)

    def _characters(self, first: int, text: str) -> Iterator[Unit]:
        """Yield the units of plain text that begins at `first`."""
        for bit in BITS.finditer(text):
            sign, start, end = bit[0], first + bit.start(), first + bit.end()
            if sign in self._typography:
                yield Unit(start, end, self._typography[sign])
            elif sign.isspace() and sign != "\N{NO-BREAK SPACE}":
                yield Unit(start, end, (" ", "\N{NO-BREAK SPACE}"), SPACE)
            else:
                yield Unit(start, end, (html.unescape(sign) if len(sign) > 1 else sign,))

    @cached_property
    def _typography(self) -> dict[str, tuple[str, ...]]:
        """What quotation marks, dashes and ellipses may print."""
        marks = self.language["quotes"]
        pad = NARROW.get(self.language.tag.split("-")[0], "")
        outer = (marks[0] + pad, pad + marks[1])
        printed: dict[str, tuple[str, ...]] = {
            '"': (*outer, '"'),
            "'": ("’", marks[2], marks[3], "'"),
            "---": ("—",),
            "--": ("–",),
            "...": ("…",),
        }
        return printed | {sign: (sign, *outer, marks[2], marks[3]) for sign in "“”‘’„‚"}

    def _construct(self, node: Node, text: str, source: str) -> Unit:
        """Return the unit of a node that prints something else than its text."""
        place = (node.start, node.end)
        match node.kind:
            case "SHORTCODE" if variable := read_variable(text):
                printed, row = self.numbers[variable]
                return Unit(*place, (printed,), NUMBER, row)
            case "CITATION" | "CROSSREF":
                return self._citation(node, source)
            case "FOOTNOTE_REFERENCE" | "INLINE_FOOTNOTE":
                return Unit(*place, (), FOOTNOTE, text, f",?{NOTE}")
            case "INLINE_CODE":
                content = next(node.find("INLINE_CODE_CONTENT"), node)
                return Unit(*place, (source[content.start : content.end].strip(),), CODE, text)
            case "INLINE_MATH" | "DISPLAY_MATH":
                return Unit(*place, (OBJECT,), OTHER, "formula")
            case "IMAGE_LINK":
                return Unit(*place, (PICTURE,), OTHER, "picture")
            case "AUTO_LINK":
                return Unit(*place, (text[1:-1],), OTHER, "link")
            case "INLINE_HTML" if text.startswith("<!--"):
                return Unit(*place, ("",), COMMENT)
        raise NotUnderstoodError(node.kind)

    def _citation(self, node: Node, source: str) -> Unit:
        """Return the unit of a citation of sources, or of a reference to labels."""
        keys = [source[key.start : key.end] for key in node.find("CITATION_KEY", "CROSSREF_KEY")]
        place, name = (node.start, node.end), ", ".join(keys)
        bracketed = source[node.start] == "["
        if not keys or not all(key.startswith(LABEL_PREFIXES) for key in keys):
            pattern = NOTE if bracketed else f"[^{NOTE}]+?{NOTE}"
            return Unit(*place, (), CITATION, name, f",?{pattern}", named=not bracketed)
        if not all(self.names.get(key) for key in keys):
            raise NotUnderstoodError(name)
        texts = ["|".join(map(re.escape, sorted(self.names[key], key=len, reverse=True))) for key in keys]
        if bracketed:
            return Unit(
                *place, (), REFERENCE, name, ".*?" + ".*?".join(f"(?:{one})" for one in texts) + ".*?"
            )
        return Unit(*place, (), REFERENCE, name, f"(?:{texts[0]})")


def _is_printed(node: Node) -> bool:
    """Return whether a part of a container is its text, rather than its marks or where a link leads."""
    known = {"TEXT", *CONTAINERS, *HOLDERS}
    return node.kind in known or not re.search("MARKER|START|END|DEST|BRACKET|ATTR|OPEN|CLOSE", node.kind)


def containers(node: Node) -> Iterator[Container]:
    """Yield the containers inside a node, outer ones first."""
    for inner in node.walk():
        printed = [child for child in inner.children if _is_printed(child)]
        if inner.kind in CONTAINERS and printed:
            look = CONTAINERS[inner.kind]
            yield Container(inner.start, inner.end, printed[0].start, printed[-1].end, look)
