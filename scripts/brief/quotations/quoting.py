"""The quotations of the sections: what stands in quotation marks in a sentence that cites a source.

A quotation belongs to the citation behind it in its sentence, or else to the last one before it. A
block quotation belongs to the citation inside of it, or to that of the sentence which leads to it
with a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from brief.content.sections import Node, Section
from brief.quotations.blocks import CITED, Block, Quoted, read_block

_PARAGRAPHS = ("PARAGRAPH", "PLAIN", "HEADING", "INLINE_FOOTNOTE")
_IN_MARKS = re.compile(
    r'(?<!\w)"(?=\S)[^"]*"(?!\w)|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|「[^「」]*」|『[^『』]*』|(?<!\w)‘(?=\S)(?:[^‘’]|’(?=\w))*’'
)
_SENTENCE_END = re.compile(
    rf"(?<!\b[A-ZА-ЯЁ])[.!?…。！？][\"”’»)\]]*(?:\s?{CITED})*(?:\s+(?=[\"“«„‘(\[]?[\dA-ZÀ-ÞА-ЯЁ])|(?<=[。！？]))"
)


def quotations_in(sections: Iterable[Section]) -> Iterator[Quoted]:
    """Yield each quotation, in the order of the text, whether its sentence cites a source or not."""
    for section in sections:
        yield from _within(section, section.root)


def _within(section: Section, node: Node) -> Iterator[Quoted]:
    before: Node | None = None
    for child in node.children:
        if child.kind == "BLOCK_QUOTE":
            yield from _block_quotation(section, child, before)
            continue
        if child.kind in _PARAGRAPHS:
            yield from _in_marks(read_block(section, [child]))
        yield from _within(section, child)
        before = child if child.kind != "BLANK_LINE" else before


def _in_marks(block: Block) -> Iterator[Quoted]:
    """Yield what stands in quotation marks in the sentences of a block."""
    marked = [match.span() for match in _IN_MARKS.finditer(block.text)]
    for start, end in _sentences(block.text, marked):
        for opens, closes in marked:
            if start <= opens < end:
                keys = block.keys_between(start, end, closes)
                yield from block.quoted(opens, closes, keys, marks=1)


def _sentences(text: str, marked: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield where each sentence starts and ends; a quotation of several sentences does not part one."""
    ends = (match.end() for match in _SENTENCE_END.finditer(text))
    outside = [end for end in ends if not any(opens < end < closes for opens, closes in marked)]
    yield from pairwise(dict.fromkeys([0, *outside, len(text)]))


def _block_quotation(section: Section, quotation: Node, before: Node | None) -> Iterator[Quoted]:
    block = read_block(section, list(quotation.find("PARAGRAPH", "PLAIN")))
    keys = block.keys_between(0, len(block.text), len(block.text))
    if not keys and before is not None and before.kind == "PARAGRAPH":
        leading = read_block(section, [before])
        if leading.text.rstrip(f" \n{CITED}").endswith(":"):
            *_, (start, end) = _sentences(leading.text, ())
            keys = leading.keys_between(start, end, end)
    opens = len(block.text) - len(block.text.lstrip('"“„« \n'))
    yield from block.quoted(opens, len(block.text.rstrip(f'"”“» \n{CITED}')), keys)
