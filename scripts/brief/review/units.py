"""What each bit of a section's Markdown prints, with its place in the source.

The kinds of nodes are Panache's. A bit that is not known here makes its block one that is not
understood: nothing in it will be edited.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from brief.content.labels import LABEL_PREFIXES
from brief.content.language import Language
from brief.content.sections import Node
from brief.content.variables import Variable, read_variable
from brief.manuscript.typography import NARROW
from brief.word.wordtext import NOTE, OBJECT, PICTURE

TEXT, SPACE = "text", "space"
NUMBER, REFERENCE, CITATION, FOOTNOTE, CODE, OTHER, COMMENT = (
    "number",
    "reference",
    "citation",
    "footnote",
    "code",
    "construct",
    "comment",
)
LABEL, MARK = "label", "mark"

CONTAINERS = {
    "EMPHASIS": "emphasis",
    "STRONG": "strong",
    "STRIKEOUT": "",
    "SUPERSCRIPT": "superscript",
    "SUBSCRIPT": "subscript",
    "BRACKETED_SPAN": "",
    "LINK": "",
}
"""What holds text that is printed, and the emphasis that it gives."""

HOLDERS = {"SPAN_CONTENT", "LINK_TEXT"}

BITS = re.compile(r"&#?\w+;|-{3}|--|\.{3}|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Unit:
    """A bit of the source from `first` to `last`, and what it prints.

    `printed` has all that it may print, by which Pandoc decides from what stands around it.
    A pattern stands for what cannot be known here.
    """

    first: int
    last: int
    printed: tuple[str, ...]
    kind: str = TEXT
    name: str = ""
    pattern: str = ""

    @property
    def regex(self) -> str:
        """The regular expression of what the unit may print."""
        return self.pattern or "|".join(map(re.escape, self.printed))


@dataclass(frozen=True)
class Container:
    """Emphasis and the like: its source, and the source of what is inside."""

    first: int
    last: int
    inner_first: int
    inner_last: int
    emphasis: str


class NotUnderstoodError(Exception):
    """There is a bit of Markdown of which it is not known what it prints."""


@dataclass(frozen=True)
class Printer:
    """What is needed to know what constructs print: the numbers of the data, the names of labels."""

    language: Language
    numbers: Mapping[Variable, tuple[str, str]]
    """What each number prints, and where in the data it stands."""

    names: Mapping[str, frozenset[str]]

    def units(self, node: Node, source: str) -> Iterator[Unit]:
        """Yield the units inside a node; raises NotUnderstoodError."""
        text = source[node.start : node.end]
        match node.kind:
            case "TEXT":
                yield from self._words(node.start, text)
            case "NEWLINE" | "WHITESPACE":
                yield Unit(node.start, node.end, (" ", "\N{NO-BREAK SPACE}"), SPACE)
            case "LINE_PREFIX" | "BLOCK_QUOTE_MARKER":
                yield Unit(node.start, node.end, ("",), SPACE)
            case "HARD_LINE_BREAK":
                yield Unit(node.start, node.end, ("\n",), OTHER, "line break")
            case "NONBREAKING_SPACE":
                yield Unit(node.start, node.end, ("\N{NO-BREAK SPACE}",))
            case "ESCAPED_CHAR":
                yield Unit(node.start, node.end, (text[1:],))
            case kind if kind in CONTAINERS or kind in HOLDERS:
                yield from self._inside(node, source)
            case _:
                yield self._construct(node, text, source)

    def _inside(self, node: Node, source: str) -> Iterator[Unit]:
        """Yield what a container prints: its text, not its marks."""
        for child in node.children:
            if _is_printed(child):
                yield from self.units(child, source)

    def _words(self, first: int, text: str) -> Iterator[Unit]:
        marks = self.language["quotes"]
        pad = NARROW.get(self.language.tag.split("-")[0], "")
        quotes = {
            '"': (marks[0] + pad, pad + marks[1], '"'),
            "'": ("’", marks[2], marks[3], "'"),
            "---": ("—",),
            "--": ("–",),
            "...": ("…",),
        }
        for sign in "“”‘’„‚":
            quotes[sign] = (sign, marks[0] + pad, pad + marks[1], marks[2], marks[3])
        for found in BITS.finditer(text):
            bit, start, end = found[0], first + found.start(), first + found.end()
            if bit in quotes:
                yield Unit(start, end, quotes[bit])
            elif bit.isspace() and bit != "\N{NO-BREAK SPACE}":
                yield Unit(start, end, (" ", "\N{NO-BREAK SPACE}"), SPACE)
            else:
                yield Unit(start, end, (html.unescape(bit),) if len(bit) > 1 else (bit,))

    def _construct(self, node: Node, text: str, source: str) -> Unit:
        made = (node.start, node.end)
        match node.kind:
            case "SHORTCODE" if variable := read_variable(text):
                printed, place = self.numbers[variable]
                return Unit(*made, (printed,), NUMBER, place)
            case "CITATION" | "CROSSREF":
                return self._cited(node, source)
            case "FOOTNOTE_REFERENCE" | "INLINE_FOOTNOTE":
                return Unit(*made, (), FOOTNOTE, text, f",?{NOTE}")
            case "INLINE_CODE":
                content = next(node.find("INLINE_CODE_CONTENT"), node)
                return Unit(*made, (source[content.start : content.end].strip(),), CODE, text)
            case "INLINE_MATH" | "DISPLAY_MATH":
                return Unit(*made, (OBJECT,), OTHER, "formula")
            case "IMAGE_LINK":
                return Unit(*made, (PICTURE,), OTHER, "picture")
            case "AUTO_LINK":
                return Unit(*made, (text[1:-1],), OTHER, "link")
            case "INLINE_HTML" if text.startswith("<!--"):
                return Unit(*made, ("",), COMMENT)
        raise NotUnderstoodError(node.kind)

    def _cited(self, node: Node, source: str) -> Unit:
        keys = [source[key.start : key.end] for key in node.find("CITATION_KEY", "CROSSREF_KEY")]
        made, name = (node.start, node.end), ", ".join(keys)
        bracketed = source[node.start] == "["
        if not keys or not all(key.startswith(LABEL_PREFIXES) for key in keys):
            pattern = NOTE if bracketed else f"[^{NOTE}]+?{NOTE}"
            return Unit(*made, (), CITATION, name, f",?{pattern}")
        if not all(self.names.get(key) for key in keys):
            raise NotUnderstoodError(name)
        names = ["|".join(map(re.escape, sorted(self.names[key], key=len, reverse=True))) for key in keys]
        if bracketed:
            return Unit(*made, (), REFERENCE, name, ".*?" + ".*?".join(f"(?:{one})" for one in names) + ".*?")
        return Unit(*made, (), REFERENCE, name, f"(?:{names[0]})")


def _is_printed(node: Node) -> bool:
    """Return whether a part of a container is what is in it, rather than its marks or its goal."""
    known = {"TEXT", *CONTAINERS, *HOLDERS}
    return node.kind in known or not re.search("MARKER|START|END|DEST|BRACKET|ATTR|OPEN|CLOSE", node.kind)


def containers(node: Node) -> Iterator[Container]:
    """Yield the containers inside a node, outer ones first."""
    for found in node.walk():
        if found.kind in CONTAINERS and found.children:
            inside = [child for child in found.children if _is_printed(child)]
            if inside:
                yield Container(
                    found.start, found.end, inside[0].start, inside[-1].end, CONTAINERS[found.kind]
                )
