"""Notes and the list of sources, by Pandoc's citeproc; foreign titles marked in their language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import panflute as pf

from brief.content.bibliography import PUBLISHED_BRIEF, Bibliography, Source
from brief.content.language import Language
from brief.manuscript.texts import walk
from brief.manuscript.variants import add_variants
from brief.pandoc import cite, read_bibliography

CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


def add_notes(
    blocks: Sequence[pf.Block],
    bibtex: str,
    bibliography: Bibliography,
    credited: Iterable[str],
    style: str,
    language: Language,
) -> list[pf.Block]:
    """Return `blocks` with a note for each citation and the entries of the list of sources.

    `credited` are the keys that only a row of data names: they are listed without a note.
    """
    document = pf.Doc(*_number_notes(blocks), pf.Div(identifier="refs"))
    document.metadata["lang"] = language.tag
    references = read_bibliography(bibtex).metadata["references"]
    for reference in references:
        source = bibliography[pf.stringify(reference["id"]).strip()]
        _mark_titles(reference, source.language, language)
        add_variants(reference, source, language)
        _settle_month(reference, source, language)
    document.metadata["references"] = references
    keys = [key for key in credited if key != PUBLISHED_BRIEF]
    if keys:
        citations = [pf.Citation(key) for key in keys]
        document.metadata["nocite"] = pf.MetaInlines(pf.Cite(pf.Str("*"), citations=citations))
    cited = cite(document, style)
    return _mark_cyrillic(list(cited.content), bibliography, language)


def _number_notes(blocks: Sequence[pf.Block]) -> list[pf.Block]:
    """Return the blocks with their notes numbered from the first to the last.

    Pandoc numbers them in each section from 1; citeproc recognizes an immediate repeat by the number.
    """
    count = 0

    def visit(element: pf.Element, _: pf.Doc) -> None:
        nonlocal count
        if isinstance(element, pf.Note):
            count += 1
            element.walk(number)
        elif isinstance(element, pf.Cite) and not _in_note(element):
            count += 1
            number(element, None)

    def number(element: pf.Element, _: pf.Doc | None) -> None:
        if isinstance(element, pf.Cite):
            for citation in element.citations:
                citation.note_num = count

    return walk(blocks, visit)


def _mark_titles(reference: pf.MetaMap, tag: str, language: Language) -> None:
    """Mark the titles of a reference with the language of its source, unless it is the document's."""
    if not tag or tag == language.tag.split("-")[0]:
        return
    for name in ("title", "title-short", "container-title", "collection-title", "publisher"):
        if name in reference and isinstance(reference[name], pf.MetaInlines):
            reference[name] = pf.MetaInlines(pf.Span(*reference[name].content, attributes={"lang": tag}))


def _settle_month(reference: pf.MetaMap, source: Source, language: Language) -> None:
    """Write a date without a day in the language's own way: the style knows months beside a day only."""
    if len(source.get("date")) == len("2022-05") and language.declines_months:
        reference["issued"] = pf.MetaMap(literal=pf.MetaString(language.date(source.get("date"))))


def _mark_cyrillic(
    blocks: Sequence[pf.Block], bibliography: Bibliography, language: Language
) -> list[pf.Block]:
    """Mark the names of authors in Cyrillic, in which citeproc allows no spans."""
    tags = [source.language for source in bibliography if CYRILLIC.search(source.get("author", "title"))]
    if not tags or CYRILLIC.search(language["sources"]):
        return list(blocks)

    def visit(element: pf.Element, _: pf.Doc) -> pf.Element | None:
        if isinstance(element, pf.Para | pf.Plain | pf.Span | pf.Link | pf.Emph) and not _marked(element):
            element.content = _group(list(element.content), tags[0])
        return None

    return walk(blocks, visit)


def _marked(element: pf.Element) -> bool:
    while element is not None:
        if getattr(element, "attributes", {}).get("lang"):
            return True
        element = element.parent
    return False


def _in_note(element: pf.Element) -> bool:
    while element is not None and not isinstance(element, pf.Note):
        element = element.parent
    return element is not None


def _group(inlines: list[pf.Inline], tag: str) -> list[pf.Inline]:
    """Wrap each run of Cyrillic words, with the blanks and points between them, in one span."""
    grouped: list[pf.Inline] = []
    run: list[pf.Inline] = []
    for inline in [*inlines, None]:
        text = inline.text if isinstance(inline, pf.Str) else ""
        foreign = CYRILLIC.search(text) and not LATIN.search(text)
        if foreign or (run and isinstance(inline, pf.Space)):
            run.append(inline)
        else:
            trailing = [run.pop()] if run and isinstance(run[-1], pf.Space) else []
            grouped += [pf.Span(*run, attributes={"lang": tag})] if run else []
            grouped += trailing
            run = []
            grouped += [inline] if inline is not None else []
    return grouped
