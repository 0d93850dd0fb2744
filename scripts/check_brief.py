"""Check everything that editors write: sections, sources, data, metadata, design.

Ends with 2 and one line for each fault; writes OUT only where there is none.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from brief.building.settings import PROJECT, load_settings
from brief.checks.design import design_faults
from brief.checks.letters import description_faults, letter_faults, letters_of
from brief.checks.linting import lint_sections
from brief.checks.model import Brief
from brief.checks.prose import SPELLED, Words, prose_faults
from brief.checks.provenance import load_claims, provenance_faults
from brief.checks.references import key_faults, people_faults
from brief.checks.rehearsal import Design, read_all, rehearsal_faults
from brief.checks.sources import uncited_sources
from brief.checks.together import brief_faults
from brief.content.bibliography import load_bibliography
from brief.content.jsonfile import load_json
from brief.content.labels import EXHIBIT_FOLDERS
from brief.content.metadata import Metadata, load_metadata
from brief.content.sections import Section, load_sections
from brief.content.tokens import load_tokens
from brief.data.tables import DataTable, load_package
from brief.faults import Fault, Faults, excused, raise_faults
from brief.files import conflict_faults, name_faults, read_text, write_text
from brief.links.ledger_times import check_ledger
from brief.program import parser, report, run

T = TypeVar("T")


def check(arguments: argparse.Namespace) -> list[Fault]:
    """Return all faults and warnings of the brief that the flags name."""
    faults = [*name_faults(map(str, [*arguments.sections, *arguments.exhibits]))]

    def gathered(load: Callable[[Path], T], path: Path) -> T | None:
        """Return what `load` read; where it refuses, None, and its faults are added."""
        try:
            return load(path)
        except Faults as found:
            faults.extend(found.faults)
            return None

    sections, unread = load_sections(arguments.sections)
    metadata = gathered(load_metadata, arguments.metadata)
    bibliography, unsound = gathered(load_bibliography, arguments.bib) or (None, [])
    tables = gathered(load_package, arguments.data)
    tokens = gathered(load_tokens, arguments.tokens)
    if tokens:
        faults += design_faults(tokens, arguments.fonts)
    gathered(check_ledger, arguments.ledger)
    for source in bibliography or ():
        faults += [*key_faults(source), *people_faults(source)]
    brief = Brief(sections, metadata, bibliography, tables, _programs(arguments.exhibits), not unread)
    faults += [
        *unread,
        *unsound,
        *lint_sections(sections, PROJECT / "panache.toml"),
        *brief_faults(brief),
    ]
    faults += _letter_faults(sections, tables, arguments)
    design = Design(arguments.template, tokens, arguments.fonts) if tokens else None
    faults += _print_faults(brief, design, faults)
    claims = gathered(load_claims, arguments.provenance) if arguments.provenance else None
    if claims is not None:
        faults += provenance_faults(claims, brief)
    texts = [arguments.metadata, *arguments.sections, arguments.bib, arguments.tokens, *arguments.exhibits]
    texts += [arguments.data, *sorted(arguments.data.parent.glob("*.csv"))]
    conflicts = [fault for path in texts for fault in conflict_faults(path)]
    torn = {fault.path for fault in conflicts}  # what else is wrong there follows from the conflict
    faults = [*conflicts, *(fault for fault in faults if fault.path not in torn)]
    if arguments.words:
        faults += prose_faults(brief, _words(metadata, arguments.words))
    uncited = list(uncited_sources(brief))
    if arguments.config:
        arguments.uncited_source = load_settings(arguments.config.parent)["uncited_source"]
    return faults + (excused(uncited) if arguments.uncited_source == "warning" else uncited)


def _print_faults(brief: Brief, design: Design | None, others: list[Fault]) -> list[Fault]:
    """Return what Pandoc or Typst would refuse of a brief that has no other fault."""
    if design is None or any(not fault.warning for fault in others):
        return []
    reading = read_all(brief)
    return list(reading.faults) or list(rehearsal_faults(brief, reading, design))


def _words(metadata: Metadata | None, own: Path) -> Words | None:
    language = str(metadata["lang"]).partition("-")[0] if metadata else ""
    return Words(language, own) if language in SPELLED else None


def _programs(paths: list[Path]) -> dict[str, Path]:
    prefixes = {folder: prefix for prefix, folder in EXHIBIT_FOLDERS.items()}
    return {f"{prefixes[path.parent.name]}{path.stem}": path for path in paths}


def _letter_faults(
    sections: tuple[Section, ...], tables: Mapping[str, DataTable] | None, arguments: argparse.Namespace
) -> Iterator[Fault]:
    """Look for letters without a glyph in all that is printed; unreadable files have their own fault."""
    letters = letters_of(sorted(arguments.fonts.glob("*.ttf")))
    for section in sections:
        yield from letter_faults(section.path, section.printed, letters)
    for path in (arguments.metadata, arguments.bib, *(Path(table.path) for table in (tables or {}).values())):
        with suppress(Faults):
            yield from letter_faults(str(path), read_text(path), letters)
    if tables is not None:
        yield from description_faults(load_json(arguments.data)[0], letters)


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
    flags.add_argument("--ledger", type=Path, required=True, help="the history of the links; may be missing")
    flags.add_argument("--tokens", type=Path, required=True, help="report/style/tokens.yaml")
    flags.add_argument("--template", type=Path, required=True, help="report/style/brief.typ")
    flags.add_argument("--fonts", type=Path, required=True, help="the folder of the fonts")
    flags.add_argument("--config", type=Path, help="the config.yaml that says what an uncited source is")
    flags.add_argument(
        "--words", type=Path, help="check the prose too; the brief's own words are in this file"
    )
    flags.add_argument("--provenance", type=Path, help="check what each claim rests on, by this file")
    flags.add_argument("--uncited-source", choices=["warning", "fault"], default="warning")
    flags.add_argument("--out", type=Path, help="a file to write when all is well")
    run(main, flags.parse_args())
