"""Two manuscripts merged into one that says what has changed."""

from __future__ import annotations

from collections.abc import Sequence

import panflute as pf

from brief.manuscript.exhibits import words
from brief.redline import DELETION, INSERTION
from brief.redline.aligning import Part, align
from brief.redline.blocks import Blocks
from brief.redline.inlines import merge_inlines
from brief.redline.marking import changed, mark
from brief.redline.moves import mark_moves

LINES = ("title", "subtitle", "abstract", "series", "date_printed")
"""What of the front matter is a line of text."""


def merge_manuscripts(old: pf.Doc, new: pf.Doc) -> pf.Doc:
    """Return the manuscript of both; a picture that is the same has the same path in both."""
    old, new = old.walk(_seen), new.walk(_seen)
    blocks = Blocks(frozenset(_names(new)))
    new.content = blocks.merge(list(old.content), list(new.content))
    mark_moves(new)
    for name in LINES:
        before, after = (_inlines(document, name) for document in (old, new))
        if before or after:
            new.metadata[name] = pf.MetaInlines(*_line(before, after, blocks))
    messages = [_paragraphs(document, "key_messages") for document in (old, new)]
    new.metadata["key_messages"] = pf.MetaList(
        *(pf.MetaInlines(*block.content) for block in blocks.merge(*messages))
    )
    authors = _merged_authors(_authors(old), _authors(new), blocks)
    new.metadata["authors"] = pf.MetaList(*authors)
    return new


def _seen(element: pf.Element, _: pf.Doc) -> pf.Element | list[pf.Element] | None:
    """Return what a reader sees of an element: where a number is from and how lines break is no change."""
    match element:
        case pf.Cite() | pf.Span(classes=["datum"]):
            return list(element.content)
        case pf.Span(classes=[]) if not element.identifier and not element.attributes:
            return list(element.content)
        case pf.SoftBreak():
            return pf.Space()
        case pf.LineBlock():
            lines = [[*line.content, pf.LineBreak()] for line in element.content]
            return pf.Para(*[inline for line in lines for inline in line][:-1])
    return None


def _names(document: pf.Doc) -> set[str]:
    """Return the names in a document that links lead to."""
    names: set[str] = set()

    def visit(element: pf.Element, _: pf.Doc) -> None:
        names.add(getattr(element, "identifier", ""))

    document.walk(visit)
    return names - {""}


def _inlines(document: pf.Doc, name: str) -> list[pf.Inline]:
    if name not in document.metadata:
        return []
    value = document.metadata[name]
    return list(value.content) if isinstance(value, pf.MetaInlines) else words(value.text)


def _line(before: list[pf.Inline], after: list[pf.Inline], blocks: Blocks) -> list[pf.Inline]:
    """Return a line of the front matter become another; one that is left out came or went as a whole."""
    if before and after:
        return merge_inlines(before, after, blocks.merge)
    kind = DELETION if before else INSERTION
    return [*changed(before or after, kind), mark(kind)]


def _paragraphs(document: pf.Doc, name: str) -> list[pf.Block]:
    return [pf.Para(*item.content) for item in document.metadata[name]]


Author = dict[str, list[pf.Inline]]
"""The name of an author and, by the same names as in brief.yaml, what else is printed."""


def _authors(document: pf.Doc) -> list[Author]:
    fields = ("name", "affiliation")
    people = document.metadata["authors"]
    return [
        {field: words(pf.stringify(person[field])) for field in fields if field in person.content}
        for person in people
    ]


def _merged_authors(old: Sequence[Author], new: Sequence[Author], blocks: Blocks) -> list[pf.MetaMap]:
    parts = [
        [Part(name := pf.stringify(pf.Para(*one["name"])), "author", (), name) for one in people]
        for people in (old, new)
    ]
    merged = []
    for i, j in align(*parts):
        before, after = old[i] if i is not None else {}, new[j] if j is not None else {}
        fields = {
            field: pf.MetaInlines(*_line(before.get(field, []), after.get(field, []), blocks))
            for field in ("name", "affiliation")
            if before.get(field) or after.get(field)
        }
        merged.append(pf.MetaMap(**fields))
    return merged
