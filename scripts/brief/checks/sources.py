"""Citations and rows of data against the bibliography, and the bibliography against both."""

from __future__ import annotations

from collections.abc import Iterator

from brief.checks.model import Brief
from brief.content.bibliography import PUBLISHED_BRIEF
from brief.content.sections import Section
from brief.data.package import SOURCE
from brief.faults import Fault, did_you_mean


def citation_faults(section: Section, brief: Brief) -> Iterator[Fault]:
    """Yield a fault for each citation of a source that is not there."""
    if brief.bibliography is None:
        return
    for citation in section.citations:
        if not brief.bibliography.knows(citation.name):
            problem = f"@{citation.name} is not in {brief.bibliography.path}"
            remedy = did_you_mean(f"@{citation.name}", [f"@{key}" for key in brief.bibliography.keys])
            yield citation.fault(problem, remedy)


def row_faults(brief: Brief) -> Iterator[Fault]:
    """Yield a fault for each row of data that names no source, or one that is not there."""
    if brief.bibliography is None:
        return
    described = brief.metadata is None or bool(brief.metadata["restates"])
    for table in (brief.tables or {}).values():
        if SOURCE not in (field["name"] for field in table.fields):
            remedy = "add it, there and in datapackage.json: each row names the source that it was read from"
            yield Fault(table.path, 1, 1, f"the data has no column {SOURCE}", remedy)
            continue
        for row in table:
            if not row.sources:
                remedy = f"name a key of {brief.bibliography.path}, or {PUBLISHED_BRIEF}"
                yield Fault(row.path, row.line, 1, "the row names no source", remedy)
            for key in row.sources:
                if key == PUBLISHED_BRIEF and not described:
                    remedy = "say under `restates` what it is, or name another source"
                    problem = f"{key} is not described in report/brief.yaml"
                    yield Fault(row.path, row.line, 1, problem, remedy)
                if not brief.bibliography.knows(key):
                    problem = f"the source {key} is not in {brief.bibliography.path}"
                    remedy = did_you_mean(key, (*brief.bibliography.keys, PUBLISHED_BRIEF))
                    yield Fault(row.path, row.line, 1, problem, remedy)


def uncited_sources(brief: Brief) -> Iterator[Fault]:
    """Yield a fault for each source that neither a section nor a row of data names."""
    if brief.bibliography is None or brief.tables is None or not brief.complete:
        return
    cited = {citation.name for section in brief.sections for citation in section.citations}
    cited |= {key for table in brief.tables.values() for row in table for key in row.sources}
    for source in brief.bibliography:
        if source.key and source.key not in cited:
            remedy = f"cite it as [@{source.key}], or remove the entry"
            yield Fault(source.path, source.line, 1, f"nothing cites {source.key}", remedy)
