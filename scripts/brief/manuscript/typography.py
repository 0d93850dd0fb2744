"""Typography that every format prints alike: quotation marks, and marks of adjacent notes."""

from __future__ import annotations

from collections.abc import Sequence

import panflute as pf

from brief.content.binding import binds
from brief.content.language import NBSP, Language
from brief.manuscript.texts import walk

NARROW = {"fr": "\N{NARROW NO-BREAK SPACE}"}
"""The space inside of quotation marks by language: French has one (Imprimerie nationale)."""


def settle_quotes(blocks: Sequence[pf.Block], language: Language) -> list[pf.Block]:
    """Return the blocks with each quotation of Pandoc's as text between the language's marks."""
    marks = language["quotes"]
    pad = NARROW.get(language.tag.split("-")[0], "")
    pairs = {"DoubleQuote": (marks[0] + pad, pad + marks[1]), "SingleQuote": (marks[2], marks[3])}

    def visit(element: pf.Element, _: pf.Doc) -> list[pf.Inline] | None:
        if not isinstance(element, pf.Quoted):
            return None
        opening, closing = pairs[element.quote_type]
        return [pf.Str(opening), *element.content, pf.Str(closing)]

    return walk(blocks, visit)


def bind_words(blocks: Sequence[pf.Block], language: Language) -> list[pf.Block]:
    """Return the blocks with no-break spaces between words that belong together.

    Numbers out of the data stay as their cells print them.
    """

    def visit(element: pf.Element, _: pf.Doc) -> pf.Element | None:
        if not isinstance(element, pf.Space | pf.SoftBreak) or "datum" in getattr(
            element.parent, "classes", ()
        ):
            return None
        before, after = _last_word(element.prev), _first_word(element.next)
        return pf.Str(NBSP) if before and after and binds(before, after, language) else None

    return walk(blocks, visit)


def _last_word(element: pf.Element | None) -> str:
    """Return the word at the end of an inline, as far as it has one formatting."""
    while isinstance(element, pf.Span | pf.Emph | pf.Strong | pf.Link) and element.content:
        element = element.content[-1]
    return element.text.rpartition(NBSP)[2] if isinstance(element, pf.Str) else ""


def _first_word(element: pf.Element | None) -> str:
    while isinstance(element, pf.Span | pf.Emph | pf.Strong | pf.Link) and element.content:
        element = element.content[0]
    return element.text.partition(NBSP)[0] if isinstance(element, pf.Str) else ""


def part_notes(blocks: Sequence[pf.Block]) -> list[pf.Block]:
    """Return the blocks with a raised comma between adjacent notes: else 4 and 5 would read as 45."""

    def visit(element: pf.Element, _: pf.Doc) -> list[pf.Inline] | None:
        if _is_note(element) and element.prev is not None and _is_note(_before(element)):
            return [pf.Superscript(pf.Str(",")), element]
        return None

    return walk(blocks, visit)


def _before(element: pf.Element) -> pf.Element:
    """Return the inline before an element, skipping the empty strings that citeproc leaves."""
    previous = element.prev
    while isinstance(previous, pf.Str) and not previous.text and previous.prev is not None:
        previous = previous.prev
    return previous


def _is_note(element: pf.Element) -> bool:
    if isinstance(element, pf.Cite):
        return any(isinstance(inline, pf.Note) for inline in element.content)
    return isinstance(element, pf.Note) and not isinstance(element.parent, pf.Cite)
