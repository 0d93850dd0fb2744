"""Labels of sections, figures and tables, and the files that the exhibits come from."""

from __future__ import annotations

from collections.abc import Iterator

from brief.checks.model import Brief
from brief.content.labels import EXHIBIT_FOLDERS, LABEL_KINDS
from brief.content.sections import Mention, Section
from brief.exhibits.making import BIBLIOGRAPHY, data_of
from brief.faults import Fault, Faults, did_you_mean


def reference_faults(section: Section, brief: Brief) -> Iterator[Fault]:
    """Yield what is wrong with the labels of a section and with what refers to them."""
    known = [label.name for label in brief.labels]
    for stray in section.strays:
        what = {"sec-": "a heading", "fig-": "an exhibit or a picture", "tbl-": "an exhibit or a table"}[
            stray.name[:4]
        ]
        yield stray.fault(f"{stray.name} stands on what is not {what}", f"move it to {what}, or rename it")
    for mixture in section.mixtures:
        problem = f"{mixture.name} mixes a reference with a source"
        yield mixture.fault(problem, "give each its own brackets: the source becomes a note")
    for reference in section.references if brief.complete else ():
        if reference.name not in known:
            alike = [f"@{name}" for name in known if name[:4] == reference.name[:4]]
            problem = f"no {LABEL_KINDS[reference.name[:4]]} has the label {reference.name}"
            yield reference.fault(problem, did_you_mean(f"@{reference.name}", alike))


def label_faults(brief: Brief) -> Iterator[Fault]:
    """Yield a fault for each label that is given a second time."""
    first: dict[str, Mention] = {}
    for label in brief.labels:
        if label.name in first:
            earlier = first[label.name]
            problem = f"the label {label.name} is taken in {earlier.path}:{earlier.line}"
            yield label.fault(problem, "give one of the two another label")
        first.setdefault(label.name, label)


def exhibit_faults(brief: Brief) -> Iterator[Fault]:
    """Yield what is wrong between the places of exhibits, their files and their data."""
    placed = [exhibit for section in brief.sections for exhibit in section.exhibits]
    for exhibit in placed:
        folder, name = EXHIBIT_FOLDERS[exhibit.name[:4]], exhibit.name[4:]
        if exhibit.name not in brief.programs:
            alike = [label for label in brief.programs if label[:4] == exhibit.name[:4]]
            yield exhibit.fault(f"there is no scripts/{folder}/{name}.py", did_you_mean(exhibit.name, alike))
    names = {exhibit.name for exhibit in placed}
    for label, program in brief.programs.items():
        if label not in names and brief.complete:
            remedy = f"place it with ::: {{#{label}}}, or remove the file"
            yield Fault(str(program), 1, 1, f"no section places {label}", remedy, warning=True)
        try:
            wanted = data_of(program)
        except Faults as refused:
            yield from refused.faults
            continue
        for data in wanted:
            if brief.tables is not None and data != BIBLIOGRAPHY and data not in brief.tables:
                remedy = did_you_mean(data, brief.tables)
                yield Fault(str(program), 1, 1, f"there is no data called {data}", remedy)
