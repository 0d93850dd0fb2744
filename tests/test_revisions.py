"""make redline says what it cannot show, and whose the changes are."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import chdir
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from brief.revisions import authors_since, find_revision
from conftest import PROJECT
from repository import committed, git


@dataclass(frozen=True)
class Refusal:
    """A revision that cannot be shown: what git is made to be first, and what is said."""

    since: str
    told: str
    arrange: Callable[[Path], object] = lambda _: None


def _shallow(folder: Path) -> None:
    git(folder.parent, "clone", "-q", "--depth", "1", folder.as_uri(), "shallow")
    shutil.rmtree(folder)
    (folder.parent / "shallow").rename(folder)


def _without_git(folder: Path) -> None:
    shutil.rmtree(folder / ".git")


def _once_elsewhere(folder: Path) -> None:
    git(folder, "rm", "-rq", "--cached", "bib")
    git(folder, "commit", "-qm", "two")


def _once_broken(folder: Path) -> None:
    section = folder / "report/01-lage.md"
    text = section.read_text(encoding="utf-8")
    section.write_text(text.replace("@kabar2022", "@nobody"), encoding="utf-8")
    git(folder, "commit", "-qam", "two")


REFUSALS = (
    Refusal("v9", "SINCE=v9:1:1: git knows no such revision; name a commit, a tag or a branch"),
    Refusal("HEAD~1", "SINCE=HEAD~1:1:1: this clone is shallow, and has no such revision; fetch", _shallow),
    Refusal("HEAD", "SINCE=HEAD:1:1: the brief is in no git repository;", _without_git),
    Refusal("HEAD", "SINCE=HEAD:1:1: this revision has no brief in this folder;", _once_elsewhere),
    Refusal(
        "HEAD", "SINCE=HEAD:1:1: this revision cannot be built with the programs of today;", _once_broken
    ),
)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: one.told[:60])
def test_refusals(tmp_path: Path, refusal: Refusal) -> None:
    """What cannot be shown is a fault with its remedy, and what was made before stays whole."""
    folder = committed(tmp_path / "brief")
    refusal.arrange(folder.path)
    made = folder.path / "build/redline.docx"
    made.parent.mkdir()
    made.write_bytes(b"whole")
    flags = ("--since", refusal.since, "--out-docx", made, "--out-html", made.with_suffix(".html"))
    done = folder.run(sys.executable, PROJECT / "scripts/redline_brief.py", *flags)
    assert (done.returncode, refusal.told in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr
    assert made.read_bytes() == b"whole"


def test_authors(tmp_path: Path) -> None:
    """All who committed since are named, and who has edits that are not committed, with the last time."""
    folder = committed(tmp_path / "brief").path
    section = folder / "report/03-neu.md"
    section.write_text("# Neu {#sec-neu}\n\nNeu.\n", encoding="utf-8")
    os.utime(section, (2_000_000_000, 2_000_000_000))
    with chdir(folder):
        assert authors_since(find_revision("HEAD")) == (
            "Bo Editor",
            datetime(2033, 5, 18, 3, 33, 20, tzinfo=UTC),
        )
        git(folder, "add", "-A")
        when = ("-c", "user.name=Cy", "commit", "-qm", "two", "--date", "2026-05-01T12:00:00+02:00")
        git(folder, *when)
        assert authors_since(find_revision("HEAD~1")) == ("Cy", datetime(2026, 5, 1, 10, tzinfo=UTC))
        section.write_text("# Neu {#sec-neu}\n", encoding="utf-8")
        assert authors_since(find_revision("HEAD~1"))[0] == "Cy, Bo Editor"
