"""The sections and sources as Pandoc reads them, and what it refuses, in an editor's words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import panflute as pf

from brief.checks.model import Brief
from brief.checks.references import reference_faults, references_of
from brief.content.bibliography import Bibliography
from brief.content.sections import Section
from brief.faults import Fault, Faults
from brief.files import read_text
from brief.manuscript.texts import read_section

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
