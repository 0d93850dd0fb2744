"""What make hands on to the programs is what was said, and Ctrl+C ends it without a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import COMMANDS, PROJECT, Folder, copy_of

VENV = Path(sys.executable).parent.parent
SAID = '-it\'s "a" $b $(shell touch made) `touch made`.pdf'


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Return a brief with what `make` needs, in a folder with blanks in its path."""
    folder = copy_of("small", tmp_path_factory.mktemp("a folder of blanks") / "brief")
    for part in ("scripts", "report/style", "envs", "rules"):
        shutil.copytree(
            PROJECT / part,
            folder.path / part,
            ignore=shutil.ignore_patterns("__pycache__", "charts", "tables"),
            dirs_exist_ok=True,
        )
    for part in ("Makefile", "Snakefile", "panache.toml"):
        shutil.copy(PROJECT / part, folder.path / part)
    for path in (folder.path / "envs").iterdir():
        os.utime(path, (1, 1))  # nothing is to be set up
    return folder


def make(project: Folder, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run make in the environment of the tests."""
    return project.run("make", f"VENV={VENV}", *arguments, **variables)


@pytest.mark.parametrize(
    ("target", "name", "told"),
    [
        ("verify", "PDF", f"{SAID}:1:1: it cannot be read (No such file or directory); "),
        ("redline", "SINCE", f"SINCE={SAID}:1:1: "),
        ("cite", "FROM", "FROM:1:1: "),
        ("preview", "PORT", "argument --port: "),
        ("series", "DIR", "/series.yaml; name the folder of a series"),
        ("brief", "PROBE", "--config:1:1: links.probe does not fit ("),
    ],
)
@pytest.mark.parametrize("way", ["argument", "environment"])
def test_what_is_said_arrives(project: Folder, target: str, name: str, told: str, way: str) -> None:
    """Quotation marks, blanks, a hyphen in front, `$` and commands are parts of a name, and no more."""
    done = (
        make(project, target, f"{name}={SAID}")
        if way == "argument"
        else make(project, target, **{name: SAID})
    )
    assert done.returncode != 0
    assert told in done.stderr
    assert not (project.path / "made").exists()


def test_a_reviewed_file_of_any_name(project: Folder) -> None:
    """DOCX too; and the build before it needs no word."""
    done = make(project, "import", f"DOCX={SAID}", f"VENV={Path(os.environ[COMMANDS]).parent}")
    assert f"{SAID}:1:1: the file cannot be read (No such file or directory); " in done.stderr
    assert "usage" not in done.stderr


def test_unlock(project: Folder) -> None:
    """A lock that was left is taken away by hand too."""
    locks = project.path / ".snakemake/locks"
    locks.mkdir(parents=True, exist_ok=True)
    (locks / "0.output.lock").write_text("build/brief.pdf\n", encoding="utf-8")
    done = make(project, "unlock")
    assert (done.returncode, done.stderr) == (0, "")
    assert not list(locks.glob("*"))


def test_ctrl_c(project: Folder) -> None:
    """Whatever Python loads at that moment, one line is printed."""
    signalled = "import signal; signal.raise_signal(signal.SIGINT); import brief.data.tables"
    done = make(project, "--eval", f"signalled: ; @python -c '{signalled}'", "signalled")
    assert done.stderr.startswith("Ended by Ctrl+C.\nmake: ***")
    assert "Error 130" in done.stderr
