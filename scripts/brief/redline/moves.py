"""Text that moved as a whole: it was deleted at one place and inserted, the same, at another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import panflute as pf

from brief.redline import DELETION, INSERTION

MOVE = "move"
"""The attribute of both spans of a text that moved: its number."""

SHORTEST = 4
"""Text within paragraphs that has fewer words was deleted and typed anew rather than moved."""

HOLDERS = (pf.Emph, pf.Strong, pf.Strikeout, pf.Superscript, pf.Subscript, pf.Quoted, pf.SmallCaps)
NOTE = "\ue000"


@dataclass(frozen=True)
class Candidate:
    """A span of deleted or inserted text, and what it says."""

    span: pf.Span
    text: str
    whole: bool
    """Whether it is all of a paragraph that was deleted or inserted."""


def mark_moves(document: pf.Doc) -> None:
    """Give the two spans of each text that moved the same number."""
    inserted: dict[str, list[Candidate]] = defaultdict(list)
    candidates = list(_candidates(document.content))
    for candidate in candidates:
        if candidate.span.classes == [INSERTION]:
            inserted[candidate.text].append(candidate)
    number = 0
    for deleted in (one for one in candidates if one.span.classes == [DELETION]):
        for new in inserted[deleted.text]:
            if (deleted.whole and new.whole) or len(deleted.text.split()) >= SHORTEST:
                number += 1
                for span in (deleted.span, new.span):
                    span.attributes[MOVE] = str(number)
                inserted[deleted.text].remove(new)
                break


def _candidates(blocks: Iterable[pf.Block]) -> Iterator[Candidate]:
    """Yield the spans of changes in paragraphs of the text: neither in tables nor in notes."""
    for block in blocks:
        if isinstance(block, pf.Para | pf.Plain | pf.Header):
            spans = [one for one in block.content if _is_change(one)]
            whole = len(block.content) == 2 and getattr(block.content[-1], "classes", []) in WHOLE
            texts = ((span, _bare(_text(span.content))) for span in spans)
            yield from (Candidate(span, text, whole) for span, text in texts if re.search(r"\w", text))
        elif not isinstance(block, pf.Table):
            yield from _candidates(getattr(block, "content", ()))


WHOLE = ([f"paragraph-{INSERTION}"], [f"paragraph-{DELETION}"])
"""The classes of the span that ends a paragraph which came or went as a whole."""


def _is_change(inline: pf.Inline) -> bool:
    return isinstance(inline, pf.Span) and inline.classes in ([INSERTION], [DELETION])


def _bare(text: str) -> str:
    """Return a text without the blanks and punctuation around it, on which a comparison may have cut."""
    return re.sub(rf"^[^\w{NOTE}]+|[^\w{NOTE}]+$", "", text)


def _text(inlines: Iterable[pf.Inline]) -> str:
    """Return what a text says wherever it stands: notes, and numbers that count, are left open."""
    texts = []
    for inline in inlines:
        match inline:
            case pf.Str() | pf.Code() | pf.Math():
                texts.append(inline.text)
            case pf.Note():
                texts.append(NOTE)
            case pf.Space() | pf.LineBreak():
                texts.append(" ")
            case pf.Span() if {"number", "reference"} & set(inline.classes):
                texts.append("#")
            case pf.Link() if inline.url.startswith("#"):
                texts.append(inline.url)
            case pf.Link():
                texts.append(f"{inline.url} {_text(inline.content)}")
            case pf.Image():
                texts.append(inline.url)
            case _ if isinstance(inline, HOLDERS):
                texts.append(f"{inline.tag}({_text(inline.content)})")
            case _:
                texts.append(_text(getattr(inline, "content", ())))
    return "".join(texts)
