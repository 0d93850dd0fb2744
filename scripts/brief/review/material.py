"""What an import begins with: the brief as it is, and the Word file that came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from brief.checks.letters import letters_of
from brief.content.metadata import Metadata, load_metadata
from brief.content.sections import Section, load_sections
from brief.content.variables import read_variable
from brief.data.tables import load_package
from brief.faults import Fault, Faults, raise_faults
from brief.places import Places
from brief.review.blocks import FOOTNOTE_TEXT, Block, read_blocks
from brief.review.datacells import DataCells
from brief.review.provenance import Printed, trace
from brief.review.units import Printer
from brief.word.archive import LARGEST_FILE, read_archive
from brief.word.wordreader import read_draft, read_word
from brief.word.wordtext import WordText


@dataclass(frozen=True)
class Material:
    """The brief as it is, in source and in print."""

    metadata: Metadata
    sections: Sequence[Section]
    base: WordText
    """The Word file of the brief as it is."""

    printer: Printer
    cells: DataCells
    letters: frozenset[str]
    """The characters that the fonts of the brief have."""

    @cached_property
    def blocks(self) -> list[Block]:
        """All blocks of the sections."""
        return [block for section in self.sections for block in read_blocks(section, self.printer)]

    @cached_property
    def printed(self) -> Printed:
        """The paragraphs of the body with their blocks."""
        return trace(self.base.body, (block for block in self.blocks if block.kind != FOOTNOTE_TEXT))


def load_material(places: Places, base: Path) -> Material:
    """Return the brief as it is; `base` is its Word file."""
    metadata = load_metadata(places.metadata)
    sections, faults = load_sections(places.sections)
    raise_faults(faults)
    tables = load_package(places.data)
    word = read_draft(base.read_bytes())
    codes = {read_variable(code.name) for section in sections for code in section.shortcodes} - {None}
    language = metadata.language
    numbers = {code: (code.printed(tables, language), code.place(tables)) for code in codes if code}
    printer = Printer(language, numbers, word.references)
    letters = letters_of(sorted(places.fonts.glob("*.ttf")))
    return Material(metadata, sections, word, printer, DataCells(tables, places.labels), letters)


def load_reviewed(path: Path) -> WordText:
    """Return the text of a Word file from elsewhere; raises Faults where it cannot be read."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Faults([Fault(str(path), 1, 1, "the file is larger than any brief", "ask for it again")])
        raw = path.read_bytes()
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror})"
        remedy = "name the reviewed file: make import DOCX=…"
        raise Faults([Fault(str(path), 1, 1, problem, remedy)]) from None
    return read_word(read_archive(raw, str(path)))
