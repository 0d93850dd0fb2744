"""The whole check: everything that is wrong in a brief, found in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from brief.checks.design import design_faults
from brief.checks.letters import description_faults, letter_faults, letters_of
from brief.checks.linting import lint_sections
from brief.checks.model import Brief
from brief.checks.parts import brief_faults
from brief.checks.prose import prose_faults, spelling_of
from brief.checks.provenance import load_claims, provenance_faults
from brief.checks.quotations import passage_faults, translation_warnings
from brief.checks.reading import read_all
from brief.checks.references import entry_faults
from brief.checks.rehearsal import Design, rehearsal_faults
from brief.checks.sources import uncited_sources
from brief.checks.widths import section_width_faults
from brief.content.bibliography import load_bibliography
from brief.content.jsonfile import load_json
from brief.content.metadata import load_metadata
from brief.content.sections import load_sections
from brief.content.tokens import Tokens, load_tokens
from brief.data.tables import DataTable, load_package
from brief.faults import Fault, Faults, excused
from brief.files import conflict_faults, name_faults, read_text
from brief.links.ledger_times import check_ledger
from brief.places import PROJECT, Places
from brief.quotations.passages import Passage, load_passages

T = TypeVar("T")


def check(places: Places, *, uncited: str, prose: bool) -> list[Fault]:
    """Return all faults and warnings of a brief.

    `uncited` says what a source is that nothing cites, `warning` or `fault`; `prose` asks for what
    a careful editor would say of the text, which stops no build.
    """
    collector = _Collector()
    brief, tokens = collector.read(places)
    faults = [*collector.faults, *brief_faults(brief)]
    with ThreadPoolExecutor(1) as pool:  # Pandoc works in processes of its own
        reading = pool.submit(read_all, brief if not _any(faults) else None)
        faults += name_faults(map(str, [*places.sections, *places.exhibits]))
        faults += lint_sections(brief.sections, PROJECT / "panache.toml")
        faults += _glyph_faults(brief, places)
        faults += design_faults(tokens, places.fonts) if tokens else []
        faults += _provenance_faults(brief, places)
        passages = collector.passages
        faults += passage_faults(passages or (), brief)
        if prose:
            faults += translation_warnings(passages, brief) if passages is not None else []
            faults += prose_faults(brief, spelling_of(brief, places.words))
    faults += reading.result().faults
    if tokens and not _any(faults):
        for section in brief.sections:
            faults += section_width_faults(section, reading.result().blocks.get(section.path, ()), tokens)
        faults += rehearsal_faults(brief, reading.result(), Design(places.sheet, tokens, places.fonts))
    unused = list(uncited_sources(brief))
    faults += excused(unused) if uncited == "warning" else unused
    return _without_torn(faults, places)


def _any(faults: Iterable[Fault]) -> bool:
    """Return whether one of some faults is more than a warning."""
    return any(not fault.warning for fault in faults)


def _provenance_faults(brief: Brief, places: Places) -> Iterator[Fault]:
    if places.provenance.exists():
        try:
            yield from provenance_faults(load_claims(places.provenance), brief)
        except Faults as refused:
            yield from refused.faults


class _Collector:
    """Reads the parts of a brief, and keeps the faults of those that cannot be read."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.passages: tuple[Passage, ...] | None = None

    def gathered(self, load: Callable[[Path], T], path: Path) -> T | None:
        """Return what `load` reads; where it refuses, None, and its faults are kept."""
        try:
            return load(path)
        except Faults as refused:
            self.faults += refused.faults
            return None

    def read(self, places: Places) -> tuple[Brief, Tokens | None]:
        """Return what could be read of a brief, and its design."""
        sections, unread = load_sections(places.sections)
        metadata = self.gathered(load_metadata, places.metadata)
        bibliography, unsound = self.gathered(load_bibliography, places.bib) or (None, [])
        tables = self.gathered(load_package, places.data)
        tokens = self.gathered(load_tokens, places.tokens)
        self.gathered(check_ledger, places.ledger)
        self.passages = self.gathered(load_passages, places.passages)
        self.faults += [*unread, *unsound]
        for source in bibliography or ():
            self.faults += entry_faults(source)
        return Brief(sections, metadata, bibliography, tables, places.labels, not unread), tokens


def _glyph_faults(brief: Brief, places: Places) -> Iterator[Fault]:
    """Look for characters without a glyph in all that is printed; unreadable files have their own fault."""
    letters = letters_of(sorted(places.fonts.glob("*.ttf")))
    for section in brief.sections:
        yield from letter_faults(section.path, section.printed, letters)
    tables: Mapping[str, DataTable] = brief.tables or {}
    for path in (places.metadata, places.bib, *(Path(table.path) for table in tables.values())):
        with suppress(Faults):
            yield from letter_faults(str(path), read_text(path), letters)
    if brief.tables is not None:
        yield from description_faults(load_json(places.data)[0], letters)


def _without_torn(faults: list[Fault], places: Places) -> list[Fault]:
    """Return the faults, and for files in which git left a conflict that alone: the rest follows from it."""
    texts = [places.metadata, *places.sections, places.bib, places.tokens, *places.exhibits, places.data]
    texts += [places.passages, *sorted(places.data.parent.glob("*.csv"))]
    conflicts = [fault for path in texts for fault in conflict_faults(path)]
    torn = {fault.path for fault in conflicts}
    return [*conflicts, *(fault for fault in faults if fault.path not in torn)]
