"""A built brief into which reviewed Word files come back."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Mapping
from contextlib import chdir
from dataclasses import dataclass, replace
from pathlib import Path

import panflute as pf
import pytest

from brief.manuscript.assembling import assemble, load_parts
from brief.pandoc import dumps, loads
from brief.places import places_of
from brief.redline.pictures import settle_pictures
from brief.review.account import Account
from brief.review.draft import Draft
from brief.review.merging import Material, plan
from conftest import PROJECT, Folder
from import_review import load_material, new_contents, print_archive, read_reviewed, settle
from reviewer import Reviewer


@dataclass(frozen=True)
class Desk:
    """A built brief into which files come back."""

    folder: Path
    inbox: Path

    @property
    def sent(self) -> bytes:
        """The Word file as it was sent."""
        return (self.folder / "build/parts/brief.docx").read_bytes()

    def flags(self, archive: bytes = b"", *, partial: bool = False) -> argparse.Namespace:
        """Return what the program is told when this file came back."""
        reviewed = self.inbox / "reviewed.docx"
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
            made=sorted(Path("build/parts/exhibits").glob("*.json")),
            ledger=Path("bib/links.csv"),
            tokens=tokens if tokens.exists() else PROJECT / tokens,
            reference=Path("build/parts/reference.docx"),
        )

    def settle(self, archive: bytes) -> tuple[Draft, dict[str, str]]:
        """Return what would become of the sections, by name."""
        draft, contents, _ = settle(self.flags(archive))
        return draft, {path.name: new.decode() for path, new in contents.items()}

    def account(self, change: Callable[[Reviewer], None]) -> tuple[Draft, Account, dict[str, str]]:
        """Return what would become of the marks of a file, and of the sections."""
        reviewer = Reviewer(self.sent)
        change(reviewer)
        draft, contents, account = settle(self.flags(reviewer.bytes))
        return draft, account, {path.name: new.decode() for path, new in contents.items()}

    @property
    def inbox_bytes(self) -> bytes:
        """The Word file that came back last."""
        return (self.inbox / "reviewed.docx").read_bytes()

    def print_base(self) -> None:
        """Print the Word file of the brief as it is now."""
        flags = self.flags()
        contents = {path: path.read_bytes() for path in flags.sections}
        flags.base.write_bytes(print_archive(contents, flags))

    def manuscript(self, texts: Mapping[str, str]) -> pf.Doc:
        """Return the manuscript of sections with these texts, with its pictures by whole paths."""
        flags = self.flags()
        folder = self.inbox / "sections"
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        paths = [folder / name for name in sorted(texts)]
        places = replace(places_of(flags), sections=tuple(paths))
        document = loads(dumps(assemble(load_parts(places, flags.made))))
        settle_pictures(document, self.folder, document, self.folder)
        return document

    def text(self, name: str) -> str:
        """Return a section as it is."""
        return (self.folder / "report" / name).read_text(encoding="utf-8")

    def changed(self, change: Callable[[Reviewer], None]) -> tuple[Draft, dict[str, str]]:
        """Return what would become of the sections when a reviewer has done something."""
        reviewer = Reviewer(self.sent)
        change(reviewer)
        return self.settle(reviewer.bytes)

    def planned(self, change: Callable[[Reviewer], None]) -> tuple[Draft, dict[str, str]]:
        """Return what would become of the sections when a reviewer has done something, unproven."""
        reviewer = Reviewer(self.sent)
        change(reviewer)
        flags = self.flags(reviewer.bytes)
        draft = plan(_material(self.folder, flags), read_reviewed(flags.reviewed), "reviewed.docx")
        contents = new_contents(draft, flags.sections)
        return draft, {path.name: new.decode() for path, new in contents.items()}


_MATERIAL: dict[Path, Material] = {}


def _material(folder: Path, flags: argparse.Namespace) -> Material:
    """Return a brief as it is, read once: nobody writes in it."""
    if folder not in _MATERIAL:
        _MATERIAL[folder] = load_material(flags)
    return _MATERIAL[folder]


@pytest.fixture
def desk(built_small: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return the small brief, built; nothing in it is written."""
    monkeypatch.chdir(built_small.path)
    return Desk(built_small.path, tmp_path)


@pytest.fixture
def large(built_brief: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return the brief itself, built; nothing in it is written."""
    monkeypatch.chdir(built_brief.path)
    return Desk(built_brief.path, tmp_path)


@pytest.fixture
def own(rebuilt: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a copy of the small brief, built, to write in."""
    monkeypatch.chdir(rebuilt.path)
    return Desk(rebuilt.path, tmp_path)


LISTS = (
    "\n- ein Punkt\n- noch *ein starker* Punkt in zwei Zeilen\n- der letzte\n\nDazwischen ein Absatz.\n"
    "\n1. erstens\n2. zweitens\n"
)


@pytest.fixture(scope="module")
def built_lists(built_small: Folder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the small brief with lists at its end, and its Word file."""
    folder = Path(shutil.copytree(built_small.path, tmp_path_factory.mktemp("lists") / "small"))
    section = folder / "report/02-schluss.md"
    section.write_text(section.read_text(encoding="utf-8") + LISTS, encoding="utf-8")
    with chdir(folder):
        Desk(folder, folder).print_base()
    return folder


@pytest.fixture
def listed(built_lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return the small brief with lists; nothing in it is written."""
    monkeypatch.chdir(built_lists)
    return Desk(built_lists, tmp_path)
