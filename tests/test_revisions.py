"""make redline says what it cannot show, and whose the changes are."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import chdir
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from brief.building import revisions
from brief.building.revisions import authors_since, find_revision, not_ignored, uncommitted
from brief.faults import Faults
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


def _with_a_link_out(folder: Path) -> None:
    (folder / "report/images/out.png").symlink_to("/etc/hostname")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "two")


def _damaged(folder: Path) -> None:
    (folder / ".git/config").write_text("[core\n", encoding="utf-8")


def _without_a_commit(folder: Path) -> None:
    shutil.rmtree(folder / ".git")
    git(folder, "init", "-q")


def _with_a_dangling_link_today(folder: Path) -> None:
    (folder / "report/03-x.md").symlink_to("nowhere.md")


REFUSALS = (
    Refusal(
        "HEAD",
        "report/03-x.md:1:1: the file cannot be read (No such file or directory); restore it, or remove it",
        _with_a_dangling_link_today,
    ),
    Refusal(
        "HEAD",
        "SINCE=HEAD:1:1: report/images/out.png is a link there, and leads out of the brief; name a",
        _with_a_link_out,
    ),
    Refusal("HEAD", "SINCE=HEAD:1:1: git cannot read the repository (fatal: bad config", _damaged),
    Refusal("HEAD", "SINCE=HEAD:1:1: git knows no such revision;", _without_a_commit),
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
    done = folder.run("python", PROJECT / "scripts/redline_brief.py", *flags)
    assert (done.returncode, refusal.told in done.stderr) == (2, True), done.stderr
    assert "Traceback" not in done.stderr
    assert made.read_bytes() == b"whole"


def test_authors(tmp_path: Path) -> None:
    """All who committed since are named, and who has edits that are not committed, with the last time."""
    folder = committed(tmp_path / "brief").path
    section = folder / "report/03-neu.md"
    section.write_text("# Neu {#sec-neu}\n\nNeu.\n", encoding="utf-8")
    os.utime(section, (1_700_000_000, 1_700_000_000))
    with chdir(folder):
        assert authors_since(find_revision("HEAD")) == (
            "Bo Editor",
            datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
        )
        git(folder, "add", "-A")
        when = ("-c", "user.name=Cy", "commit", "-qm", "two", "--date", "2026-05-01T12:00:00+02:00")
        git(folder, *when)
        assert authors_since(find_revision("HEAD~1")) == ("Cy", datetime(2026, 5, 1, 10, tzinfo=UTC))
        section.write_text("# Neu {#sec-neu}\n", encoding="utf-8")
        assert authors_since(find_revision("HEAD~1"))[0] == "Cy, Bo Editor"


SETTINGS = {
    "log.showSignature": "true",
    "log.showRoot": "true",
    "color.ui": "always",
    "core.quotePath": "true",
    "core.pager": "sleep 60",
    "core.fsmonitor": "sleep 60",
    "i18n.logOutputEncoding": "KOI8-R",
    "format.pretty": "fuller",
    "core.abbrev": "20",
    "status.showUntrackedFiles": "no",
    "status.relativePaths": "true",
}


def test_settings_of_git_and_odd_histories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever an editor has set, and wherever the surroundings lead, git answers for this folder."""
    folder = committed(tmp_path / "brief").path
    named = ("-c", "user.name=Айжан \x1b Жанова", "commit", "-q", "--allow-empty", "-m", "two")
    git(folder, *named, "--date", "@9999999999999 +0000")
    (folder / "report/01-lage.md").write_bytes(b"# New {#sec-lage}\n")
    git(folder, *named, "-a", "--date", "@9999999999999 +0000")
    git(folder, "checkout", "-q", "--detach")
    for name, value in SETTINGS.items():
        git(folder, "config", name, value)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    with chdir(folder):
        author, moment = authors_since(find_revision("HEAD~2"))
        assert (author, moment <= datetime.now(UTC)) == ("Айжан Жанова", True)
        assert uncommitted("report") == []
        strange = Path(os.fsdecode('report/\xe4 "\n'.encode() + b"\xff.md"))
        strange.write_bytes(b"# A\n")
        assert uncommitted("report") == [folder / strange]
        assert strange in not_ignored(folder)


def test_no_git_and_none_that_is_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git, with one that hangs, and in another owner's repository, there is a remedy."""
    folder = committed(tmp_path / "brief").path
    with chdir(folder):
        with monkeypatch.context() as patch:
            patch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
            told = f"git config --global --add safe.directory {folder}$"
            with pytest.raises(Faults, match=told):
                find_revision("HEAD")
        programs = tmp_path / "programs"
        programs.mkdir()
        monkeypatch.setenv("PATH", str(programs))
        with pytest.raises(Faults, match="git is not installed; install git"):
            find_revision("HEAD")
        assert (uncommitted("report"), not_ignored(folder)) == ([], [])
        (programs / "git").write_text("#!/bin/sh\nexec /bin/sleep 60\n", encoding="utf-8")
        (programs / "git").chmod(0o755)
        monkeypatch.setattr(revisions, "PATIENCE", 0.2)
        with pytest.raises(Faults, match=r"git rev-parse gave no answer within 0\.2 seconds"):
            find_revision("HEAD")
