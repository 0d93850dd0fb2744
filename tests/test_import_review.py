"""A reviewed Word file comes back: its changes are in the sections, or refused with their place."""

from __future__ import annotations

import argparse
import io
import random
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import libreoffice
import pytest
from conftest import PROJECT, Folder
from import_review import load_material, main, print_sections, settle
from lxml import etree
from reviewer import Reviewer

from brief.faults import Faults
from brief.review.archive import W, read_archive
from brief.review.edits import Draft
from brief.review.proof import normal
from brief.review.provenance import FOOTNOTE_TEXT, GENERATED
from brief.review.wordtext import END, accepted, read_word
from brief.sections import parse_section


@dataclass(frozen=True)
class Desk:
    """A built brief into which files come back."""

    folder: Path

    @property
    def sent(self) -> bytes:
        """The Word file as it was sent."""
        return (self.folder / "build/parts/brief.docx").read_bytes()

    def flags(self, archive: bytes = b"", *, partial: bool = False) -> argparse.Namespace:
        """Return what the program is told when this file came back."""
        reviewed = self.folder / "reviewed.docx"
        reviewed.write_bytes(archive)
        tokens = Path("report/style/tokens.yaml")
        return argparse.Namespace(
            reviewed=reviewed,
            base=Path("build/parts/brief.docx"),
            partial=partial,
            metadata=Path("report/brief.yaml"),
            sections=sorted(Path("report").glob("[0-9]*.md")),
            bib=Path("bib/sources.bib"),
            csl=PROJECT / "report/style/notes.csl",
            data=Path("data/datapackage.json"),
            exhibits=sorted(Path("build/parts/exhibits").glob("*.json")),
            ledger=Path("bib/links.csv"),
            tokens=tokens if tokens.exists() else PROJECT / tokens,
            reference=Path("build/parts/reference.docx"),
        )

    def settle(self, archive: bytes) -> tuple[Draft, dict[str, str]]:
        """Return what would become of the sections, by name."""
        draft, contents, _ = settle(self.flags(archive))
        return draft, {path.name: new.decode() for path, new in contents.items()}

    def text(self, name: str) -> str:
        """Return a section as it is."""
        return (self.folder / "report" / name).read_text(encoding="utf-8")

    def changed(self, change: Callable[[Reviewer], None]) -> tuple[Draft, dict[str, str]]:
        """Return what would become of the sections when a reviewer has done something."""
        reviewer = Reviewer(self.sent)
        change(reviewer)
        return self.settle(reviewer.bytes)


def _desk(built: Folder, target: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    folder = shutil.copytree(
        built.path, target, ignore=shutil.ignore_patterns(".snakemake", "*.zip", "*.pdf")
    )
    monkeypatch.chdir(folder)
    return Desk(folder)


@pytest.fixture
def desk(built_small: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a copy of the small brief, built."""
    return _desk(built_small, tmp_path / "small", monkeypatch)


@pytest.fixture
def large(built_brief: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a copy of the brief itself, built."""
    return _desk(built_brief, tmp_path / "brief", monkeypatch)


@pytest.mark.parametrize("which", ["desk", "large"])
def test_every_paragraph_of_the_sections_is_understood(which: str, request: pytest.FixtureRequest) -> None:
    """Each block is found in the printed text, and nothing that is printed of sections is left over."""
    material = load_material(request.getfixturevalue(which).flags())
    found = [block for block in material.printed.blocks if block]
    assert found == [block for block in material.blocks if block.kind != FOOTNOTE_TEXT]
    rest = zip(material.printed.texts, material.printed.styles, material.printed.blocks, strict=True)
    left = [text for text, style, block in rest if not block and style not in GENERATED]
    assert left[0] in ("Zu diesem Papier", "About this brief")  # the back matter is no section


@pytest.mark.parametrize("which", ["desk", "large"])
def test_an_untouched_file_changes_nothing(which: str, request: pytest.FixtureRequest) -> None:
    """Neither as it was sent nor when LibreOffice has opened and saved it."""
    desk: Desk = request.getfixturevalue(which)
    before = {path: path.read_bytes() for path in desk.folder.glob("report/*") if path.is_file()}
    source = desk.folder / "build/parts/brief.docx"
    saved = libreoffice.edit(source, desk.folder / "saved.docx", [])
    assert saved != desk.sent
    for archive in (desk.sent, saved):
        main(desk.flags(archive))
        assert {path: path.read_bytes() for path in before} == before


def test_what_libreoffice_records_is_imported(desk: Desk) -> None:
    """Replaced, deleted and divided text, and a comment, as LibreOffice writes them."""
    steps = [
        'Remark "zuerst nannte es", "Wirklich -- zuerst?"',  # first: LibreOffice 7.4 falls over later ones
        'Replace "Die Agentur meldet", "Die Agentur Kabar meldet"',
        'Replace "weiteres ", ""',
        'Begin "nennt auch"',
        'Replace "Vereinbarte Leistung", "Geplante Leistung"',
    ]
    archive = libreoffice.edit(desk.folder / "build/parts/brief.docx", desk.folder / "edited.docx", steps)
    draft, after = desk.settle(archive)
    assert not draft.faults
    section = after["01-lage.md"]
    assert "Dieselbe Meldung nennt auch\n\nein Wasserkraftwerk" in section
    note = "<!-- Bea Reviewer, 2026-11-21: Wirklich – zuerst? -->"
    assert f"Die Agentur Kabar meldet ein Werk [@kabar2022], zuerst nannte es {note} das" in section
    assert "Geplante Leistung: {{< var energie.summe >}} MW." in section
    assert after["02-schluss.md"] == desk.text("02-schluss.md")


CHANGES: dict[str, tuple[Callable[[Reviewer], None], str]] = {
    "a word": (
        lambda r: r.replace("ein weiteres Werk", "noch ein Werk"),
        "meldet noch ein Werk [@kabar2022]",
    ),
    "a heading": (lambda r: r.replace("Folgen", "Die Folgen"), "## Die Folgen {#sec-folgen}"),
    "a caption": (
        lambda r: r.replace("ein Platzhalter", "ein Bild"),
        "![Der See, ein Bild.](images/see.png)",
    ),
    "a note": (lambda r: r.delete("ohne Quelle, "), "[^anm]: Eine Anmerkung mit 'einfachen' Zeichen."),
    "beside a note": (
        lambda r: r.insert("im Kreis Ton.", " So sei es."),
        "Ton. So sei es. [@mineconom2022] Dieselbe",
    ),
    "behind a note": (lambda r: r.replace(" Dieselbe Meldung", " Sie"), "[@mineconom2022]. Sie nennt auch"),
    "a number deleted": (lambda r: r.delete("über 1.000 MW "), '"eine Vereinbarung" im Kreis'),
    "a retyped sentence": (
        lambda r: r.replace("Vereinbarung“ über 1.000 MW im Kreis", "Abmachung“ über 1.000 MW im Gebiet"),
        '"eine Abmachung" über {{< var energie.solar.leistung >}} MW im Gebiet Ton',
    ),
    "emphasis": (lambda r: r.insert("ein weiteres", " großes", emphasis="i"), "ein weiteres *großes* Werk"),
    "quotation marks": (lambda r: r.insert("ein weiteres", " „altes“"), 'ein weiteres "altes" Werk'),
    "markup": (
        lambda r: r.insert("ein weiteres", " *a_ [b] @c <d> $"),
        r"weiteres \*a\_ \[b\] \@c \<d\> \$ Werk",
    ),
    "a paragraph": (
        lambda r: r.add("Die Agentur", "1. Noch einer."),
        "[^anm]\n\n1\\. Noch einer.\n\n[^anm]:",
    ),
    "a paragraph divided": (lambda r: r.split("Meldung nennt auch"), "nennt auch\n\nein Wasserkraftwerk"),
    "a comment": (
        lambda r: r.comment("ein weiteres Werk", "Welches --> denn?"),
        "Werk <!-- Anna Reviewer, 2026-11-20: Welches –› denn? --> [@kabar2022]",
    ),
    "a comment on a number": (
        lambda r: r.comment("1.000", "Sicher?"),
        "{{< var energie.solar.leistung >}} <!-- Anna Reviewer, 2026-11-20: Sicher? --> MW",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_tracked_change_is_an_edit_of_the_section(desk: Desk, what: str) -> None:
    """As Word records it: with its runs split, its revision marks and its rubbish."""
    change, expected = CHANGES[what]
    draft, after = desk.changed(change)
    assert not draft.faults
    assert expected in "".join(after.values())


REFUSED: dict[str, tuple[Callable[[Reviewer], None], str]] = {
    "a digit of a number": (
        lambda r: r.replace("1.000", "1.200"),
        "report/01-lage.md:3:48: the number here comes from data/energie.csv:2 (energie.solar.leistung)"
        " (Anna Reviewer, “1.000” → “1.200”); correct it there",
    ),
    "a reference": (
        lambda r: r.replace("Tabelle", "Tafel", around="Das Ministerium"),
        "the reference here is made for tbl-zusagen",
    ),
    "a source's note": (
        lambda r: r.replace("Ebd.", "Siehe oben."),
        "the note here is made for the citation mineconom2022",
    ),
    "the label of a caption": (
        lambda r: r.replace("Abbildung", "Bild", around="Vereinbarte Leistung"),
        "made by the build",
    ),
    "a table": (lambda r: r.replace("Januar", "Februar"), "the table is made by its program"),
    "the title": (
        lambda r: r.replace("Energie am", "Strom am"),
        "report/brief.yaml:1:1: the title stands in brief.yaml",
    ),
    "sources": (lambda r: r.replace("Song, W.", "Song."), "the list of sources is made of bib/sources.bib"),
    "a heading deleted": (lambda r: r.remove("Folgen"), "a heading goes with its section"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_made_by_the_build_is_refused_with_its_place(desk: Desk, what: str) -> None:
    """Nothing is written, unless the rest is asked for."""
    change, expected = REFUSED[what]

    def both(reviewer: Reviewer) -> None:
        change(reviewer)
        reviewer.replace("Die Agentur", "Die Presse")

    reviewer = Reviewer(desk.sent)
    both(reviewer)
    before = desk.text("01-lage.md")
    with pytest.raises(Faults) as found:
        main(desk.flags(reviewer.bytes))
    assert expected in str(found.value)
    assert len(found.value.faults) == 1
    assert desk.text("01-lage.md") == before
    main(desk.flags(reviewer.bytes, partial=True))
    assert desk.text("01-lage.md") == before.replace("Die Agentur", "Die Presse")
