"""The structure tree of a tagged PDF with the text of every element.

Read with pikepdf from the content streams: poppler and pdfminer both lose what follows a
hyphen, because Typst marks hyphens inside the marked content of their line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
Content = dict[tuple[int, int], str]
"""The text of each piece of marked content, by page and number."""


@dataclass
class Element:
    """An element of the structure tree; `pieces` are texts and elements in reading order."""

    kind: str
    lang: str = ""
    alt: str = ""
    scope: str = ""
    pieces: list[str | Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, hyphens of line ends undone."""
        parts = (piece if isinstance(piece, str) else piece.text for piece in self.pieces)
        return "".join(parts).replace(SOFT_HYPHEN, "")

    def walk(self) -> Iterator[Element]:
        """Yield the element and all inside it, in reading order."""
        yield self
        for piece in self.pieces:
            if isinstance(piece, Element):
                yield from piece.walk()

    def find(self, *kinds: str) -> list[Element]:
        """Return the elements of these kinds."""
        return [element for element in self.walk() if element.kind in kinds]


def read_structure(path: Path) -> Element:
    """Return the root of the structure tree."""
    with pikepdf.open(path) as pdf:
        content: Content = {}
        for page in pdf.pages:
            for mcid, text in _marked(page).items():
                content[page.objgen[0], mcid] = text
        root = Element("Root")
        root.pieces = list(_kids(pdf.Root.StructTreeRoot, content, 0))
        return root


def untagged(path: Path) -> str:
    """Return the text that is neither tagged nor an artifact; there should be none."""
    with pikepdf.open(path) as pdf:
        return "".join(_marked(page)[-1] for page in pdf.pages)


def _kids(node: pikepdf.Object, content: Content, page: int) -> Iterator[str | Element]:
    page = node.Pg.objgen[0] if "/Pg" in node else page
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            yield content.get((page, kid), "")
        elif kid.get("/Type") == "/MCR":
            yield content.get((kid.Pg.objgen[0] if "/Pg" in kid else page, int(kid.MCID)), "")
        elif "/S" in kid:
            yield _element(kid, content, page)


def _element(node: pikepdf.Object, content: Content, page: int) -> Element:
    attributes = node.get("/A", [])
    attributes = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    scopes = [str(one.Scope)[1:] for one in attributes if "/Scope" in one]
    element = Element(str(node.S)[1:], str(node.get("/Lang", "")), str(node.get("/Alt", "")), "".join(scopes))
    element.pieces = list(_kids(node, content, page))
    return element


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """Return the text of each marked content of a page by number; -1 holds what no mark covers."""
    fonts = {name: _unicode(font) for name, font in page.resources.get("/Font", {}).items()}
    texts: dict[int, str] = defaultdict(str)
    stack: list[int | str | None] = []  # a number, a replacement text, or None for other marks
    letters: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                stack.append(_mark(operands))
                if isinstance(stack[-1], str):
                    texts[_number(stack)] += stack[-1]
            case "BMC":
                stack.append(None)
            case "EMC":
                stack.pop()
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj" | "TJ" if not any(isinstance(mark, str) for mark in stack):
                strings = operands[0] if str(operator) == "TJ" else [operands[0]]
                texts[_number(stack)] += "".join(
                    _decode(bytes(string), letters)
                    for string in strings
                    if isinstance(string, pikepdf.String)
                )
    texts[-1] = texts.get(-1, "")
    return texts


ARTIFACT = -2


def _mark(operands: list[pikepdf.Object]) -> int | str | None:
    tag, properties = operands
    if str(tag) == "/Artifact":
        return ARTIFACT
    if "/MCID" in properties:
        return int(properties.MCID)
    return str(properties.ActualText) if "/ActualText" in properties else None


def _number(stack: list[int | str | None]) -> int:
    return next((mark for mark in reversed(stack) if isinstance(mark, int)), -1)


def _decode(string: bytes, letters: dict[int, str]) -> str:
    codes = (int.from_bytes(string[at : at + 2], "big") for at in range(0, len(string), 2))
    return "".join(letters.get(code, "\N{REPLACEMENT CHARACTER}") for code in codes)


def _unicode(font: pikepdf.Object) -> dict[int, str]:
    """Return what each code of a font stands for, after its ToUnicode map."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    letters: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            letters[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int.from_bytes(bytes.fromhex(text), "big")
            for step, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                letters[code] = (start + step).to_bytes(len(text) // 2, "big").decode("utf-16-be")
    return letters
