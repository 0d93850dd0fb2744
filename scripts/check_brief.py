"""Check everything that editors write: sections, sources, data, metadata.

Ends with 2 and one line for each fault; writes OUT only where there is none.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from brief.bibliography import load_bibliography
from brief.checks import Brief, brief_faults, lint_sections, number_faults, uncited_sources
from brief.datatables import DataTable, load_package, package_faults
from brief.faults import Fault, Faults, excused, raise_faults
from brief.files import write_text
from brief.metadata import Metadata, load_metadata
from brief.program import parser, report, run
from brief.sections import Mention, load_sections
from brief.settings import PROJECT
from brief.yamlfile import Location

T = TypeVar("T")


def check(arguments: argparse.Namespace) -> list[Fault]:
    """Return all faults and warnings of the brief that the flags name."""
    metadata, faults = gathered(lambda: load_metadata(arguments.metadata))
    bibliography, found = gathered(lambda: load_bibliography(arguments.bib))
    sections, unread = load_sections(arguments.sections)
    broken = _data_faults(arguments.data)
    faults += [*found, *unread, *broken, *lint_sections(arguments.sections, PROJECT / "panache.toml")]
    if broken or bibliography is None or metadata is None:
        return faults  # what stands on what cannot be read would be one false alarm after another
    tables = load_package(arguments.data)
    brief = Brief(sections, bibliography, tables, _programs(arguments.exhibits), not unread)
    faults += [*brief_faults(brief), *_metadata_numbers(metadata, tables)]
    uncited = list(uncited_sources(brief))
    return faults + (excused(uncited) if arguments.uncited_source == "warning" else uncited)


def gathered(load: Callable[[], tuple[T, list[Fault]]]) -> tuple[T | None, list[Fault]]:
    """Return what `load` returns; where it cannot read its file at all, None and the faults."""
    try:
        return load()
    except Faults as found:
        return None, list(found.faults)


def _data_faults(descriptor: Path) -> list[Fault]:
    try:
        return package_faults(descriptor)
    except Faults as found:
        return list(found.faults)


def _programs(paths: list[Path]) -> dict[str, Path]:
    prefix = {"charts": "fig-", "tables": "tbl-"}
    return {f"{prefix[path.parent.name]}{path.stem}": path for path in paths}


def _metadata_numbers(metadata: Metadata, tables: dict[str, DataTable]) -> list[Fault]:
    """Check the numbers that the abstract and the key messages take from the data."""
    found: list[Fault] = []
    texts: list[tuple[Location, str | None]] = [(("abstract",), metadata["abstract"])]
    texts += [(("key_messages", i), text) for i, text in enumerate(metadata["key_messages"] or [])]
    for location, text in texts:
        for shortcode in re.findall(r"\{\{<(.*?)>\}\}", str(text or "")):
            line, column = metadata.file.places.get(location, (1, 1))
            mention = Mention(" ".join(shortcode.split()), metadata.file.path, line, column)
            found += number_faults(mention, tables)
    return found


def main(arguments: argparse.Namespace) -> None:
    found = check(arguments)
    raise_faults(found)
    report(found)
    if arguments.out:
        write_text(arguments.out, f"{len(arguments.sections)} sections without a fault\n")


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("--metadata", type=Path, required=True, help="report/brief.yaml")
    flags.add_argument("--sections", type=Path, nargs="*", default=[], help="the Markdown files")
    flags.add_argument("--bib", type=Path, required=True, help="the bibliography")
    flags.add_argument("--data", type=Path, required=True, help="datapackage.json")
    flags.add_argument("--exhibits", type=Path, nargs="*", default=[], help="files of charts and tables")
    flags.add_argument("--uncited-source", choices=["warning", "fault"], default="warning")
    flags.add_argument("--out", type=Path, help="a file to write when all is well")
    run(main, flags.parse_args())
