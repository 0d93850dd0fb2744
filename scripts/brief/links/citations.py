"""The sentences of the brief that cite a source, or hold a link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from brief.content.sections import Node, Section
from brief.links.judgement import CitingPassage
from brief.links.model import Link

_BLOCKS = ("PARAGRAPH", "PLAIN", "HEADING", "INLINE_FOOTNOTE")
_UNREAD = ("FOOTNOTE_REFERENCE", "INLINE_FOOTNOTE", "LINE_PREFIX", "BLOCK_QUOTE_MARKER")
_LINKS = ("AUTO_LINK", "LINK", "TEXT")
_STOP = r"(?<!\b[A-ZА-ЯЁ])[.!?…][\"”’»)]*(?:\s?\[[^\]]*\])*"
_NEXT = r"\s+(?=[\"“«‘(\[]?[A-ZА-ЯЁ0-9])"
_START = re.compile(_STOP + _NEXT)
_END = re.compile(rf"{_STOP}(?={_NEXT}|\s*$)")


def citing_passages(sections: Iterable[Section]) -> dict[str, list[CitingPassage]]:
    """Return, for each key, the sentences that cite it, in the order of the text."""
    passages: dict[str, list[CitingPassage]] = {}
    for section in sections:
        for block in section.root.find(*_BLOCKS):
            for citation in _own(block, "CITATION"):
                for key in citation.find("CITATION_KEY"):
                    passage = _passage(section, block, citation)
                    passages.setdefault(section.text(key), []).append(passage)
    return passages


def passage_around(sections: Iterable[Section], link: Link) -> tuple[CitingPassage, ...]:
    """Return the sentence around a link of a section, or nothing where the link is not found."""
    for section in sections:
        if section.path != link.file:
            continue
        for block in section.root.find(*_BLOCKS):
            for node in _own(block, *_LINKS):
                if section.mention(node).line == link.line and link.url in section.text(node):
                    return (_passage(section, block, node),)
    return ()


def _own(block: Node, *kinds: str) -> Iterator[Node]:
    """Yield the nodes of these kinds in a block, but not those of a block inside it."""
    for child in block.children:
        if child.kind in kinds:
            yield child
        elif child.kind not in _BLOCKS:
            yield from _own(child, *kinds)


def _passage(section: Section, block: Node, node: Node) -> CitingPassage:
    before = "".join(_read(section, block, block.start, node.start))
    after = "".join(_read(section, block, node.end, block.end))
    before = _START.split(before)[-1]
    if re.search(r"[.!?…][\"”’»)]*\s?$", before) and re.match(r"\s|$", after):
        after = ""  # the citation follows the full stop of its sentence
    end = _END.search(after)
    after = after[: end.end()] if end else after
    before, mark, after = (re.sub(r"\s+", " ", text) for text in (before, section.text(node), after))
    return CitingPassage(section.path, section.mention(node).line, before.lstrip(), mark, after.rstrip())


def _read(section: Section, node: Node, start: int, end: int) -> Iterator[str]:
    """Yield the text between two bytes without the marks of notes and of lines."""
    for child in node.children or (node,):
        if child.kind in _UNREAD or child.end <= start or child.start >= end:
            continue
        if child.children:
            yield from _read(section, child, start, end)
        elif child.kind not in ("INLINE_FOOTNOTE_START", "INLINE_FOOTNOTE_END", "ATX_HEADING_MARKER"):
            yield section.text(child)
