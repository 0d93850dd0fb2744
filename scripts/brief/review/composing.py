"""New text as Markdown: emphasis, notes, and what was moved from elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from brief.content.language import Language
from brief.review.changes import Change, cut
from brief.review.escaping import escape
from brief.review.provenance import Printed
from brief.review.refusals import RefusalError
from brief.review.units import SPACE, TEXT
from brief.word.wordtext import END, Piece

DELIMITERS = {"strong": "**", "emphasis": "*"}


@dataclass(frozen=True)
class Desk:
    """What it takes to write new text: the language, the notes that are new, the text that moved."""

    language: Language
    notes: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    literal: Collection[Change] = ()
    """Changes in whose passages each mark is written as it is printed, for want of a nicer way."""


def compose(
    pieces: Sequence[Piece], desk: Desk, there: frozenset[str] = frozenset(), *, quotes: bool = True
) -> str:
    """Return new text as Markdown; what was moved from elsewhere is what it was there."""
    text = "".join(piece.text for piece in pieces)
    for moved, source in desk.moved.items():
        at = text.find(moved)
        if at >= 0:
            before, after = cut(pieces, 0, at), cut(pieces, at + len(moved), len(text))
            ends = [compose(list(part), desk, there, quotes=quotes) for part in (before, after)]
            return source.join(ends)
    return "".join(write(piece, desk, there, quotes=quotes) for piece in pieces)


def write(piece: Piece, desk: Desk, there: frozenset[str] = frozenset(), *, quotes: bool = True) -> str:
    """Return new text as Markdown, where emphasis `there` is around it already."""
    if piece.note:
        if piece.note not in desk.notes:
            raise RefusalError("this note is a source's", "cite it in the section, as [@key]")
        return f"^[{escape(desk.notes[piece.note])}]"
    if any(sign in piece.text for sign in "\ue000\ue001\ue002"):
        raise RefusalError("a picture or another object was put in", "add it to the section by hand")
    opening, closing = "", ""
    for name in sorted(piece.emphasis - there):
        opening, closing = opening + DELIMITERS[name], DELIMITERS[name] + closing
    paragraphs = piece.text.split(END)
    return END.join(_emphasized(text, opening, closing, desk.language, quotes) for text in paragraphs)


def _emphasized(text: str, opening: str, closing: str, language: Language, quotes: bool) -> str:
    bare = text.strip()
    if not bare:
        return escape(text)
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    marks = language["quotes"] if quotes else ""
    return escape(lead) + opening + escape(bare, marks[:2]) + closing + escape(trail)


def moved_texts(printed: Printed, changes: Iterable[Change]) -> Mapping[str, str]:
    """Return the longer deleted texts and those with constructs, by their source, in case they come again."""
    found: dict[str, str] = {}
    for change in changes:
        at = printed.paragraph(change.start)
        block, text = printed.blocks[at], printed.texts[at]
        start, end = change.start - printed.starts[at], min(change.end - printed.starts[at], len(text))
        if block is None or end - start < 3:
            continue
        own = [one for one in printed.origins[at] if start <= one.start and one.end <= end]
        made = any(one.kind not in (TEXT, SPACE) for one in own)
        if (made or len(own) > 20) and own and own[0].first < own[0].last:
            source = "".join(block.source[one.first : one.last] for one in own)
            whole = start == 0 and end == len(text)
            found[text[start:end]] = block.source[block.first : block.last] if whole else source
    return found
