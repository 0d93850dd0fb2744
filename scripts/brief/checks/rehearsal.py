"""The text read by Pandoc and set by Typst, as a build would, before anything is built.

Exhibits and notes are left out: their own steps make them. What Pandoc or Typst refuses here would
stop the build later, without a place that an editor knows.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import panflute as pf

from brief.checks.links import elements_of, link_faults, objection, targets
from brief.checks.model import Brief
from brief.checks.reading import Reading
from brief.content.labels import EXHIBIT_PREFIXES
from brief.content.sections import Section
from brief.content.tokens import Tokens
from brief.faults import Fault, Faults
from brief.limits import ForeignError, at_work
from brief.manuscript.assembling import front_matter
from brief.manuscript.exhibits import RESTATES, SOURCES, ExhibitPlacer
from brief.manuscript.numbering import number_everything, resolve_references
from brief.writers.pdf import compile_pdf, template_inputs, typst_source

MOST_PARAGRAPHS = 3000
"""How many paragraphs and cells of tables a section may have."""

MARK = "// from "
"""What begins a line of the Typst source before each section and each source, so that errors find it."""


@dataclass(frozen=True)
class Design:
    """What a PDF is set with."""

    template: Path
    tokens: Tokens
    fonts: Path


def rehearsal_faults(brief: Brief, reading: Reading, design: Design) -> Iterator[Fault]:
    """Yield what would stop the build of a brief in which nothing else is wrong."""
    if brief.metadata is None or brief.tables is None or brief.bibliography is None:
        return
    elements = {section: elements_of(reading.blocks[section.path]) for section in brief.sections}
    places = {getattr(element, "identifier", "") for inside in elements.values() for element in inside} - {""}
    places |= {SOURCES, *([RESTATES] if brief.metadata["restates"] else [])}
    faults: list[Fault] = []
    for section, inside in elements.items():
        faults += _caption_faults(section, inside)
        faults += _size_faults(section, inside)
        faults += link_faults(section, inside, places)
    front = front_matter(brief.metadata, brief.tables)
    faults += _front_links(brief, front, places)
    yield from faults
    lines = [pf.Para(*line.content) for value in front.values() for line in _lines(value)]
    blocks = [
        block for own in (*reading.blocks.values(), *reading.references.values(), lines) for block in own
    ]
    if not faults and not _is_prose(blocks):
        yield from _set(brief, reading, front, design)


PROSE = (
    *(pf.Str, pf.Space, pf.SoftBreak, pf.LineBreak, pf.Emph, pf.Strong, pf.Quoted, pf.Cite, pf.Citation),
    *(pf.Note, pf.Link, pf.Span, pf.Image, pf.Superscript, pf.Subscript),
    *(pf.Para, pf.Plain, pf.Header, pf.Div, pf.BulletList, pf.ListItem, pf.BlockQuote, pf.Figure, pf.Caption),
)
"""What Typst always sets. A brief is rehearsed only where it holds more: that takes a third of a second."""


def _is_prose(blocks: Sequence[pf.Block]) -> bool:
    """Return whether some blocks hold nothing but prose, with no heading inside of another block."""
    inside = elements_of(blocks)
    headings = sum(isinstance(element, pf.Header) for element in inside)
    return headings == sum(isinstance(block, pf.Header) for block in blocks) and all(
        isinstance(element, PROSE) for element in inside
    )


def _caption_faults(section: Section, elements: Sequence[pf.Element]) -> Iterator[Fault]:
    """Yield a fault for each block of an exhibit that holds anything but one paragraph, its caption."""
    for element in elements:
        if isinstance(element, pf.Div) and element.identifier.startswith(EXHIBIT_PREFIXES):
            kinds = [type(block) for block in element.content]
            if kinds and kinds not in ([pf.Para], [pf.Plain]):
                problem = f"the block of {element.identifier} holds more than one paragraph"
                remedy = "leave its caption alone there, and write the rest above or below"
                yield section.at(element.identifier, "#").fault(problem, remedy)


def _size_faults(section: Section, elements: Sequence[pf.Element]) -> Iterator[Fault]:
    """Yield a fault for a section of more paragraphs than a Word file is read with, when it comes back."""
    count = sum(isinstance(element, pf.Para | pf.Plain) for element in elements)
    if count > MOST_PARAGRAPHS:
        problem = f"the section has {count} paragraphs and cells, and {MOST_PARAGRAPHS} are the most"
        yield Fault(section.path, 1, 1, problem, "make it shorter, or keep the table as data")


def _front_links(brief: Brief, front: Mapping[str, object], places: set[str]) -> Iterator[Fault]:
    """Look at the links of brief.yaml; the title is no place for one, since headings and tabs show it."""
    assert brief.metadata is not None
    for key, value in front.items():
        for url in targets(elements_of([pf.Para(*line.content) for line in _lines(value)])):
            problem, remedy = objection(url, places)
            if key in ("title", "subtitle"):
                problem, remedy = f"the {key} has a link", "put the link into the text"
            if problem:
                yield brief.metadata.file.fault((key,), problem, remedy)


def _lines(value: object) -> list[pf.MetaInlines]:
    """Return the lines of text in a value of the front matter."""
    values = value if isinstance(value, list) else [value]
    return [line for line in values if isinstance(line, pf.MetaInlines)]


def _set(brief: Brief, reading: Reading, front: dict[str, object], design: Design) -> Iterator[Fault]:
    """Set the text by Typst, and yield what that refuses."""
    assert brief.metadata is not None
    document = _document(brief, reading, front)
    try:
        with at_work("report", "Typst"):
            source = typst_source(document, design.template, design.tokens)
    except Faults as refused:
        yield from (_formula_fault(brief, fault) for fault in refused.faults)
        return
    inputs = template_inputs(document, design.tokens, attached="[]")
    try:
        with at_work("report", "Typst"):
            try:
                compile_pdf(source, design.fonts, inputs)
            except ForeignError as error:
                yield from (_typst_fault(brief, source, *report) for report in error.reports)
    except Faults as refused:
        yield from refused.faults


def _document(brief: Brief, reading: Reading, front: dict[str, object]) -> pf.Doc:
    """Return the manuscript without exhibits and notes, each section behind its mark."""
    assert brief.metadata is not None
    assert brief.bibliography is not None
    language = brief.metadata.language
    blocks: list[pf.Block] = []
    for index, section in enumerate(brief.sections):
        blocks += [_mark(str(index)), *reading.blocks[section.path]]
    blocks, numbering = number_everything(blocks, language)
    blocks = resolve_references(blocks, numbering)
    folder = str(Path(brief.metadata.file.path).parent)
    blocks = ExhibitPlacer({}, brief.bibliography, language, folder).place(blocks, numbering)
    for key, paragraphs in reading.references.items():
        blocks += [_mark(f"@{key}"), *paragraphs]
    ends = [pf.Div(identifier=name) for name in (SOURCES, RESTATES)]
    document = pf.Doc(*blocks, *ends).walk(_without_citations)
    for key, value in front.items():
        document.metadata[key] = value
    return document


def _mark(name: str) -> pf.RawBlock:
    return pf.RawBlock(f"{MARK}{name}", format="typst")


def _without_citations(element: pf.Element, _: pf.Doc) -> list[pf.Inline] | None:
    return [] if isinstance(element, pf.Cite) else None


def _formula_fault(brief: Brief, fault: Fault) -> Fault:
    """Return a fault at the formula that Pandoc cannot convert, or the fault as it is."""
    said = re.search(r"Could not convert TeX math (.+?), rendering as TeX", fault.problem, re.DOTALL)
    for section in brief.sections if said else ():
        if said and said[1] in section.printed:
            problem = f"the formula {said[1][:40]} cannot be read"
            return section.at(said[1]).fault(problem, "correct it; Pandoc reads the formulas of LaTeX")
    return fault


def _typst_fault(brief: Brief, source: str, words: str, line: int) -> Fault:
    """Return a fault near the place of the text that Typst refuses."""
    before = source.splitlines()[:line]
    marks = [text for text in before if text.startswith(MARK)]
    problem, remedy = f"Typst, which sets the PDF, refuses this ({words})", "write it another way"
    if not marks:
        assert brief.metadata is not None
        return Fault(brief.metadata.file.path, 1, 1, problem, remedy)
    name = marks[-1].removeprefix(MARK)
    if name.startswith("@"):
        assert brief.bibliography is not None
        entry = brief.bibliography[name[1:]]
        return Fault(entry.path, entry.line, 1, problem, remedy)
    section = brief.sections[int(name)]
    lines = section.printed.splitlines()
    alike = [difflib.SequenceMatcher(None, text, before[-1]).ratio() for text in lines]
    return Fault(section.path, alike.index(max(alike)) + 1, 1, problem, remedy)
