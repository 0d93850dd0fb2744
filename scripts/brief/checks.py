"""What the sections, the data and the sources owe one another."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from brief.bibliography import PUBLISHED_BRIEF, Bibliography
from brief.datatables import VALUE, DataTable
from brief.exhibits import BIBLIOGRAPHY, data_of
from brief.faults import Fault, Faults, did_you_mean
from brief.sections import Mention, Section

FOLDER = {"fig-": "scripts/charts", "tbl-": "scripts/tables"}
KIND = {"fig-": "figure", "tbl-": "table", "sec-": "section"}

JUDGED_HERE = {"missing-bibliography-key", "undefined-reference-label", "duplicate-reference-labels"}
"""What Panache sees too, but without the nearest known name or the other sections."""

SETTLED = {"adjacent-footnote-refs"}
"""What Panache warns of and the manuscript puts right by itself."""

PANACHE_REMEDIES = {
    "undefined-footnote-id": "write the note, as [^name]: its text, below the paragraph",
    "unused-footnote-id": "point to the note with [^name] in the text, or remove it",
    "heading-hierarchy": "use one # more than the heading above, not two",
}
"""Panache's findings that stop a build, and what to do; its others are warnings."""


@dataclass(frozen=True)
class Brief:
    """Everything of a brief that can be checked, read."""

    sections: tuple[Section, ...]
    bibliography: Bibliography
    tables: Mapping[str, DataTable]
    programs: Mapping[str, Path]
    """The files of charts and tables, by label."""
    complete: bool = True
    """Whether all sections could be read: else what is not found may stand in the others."""

    @property
    def labels(self) -> tuple[Mention, ...]:
        """All labels of all sections."""
        return tuple(label for section in self.sections for label in section.labels)


def brief_faults(brief: Brief) -> Iterator[Fault]:
    """Yield everything that is wrong between the parts of a brief."""
    for section in brief.sections:
        yield from _section_faults(section)
        yield from _citation_faults(section, brief)
        yield from _picture_faults(section)
        for mention in section.shortcodes:
            yield from number_faults(mention, brief.tables)
        if brief.complete:
            yield from _reference_faults(section, brief)
    yield from _label_faults(brief)
    yield from _exhibit_faults(brief)
    yield from _row_faults(brief)


def _section_faults(section: Section) -> Iterator[Fault]:
    if section.is_empty:
        yield Fault(section.path, 1, 1, "the section is empty", "write it, or remove the file")
        return
    for heading in section.empty_headings:
        yield heading.fault(
            f"nothing stands under the heading {heading.name}", "write it, or remove the heading"
        )
    if not section.headings or section.headings[0][1] != 1:
        problem = "the section does not begin with a heading of the first level"
        yield Fault(
            section.path, 1, 1, problem, "begin the file with a line like # Introduction {#sec-introduction}"
        )
    for mention in section.raw_markup:
        text = mention.name.strip().splitlines()[0]
        yield mention.fault(
            f"raw markup {text[:40]}", "write it in Markdown; comments <!-- … --> are allowed"
        )
    for mention in section.unclosed_shortcodes:
        yield mention.fault("{{< opens and nothing closes it", "write it as {{< var table.row >}}")


def _citation_faults(section: Section, brief: Brief) -> Iterator[Fault]:
    for citation in section.citations:
        if not brief.bibliography.knows(citation.name):
            problem = f"@{citation.name} is not in {brief.bibliography.path}"
            remedy = did_you_mean(f"@{citation.name}", [f"@{key}" for key in brief.bibliography.keys])
            yield citation.fault(problem, remedy)


def _reference_faults(section: Section, brief: Brief) -> Iterator[Fault]:
    known = [label.name for label in brief.labels]
    for reference in section.references:
        if reference.name not in known:
            alike = [f"@{name}" for name in known if name[:4] == reference.name[:4]]
            problem = f"no {KIND[reference.name[:4]]} has the label {reference.name}"
            yield reference.fault(problem, did_you_mean(f"@{reference.name}", alike))


def number_faults(mention: Mention, tables: Mapping[str, DataTable]) -> Iterator[Fault]:
    """Yield what is wrong with `{{< var table.row.column >}}`; the column may be left out."""
    words = mention.name.split()
    if len(words) != 2 or words[0] != "var" or not 2 <= len(words[1].split(".")) <= 3:
        yield mention.fault(f"{{{{< {mention.name} >}}}} is not known here", "write {{< var table.row >}}")
        return
    name, row_id, column = (*words[1].split("."), VALUE)[:3]
    if name not in tables:
        yield mention.fault(f"there is no data called {name}", did_you_mean(name, tables))
        return
    table = tables[name]
    if row_id not in (row["id"] for row in table):
        yield mention.fault(
            f"{table.path} has no row {row_id}", did_you_mean(row_id, (r["id"] for r in table))
        )
    elif column not in table[row_id].values:
        yield mention.fault(
            f"{table.path} has no column {column}", did_you_mean(column, table[row_id].values)
        )
    elif table[row_id][column] is None:
        yield mention.fault(
            f"{table.path}:{table[row_id].line} has no {column}", "fill in the cell, or name another"
        )


def _picture_faults(section: Section) -> Iterator[Fault]:
    for picture in section.pictures:
        target = picture.at.name
        path = PurePosixPath(target)
        if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
            yield picture.at.fault(
                f"the picture {target} is not a file of the brief", "save it beside the sections"
            )
        elif path.is_absolute() or ".." in path.parts or _leaves(section, target):
            remedy = "put it beside the sections, as images/bridge.jpg"
            yield picture.at.fault(f"the picture {target} lies outside the brief", remedy)
        elif not (Path(section.path).parent / target).is_file():
            yield picture.at.fault(f"the picture {target} is missing", "check its name, or add the file")
        if not picture.alt:
            remedy = 'say what it shows: {alt="…"} behind it'
            yield picture.at.fault("the picture has no alternative text", remedy)


def _leaves(section: Section, target: str) -> bool:
    folder = Path(section.path).parent.resolve()
    return not (folder / target).resolve().is_relative_to(folder)


def _label_faults(brief: Brief) -> Iterator[Fault]:
    first: dict[str, Mention] = {}
    for label in brief.labels:
        if label.name in first:
            earlier = first[label.name]
            problem = f"the label {label.name} is taken in {earlier.path}:{earlier.line}"
            yield label.fault(problem, "give one of the two another label")
        first.setdefault(label.name, label)


def _exhibit_faults(brief: Brief) -> Iterator[Fault]:
    placed = [exhibit for section in brief.sections for exhibit in section.exhibits]
    for exhibit in placed:
        folder, name = FOLDER[exhibit.name[:4]], exhibit.name[4:]
        if exhibit.name not in brief.programs:
            alike = [label for label in brief.programs if label[:4] == exhibit.name[:4]]
            yield exhibit.fault(f"there is no {folder}/{name}.py", did_you_mean(exhibit.name, alike))
    names = {exhibit.name for exhibit in placed}
    for label, program in brief.programs.items():
        if label not in names and brief.complete:
            remedy = f"place it with ::: {{#{label}}}, or remove the file"
            yield Fault(str(program), 1, 1, f"no section places {label}", remedy, warning=True)
        try:
            wanted = data_of(program)
        except Faults as found:
            yield from found.faults
            continue
        for data in wanted:
            if data != BIBLIOGRAPHY and data not in brief.tables:
                yield Fault(
                    str(program), 1, 1, f"there is no data called {data}", did_you_mean(data, brief.tables)
                )


def _row_faults(brief: Brief) -> Iterator[Fault]:
    for table in brief.tables.values():
        for row in table:
            if not row.sources:
                remedy = f"name a key of {brief.bibliography.path}, or {PUBLISHED_BRIEF}"
                yield Fault(row.path, row.line, 1, "the row names no source", remedy)
            for key in row.sources:
                if not brief.bibliography.knows(key):
                    problem = f"the source {key} is not in {brief.bibliography.path}"
                    remedy = did_you_mean(key, (*brief.bibliography.keys, PUBLISHED_BRIEF))
                    yield Fault(row.path, row.line, 1, problem, remedy)


def uncited_sources(brief: Brief) -> Iterator[Fault]:
    """Yield a fault for each source that neither a section nor a row of data names."""
    cited = {citation.name for section in brief.sections for citation in section.citations}
    cited |= {key for table in brief.tables.values() for row in table for key in row.sources}
    for source in brief.bibliography:
        if source.key not in cited:
            remedy = f"cite it as [@{source.key}], or remove the entry"
            yield Fault(source.path, source.line, 1, f"nothing cites {source.key}", remedy)


def lint_sections(paths: Sequence[Path], config: Path) -> Iterable[Fault]:
    """Yield what Panache's linter finds in the sections and nothing here judges better."""
    command = [
        "panache",
        "lint",
        "--no-cache",
        "--config",
        str(config),
        "--color",
        "never",
        "--message-format",
        "short",
    ]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:  # 1 stands for findings
        raise RuntimeError(done.stderr.strip())
    for line in done.stdout.splitlines():
        found = re.match(r"(.+?):(\d+):(\d+): \w+\[([\w-]+)\]: (.*)", line)
        if found and found[4] not in JUDGED_HERE | SETTLED:
            path = next((str(path) for path in paths if path.resolve() == Path(found[1])), found[1])
            remedy = PANACHE_REMEDIES.get(found[4], f"see Panache's rule {found[4]}")
            warning = found[4] not in PANACHE_REMEDIES
            yield Fault(path, int(found[2]), int(found[3]), found[5], remedy, warning)
