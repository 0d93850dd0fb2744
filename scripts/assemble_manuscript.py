"""Assemble the manuscript out of sections, exhibits, numbers, sources and front matter.

Writes a Pandoc document as JSON, in which everything is resolved; see brief.manuscript.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import panflute as pf

from brief.bibliography import load_bibliography
from brief.datatables import load_package
from brief.files import read_text, write_text
from brief.language import Language
from brief.links.ledger import read_ledger
from brief.links.merge import merged
from brief.links.notices import notices
from brief.manuscript.citing import add_notes
from brief.manuscript.exhibits import RESTATES, SOURCES, Exhibits, load_exhibits
from brief.manuscript.history import add_history
from brief.manuscript.numbering import number_everything, resolve_references
from brief.manuscript.texts import read_lines, read_sections
from brief.manuscript.typography import part_notes, settle_quotes
from brief.metadata import Metadata, load_metadata
from brief.pandoc import dumps
from brief.program import parser, run
from brief.sections import load_sections


def assemble(arguments: argparse.Namespace) -> pf.Doc:
    """Return the whole document."""
    metadata = load_metadata(arguments.metadata)
    language = metadata.language
    bibliography, _ = load_bibliography(arguments.bib)
    tables = load_package(arguments.data)
    sections, _ = load_sections(arguments.sections)
    made = load_exhibits(arguments.exhibits)
    exhibits = Exhibits(made, bibliography, language, str(arguments.metadata.parent))
    blocks, numbering = number_everything(read_sections(sections, tables, language), language)
    blocks = resolve_references(blocks, numbering)
    blocks = exhibits.place(blocks, numbering)
    credited = [key for one in made.values() for key in one["sources"]]
    bibtex = read_text(arguments.bib)
    blocks = add_notes(blocks, bibtex, bibliography, credited, str(arguments.csl), language)
    front = _front_matter(metadata, tables)
    refs = add_history(blocks[-1], notices(merged(read_ledger(arguments.ledger))), language)
    body = [*blocks[:-1], *_back_matter(front.pop("restates"), refs, language)]
    document = pf.Doc(*part_notes(settle_quotes(body, language)))
    for key, value in front.items():
        document.metadata[key] = value
    return document


def _front_matter(metadata: Metadata, tables: Any) -> dict[str, Any]:
    """Return what stands before the text, as Pandoc's metadata."""
    language = metadata.language
    restates = metadata["restates"] or {}
    texts = {
        "title": [metadata["title"]],
        "subtitle": [metadata["subtitle"]],
        "abstract": [metadata["abstract"]],
        "restates": [restates.get("description"), restates.get("evidence")],
        "key_messages": metadata["key_messages"] or [],
    }
    wanted = [(key, text) for key, items in texts.items() for text in items if text]
    lines = read_lines([text for _, text in wanted], tables, language)
    front: dict[str, Any] = {"restates": [], "key_messages": []}
    for (key, _), inlines in zip(wanted, lines, strict=True):
        settled = settle_quotes([pf.Para(*inlines)], language)[0].content
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
    return front | plain | {"keywords": metadata["keywords"] or [], "authors": metadata["authors"] or []}


def _back_matter(restates: list[pf.MetaInlines], refs: pf.Div, language: Language) -> list[pf.Block]:
    """Return the paragraph on what the brief restates, and the list of sources."""
    back: list[pf.Block] = []
    if restates:
        title = pf.Header(pf.Str(language["restates"]), level=1, identifier=RESTATES, classes=["unnumbered"])
        back += [title, *(pf.Para(*paragraph.content) for paragraph in restates)]
    if refs.content:
        title = pf.Header(pf.Str(language["sources"]), level=1, identifier=SOURCES, classes=["unnumbered"])
        back += [title, refs]
    return back


def main(arguments: argparse.Namespace) -> None:
    write_text(arguments.out, dumps(assemble(arguments)) + "\n")


def add_flags(flags: argparse.ArgumentParser) -> None:
    """Add the flags by which a program is told what `assemble` needs."""
    flags.add_argument("--metadata", type=Path, required=True, help="report/brief.yaml")
    flags.add_argument("--sections", type=Path, nargs="+", required=True, help="the Markdown files, in order")
    flags.add_argument("--bib", type=Path, required=True, help="the bibliography")
    flags.add_argument("--csl", type=Path, required=True, help="the style of the notes")
    flags.add_argument("--data", type=Path, required=True, help="datapackage.json")
    flags.add_argument("--exhibits", type=Path, nargs="*", default=[], help="the made exhibits (JSON)")
    flags.add_argument("--ledger", type=Path, required=True, help="the history of the links; may be missing")


if __name__ == "__main__":
    flags = parser(__doc__)
    add_flags(flags)
    flags.add_argument("--out", type=Path, required=True, help="the manuscript, a Pandoc document as JSON")
    run(main, flags.parse_args())
