"""The text read by Pandoc and set by Typst, as a build would, before anything is built.

Exhibits and notes are left out: their own steps make them. What Pandoc or Typst refuses here would
stop the build later, without a place that an editor knows.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import panflute as pf

from brief.checks.links import elements_of, link_faults, objection, targets
from brief.checks.model import Brief
from brief.checks.references import reference_faults, references_of
from brief.content.bibliography import Bibliography
from brief.content.labels import EXHIBIT_PREFIXES
from brief.content.sections import Section
from brief.content.tokens import Tokens
from brief.faults import Fault, Faults
from brief.files import read_text
from brief.limits import ForeignError, at_work
from brief.manuscript.assembling import front_matter
from brief.manuscript.exhibits import RESTATES, SOURCES, ExhibitPlacer
from brief.manuscript.numbering import number_everything, resolve_references
from brief.manuscript.texts import read_section
from brief.writers.pdf import compile_pdf, template_inputs, typst_source

MOST_PARAGRAPHS = 3000
"""How many paragraphs and cells of tables a section may have."""

MARK = "// from "
"""What begins a line of the Typst source before each section and each source, so that errors find it."""

WARNINGS = (
    (r"Duplicate note reference '(.+?)'", "the note [^{}] is written a second time", "rename one of the two"),
    (r"Duplicate link reference '(.+?)'", "the address of {} is given a second time", "keep one of the two"),
    (r"unexpected '\('", "an entry opens with a round bracket", "write braces around it: @online{{…}}"),
    (
        r"Error at .*?: unexpected (\S+)",
        "{} stands where BibTeX wants a brace, a quote or a comma",
        "correct it",
    ),
    (r"unclosed at line", "::: opens a block here that nothing closes", "close it with a line :::"),
)
"""Warnings of Pandoc, and what they mean to an editor."""


@dataclass(frozen=True)
class Design:
    """What a PDF is set with."""

    template: Path
    tokens: Tokens
    fonts: Path


@dataclass(frozen=True)
class Reading:
    """The sections and sources as Pandoc reads them, and what it refuses; sections by their paths."""

    blocks: Mapping[str, Sequence[pf.Block]]
    references: Mapping[str, Sequence[pf.Block]]
    """What is printed of each source, by key."""
    faults: tuple[Fault, ...]


def read_all(brief: Brief | None) -> Reading:
    """Read all sections and sources of a brief in which numbers and labels are in order."""
    if brief is None or brief.metadata is None or brief.tables is None or brief.bibliography is None:
        return Reading({}, {}, ())
    language, tables = brief.metadata.language, brief.tables

    def read(section: Section) -> Sequence[pf.Block] | tuple[Fault, ...]:
        try:
            return read_section(section, tables, language)
        except Faults as refused:
            return tuple(map(_in_plain_words, refused.faults))

    with ThreadPoolExecutor() as pool:
        references = pool.submit(_references, brief.bibliography)
        outcomes = dict(zip(brief.sections, pool.map(read, brief.sections), strict=True))
    blocks = {section.path: outcome for section, outcome in outcomes.items() if isinstance(outcome, list)}
    faults = [fault for outcome in outcomes.values() if isinstance(outcome, tuple) for fault in outcome]
    read_references, refused = references.result()
    return Reading(blocks, read_references, (*faults, *refused))


def _references(bibliography: Bibliography) -> tuple[dict[str, list[pf.Block]], tuple[Fault, ...]]:
    """Return what Pandoc reads of each source, and what is wrong with that."""
    try:
        references = references_of(bibliography, read_text(Path(bibliography.path)))
    except Faults as refused:
        return {}, tuple(map(_in_plain_words, refused.faults))
    return references, tuple(reference_faults(bibliography, references))


def _in_plain_words(fault: Fault) -> Fault:
    """Return what Pandoc says as an editor would say it, where that is known."""
    for pattern, problem, remedy in WARNINGS:
        said = re.search(pattern, fault.problem)
        if said:
            return Fault(fault.path, fault.line, 1, problem.format(*said.groups()), remedy.format())
    return fault


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
    if not faults:
        yield from _set(brief, reading, front, design)


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
