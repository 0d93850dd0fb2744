"""A built brief into which reviewed Word files come back."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from contextlib import chdir
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import panflute as pf
import pytest

from brief.pandoc import dumps, loads
from brief.places import places_here
from brief.redline.pictures import settle_pictures
from brief.review.account import Account
from brief.review.draft import Draft
from brief.review.material import Material, load_material, load_reviewed
from brief.review.merging import plan
from brief.review.printing import Build
from brief.review.settling import Outcome, edit_sections, read_sections, settle
from brief.word.wordtext import WordText
from conftest import Folder
from reviewer import Reviewer

BASE, REFERENCE = Path("build/parts/brief.docx"), Path("build/parts/reference.docx")


@dataclass(frozen=True)
class Desk:
    """A built brief into which files come back; the working directory is its folder."""

    folder: Path
    inbox: Path

    @property
    def sent(self) -> bytes:
        """The Word file as it was sent."""
        return (self.folder / BASE).read_bytes()

    @property
    def build(self) -> Build:
        """What prints the sections."""
        return Build(places_here(), sorted(Path("build/parts/exhibits").glob("*.json")), REFERENCE)

    def load_material(self) -> Material:
        """Return the brief as it is."""
        return load_material(places_here(), BASE)

    def receive(self, archive: bytes) -> WordText:
        """Return the text of a file that came back."""
        reviewed = self.inbox / "reviewed.docx"
        reviewed.write_bytes(archive)
        return load_reviewed(reviewed)

    def outcome(self, archive: bytes) -> Outcome:
        """Return what would become of the sections."""
        return settle(self.receive(archive), "reviewed.docx", self.load_material(), self.build)

    def run(self, archive: bytes, *flags: str) -> subprocess.CompletedProcess[str]:
        """Run the program with a file that came back."""
        reviewed = self.inbox / "reviewed.docx"
        reviewed.write_bytes(archive)
        return Folder(self.folder).call("import_review.py", *flags, reviewed)

    def settle(self, archive: bytes) -> tuple[Draft, dict[str, str]]:
        """Return what would become of the sections, by name."""
        outcome = self.outcome(archive)
        return outcome.draft, _texts(outcome.after)

    def account(self, change: Callable[[Reviewer], None]) -> tuple[Draft, Account, dict[str, str]]:
        """Return what would become of the marks of a file, and of the sections."""
        reviewer = Reviewer(self.sent)
        change(reviewer)
        outcome = self.outcome(reviewer.bytes)
        return outcome.draft, outcome.account, _texts(outcome.after)

    @property
    def inbox_bytes(self) -> bytes:
        """The Word file that came back last."""
        return (self.inbox / "reviewed.docx").read_bytes()

    def print_base(self) -> None:
        """Print the Word file of the brief as it is now."""
        build = self.build
        (self.folder / BASE).write_bytes(build.word_file(read_sections(build.places.sections)))

    def manuscript(self, texts: Mapping[str, str]) -> pf.Doc:
        """Return the manuscript of sections with these texts, with its pictures by whole paths."""
        contents = {Path(name): texts[name].encode() for name in sorted(texts)}
        document = loads(dumps(self.build.manuscript(contents)))
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
        draft = plan(_material(self.folder), self.receive(reviewer.bytes), "reviewed.docx")
        return draft, _texts(edit_sections(read_sections(places_here().sections), draft))


def _texts(contents: Mapping[Path, bytes]) -> dict[str, str]:
    return {path.name: content.decode() for path, content in contents.items()}


@cache
def _material(_: Path) -> Material:
    """Return the brief in the working directory, a folder in which nobody writes; read once."""
    return load_material(places_here(), BASE)


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
