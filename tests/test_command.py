"""The readable tests in tests/command: an edit, a command, what it prints, how it ends.

A case is a heading of the second level and the blocks below it: `edit FILE` (old text, a line
`---`, new text), `file FILE`, `latin1 FILE`, `delete FILE`, and one `console` block. ACCEPT=1
rewrites the console blocks; a person reads the diff.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from conftest import Folder

CASES = Path(__file__).parent / "command"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Case:
    """One case of a file: its name and its text."""

    path: Path
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.path.stem}: {self.name}"


def cases() -> list[Case]:
    """Return all cases of all files."""
    found = []
    for path in sorted(CASES.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        outside = BLOCK.sub(lambda block: re.sub(r"[^\n]", " ", block[0]), text)
        starts = [match.start() for match in re.finditer(r"^## ", outside, re.MULTILINE)]
        for start, end in pairwise([*starts, len(text)]):
            name, _, body = text[start + 3 : end].partition("\n")
            found.append(Case(path, name, body))
    return found


def arrange(case: Case, folder: Folder) -> None:
    """Apply the edits of a case."""
    for kind, name, body in BLOCK.findall(case.text):
        target = folder.path / name
        if kind == "edit":
            old, new = re.split(r"^---\n", body, flags=re.MULTILINE)
            folder.replace(name, old.rstrip("\n"), new.rstrip("\n"))
        elif kind in {"file", "latin1"}:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body.encode("utf-8" if kind == "file" else "latin-1"))
        elif kind == "delete":
            target.unlink()


def act(command: str, folder: Folder) -> str:
    """Return what a command prints, and how it ends."""
    name, *flags = command.split()
    done = folder.check(*flags) if name == "check" else folder.snakemake(*flags)
    return f"$ {command}\n{done.stderr}{done.stdout}exit {done.returncode}\n"


@pytest.mark.golden
@pytest.mark.parametrize("case", cases(), ids=str)
def test_command(case: Case, small: Folder) -> None:
    """What the command prints is what the file says."""
    arrange(case, small)
    expected = next(body for kind, _, body in BLOCK.findall(case.text) if kind == "console")
    command = re.match(r"\$ (.*)\n", expected)
    assert command is not None
    printed = act(command[1], small)
    if os.environ.get("ACCEPT"):
        text = case.path.read_text(encoding="utf-8")
        case.path.write_text(text.replace(case.text, case.text.replace(expected, printed)), encoding="utf-8")
    else:
        assert printed == expected
