"""make verify: the same to the byte, or where it first differs, in words."""

# ruff: noqa: E501 (one row a case)

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from brief.building.differences import changed, difference
from brief.building.verifying import verify_pdf
from conftest import PROJECT, Folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, built_small: Folder) -> Folder:
    """Return a built brief that is a project of its own, as `make verify` finds it."""
    place = tmp_path_factory.mktemp("whole") / "project"
    shutil.copytree(built_small.path, place, ignore=shutil.ignore_patterns(".snakemake"))
    for part in ("scripts", "report/style", "envs", "rules"):
        ignored = shutil.ignore_patterns("__pycache__", "charts", "tables", "tokens.yaml")
        shutil.copytree(PROJECT / part, place / part, ignore=ignored, dirs_exist_ok=True)
    for part in ("Snakefile", "panache.toml"):
        shutil.copy(PROJECT / part, place / part)
    folder = Folder(place, place)
    done = folder.snakemake("--quiet", "all")
    assert done.returncode == 0, done.stderr
    return folder


def verify(folder: Folder, *flags: str) -> subprocess.CompletedProcess[str]:
    """Run the program on a project."""
    return folder.run("python", "scripts/verify_build.py", *flags)


def test_the_same(whole: Folder) -> None:
    """An untouched build is what the sources give."""
    done = verify(whole)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("the same") == 6


def test_an_edit_since(whole: Folder) -> None:
    """An edit that was not built is told for each file, and where; the PDF knows what it was made of."""
    kept = (whole.path / "data/energie.csv").read_bytes()
    old = shutil.copy(whole.path / "build/brief.pdf", whole.path / "old.pdf")
    try:
        whole.replace("data/energie.csv", ",600,", ",610,")
        done = verify(whole)
        assert done.returncode == 2
        assert "build/brief.pdf: differs\n" in done.stdout
        assert "build/CITATION.cff: the same\n" in done.stdout
        assert (
            "build/brief.pdf:1:1: it is not what the sources give: data/energie.csv inside: line 3 was"
            in done.stderr
        )
        asked = verify(whole, "--pdf", "old.pdf")
        assert asked.returncode == 2
        assert "data/energie.csv has changed since\n" in asked.stdout
        assert "today's build gives another PDF" in asked.stderr
    finally:
        (whole.path / "data/energie.csv").write_bytes(kept)
    Path(old).unlink()


def test_a_pdf_of_today(built_small: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    """A PDF that today's sources give is told to be theirs, to the byte."""
    build = built_small.path / "build"
    assert list(verify_pdf(build / "brief.pdf", build)) == []
    assert capsys.readouterr().out.endswith("brief.pdf: today's build gives the same, to the byte\n")


@pytest.mark.parametrize("name", ["nothing.pdf", "report/brief.yaml"])
def test_no_such_pdf(whole: Folder, name: str) -> None:
    """What is no PDF of this project is told so, before anything is built."""
    done = verify(whole, "--pdf", name)
    assert (done.returncode, done.stderr.startswith(f"{name}:1:1: it ")) == (2, True)


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("a.html", b"<p>One two three.</p>", b"<p>One too three.</p>", "text 1 was “One two three.” and is “One too three.”"),
        ("a.html", b"<p>One.</p>", b"<p>One.</p><p>Two.</p>", "text 2 has been added: “Two.”"),
        ("a.html", b"<p class='a'>One.</p>", b"<p class='b'>One.</p>", "the styles or the code of the page"),
        ("a.csv", b"x\n1\n", b"x\n2\n", "line 2 was “1” and is “2”"),
        ("a.csv", b"x\n1\n", b"x\n", "line 2 is gone: “1”"),
        ("a.csv", b"x\n", b"x\n", ""),
    ],
)  # fmt: skip
def test_difference(name: str, old: bytes, new: bytes, expected: str) -> None:
    """Where two contents first differ is said in words."""
    assert difference(name, old, new) == expected


def test_changed_inputs() -> None:
    """Inputs that changed, went or came, with what a new one may have been called."""
    then, now = {"a": "1", "report/01-x.md": "2", "c": "3"}, {"a": "9", "report/01-y.md": "2", "c": "3"}
    assert changed(then, now) == [
        "a has changed since",
        "report/01-x.md is no longer there",
        "report/01-y.md is new (was it report/01-x.md?)",
    ]
