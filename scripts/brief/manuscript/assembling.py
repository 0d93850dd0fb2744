"""The whole manuscript, out of sections, exhibits, numbers, sources and front matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import panflute as pf

from brief.content.bibliography import Bibliography, load_bibliography
from brief.content.language import Language
from brief.content.metadata import Metadata, load_metadata
from brief.content.sections import Section, load_sections
from brief.data.tables import DataTable, load_package
from brief.files import read_text
from brief.limits import at_work
from brief.links.ledger import LedgerRow, read_ledger
from brief.links.merge import merged_rows
from brief.links.notices import notices
from brief.manuscript.citing import add_notes
from brief.manuscript.exhibits import RESTATES, SOURCES, ExhibitPlacer, load_exhibits
from brief.manuscript.history import add_history
from brief.manuscript.numbering import number_everything, resolve_references
from brief.manuscript.passages import mark_passages, standing_quotations
from brief.manuscript.texts import read_lines, read_sections
from brief.manuscript.typography import bind_words, part_notes, settle_quotes
from brief.places import Places
from brief.quotations.passages import Passage, load_passages
from brief.quotations.wanted import quotations_of


@dataclass(frozen=True)
class Parts:
    """All the files of a manuscript, read."""

    metadata: Metadata
    sections: Sequence[Section]
    bibliography: Bibliography
    tables: Mapping[str, DataTable]
    exhibits: Mapping[str, Mapping[str, Any]]
    """The JSON that draw_chart and compose_table wrote of each exhibit, by label."""
    ledger: Iterable[LedgerRow]
    passages: Sequence[Passage]
    """The originals of quotations in translation."""
    csl: Path
    """The style of the notes."""


def load_parts(places: Places, exhibits: Sequence[Path]) -> Parts:
    """Read all parts, each from its place; `exhibits` are the JSON files of the made ones."""
    return Parts(
        load_metadata(places.metadata),
        load_sections(places.sections)[0],
        load_bibliography(places.bib)[0],
        load_package(places.data),
        load_exhibits(exhibits),
        read_ledger(places.ledger),
        load_passages(places.passages),
        places.csl,
    )


def assemble(parts: Parts) -> pf.Doc:
    """Return the whole document."""
    metadata, language = parts.metadata, parts.metadata.language
    bibliography = parts.bibliography
    placer = ExhibitPlacer(parts.exhibits, bibliography, language, str(Path(metadata.file.path).parent))
    blocks, numbering = number_everything(read_sections(parts.sections, parts.tables, language), language)
    blocks = resolve_references(blocks, numbering)
    blocks = placer.place(blocks, numbering)
    credited = [key for exhibit in parts.exhibits.values() for key in exhibit["sources"]]
    with at_work(bibliography.path, "Pandoc"):
        bibtex = read_text(Path(bibliography.path))
        blocks = add_notes(blocks, bibtex, bibliography, credited, str(parts.csl), language)
    rows = merged_rows(parts.ledger)
    quotations = quotations_of(parts.sections, bibliography, parts.passages, language.tag)
    blocks = mark_passages(blocks, standing_quotations(quotations, bibliography, rows))
    front = front_matter(metadata, parts.tables)
    refs = add_history(blocks[-1], notices(rows), language)
    body = [*blocks[:-1], *_back_matter(front.pop("restates"), refs, language)]
    document = pf.Doc(*part_notes(bind_words(settle_quotes(body, language), language)))
    for key, value in front.items():
        document.metadata[key] = value
    return document


def front_matter(metadata: Metadata, tables: Mapping[str, DataTable]) -> dict[str, Any]:
    """Return the front matter, from the title to the key messages, as Pandoc's metadata."""
    language = metadata.language
    restates = metadata["restates"] or {}
    texts = {
        "title": [metadata["title"]],
        "subtitle": [metadata["subtitle"]],
        "abstract": [metadata["abstract"]],
        "restates": [restates.get("description"), restates.get("evidence")],
        "key_messages": metadata["key_messages"] or [],
    }
    keyed = [(key, text) for key, items in texts.items() for text in items if text]
    lines = read_lines([text for _, text in keyed], tables, language)
    front: dict[str, Any] = {"restates": [], "key_messages": []}
    for (key, _), inlines in zip(keyed, lines, strict=True):
        settled = bind_words(settle_quotes([pf.Para(*inlines)], language), language)[0].content
        if key in {"restates", "key_messages"}:
            front[key].append(pf.MetaInlines(*settled))
        else:
            front[key] = pf.MetaInlines(*settled)
    series = " ".join(str(part) for part in (metadata["series"], metadata["number"]) if part)
    plain = {"lang": language.tag, "date": metadata["date"], "date_printed": language.date(metadata["date"])}
    plain |= {
        "series": series,
        "publisher": metadata["publisher"] or "",
        "license": metadata["license"] or "",
    }
    authors = [{key: value for key, value in author.items() if value} for author in metadata["authors"] or []]
    return front | plain | {"keywords": metadata["keywords"] or [], "authors": authors}


def _back_matter(restates: list[pf.MetaInlines], refs: pf.Div, language: Language) -> list[pf.Block]:
    """Return the section on the restated work, and the list of sources."""
    back: list[pf.Block] = []
    if restates:
        title = pf.Header(pf.Str(language["restates"]), level=1, identifier=RESTATES, classes=["unnumbered"])
        back += [title, *(pf.Para(*paragraph.content) for paragraph in restates)]
    if refs.content:
        title = pf.Header(pf.Str(language["sources"]), level=1, identifier=SOURCES, classes=["unnumbered"])
        back += [title, refs]
    return back
