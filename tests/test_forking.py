"""A forked program is to its test what a program of the real Python is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from conftest import Folder

PROGRAM = """
import os, signal, sys
print(os.getcwd(), os.environ["GIVEN"], sys.argv[1:], sys.path[0])
print("to stderr", file=sys.stderr)
if sys.argv[1] == "signal":
    os.kill(os.getpid(), signal.SIGKILL)
sys.exit(sys.argv[1] if sys.argv[1] == "a word" else int(sys.argv[1]))
"""


@pytest.mark.parametrize("argument", ["0", "3", "a word"])
def test_the_same(tmp_path: Path, argument: str) -> None:
    """It has the same folder, environment, arguments and streams, and ends with the same exit code."""
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    forked, real = (
        Folder(tmp_path).run(python, "program.py", argument, "-- $x", GIVEN="ä\n")
        for python in ("python", sys.executable)
    )
    assert (forked.returncode, forked.stdout, forked.stderr) == (real.returncode, real.stdout, real.stderr)


def test_killed(tmp_path: Path) -> None:
    """The end by a signal is told as a shell tells it."""
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    assert Folder(tmp_path).run("python", "program.py", "signal", GIVEN="").returncode == 128 + 9


def test_a_slip_of_the_code(tmp_path: Path) -> None:
    """An error that nobody catches ends it with 1 and a traceback."""
    (tmp_path / "program.py").write_text("1 / 0\n", encoding="utf-8")
    done = Folder(tmp_path).run("python", "program.py")
    assert (done.returncode, "ZeroDivisionError" in done.stderr) == (1, True)


def test_no_program(tmp_path: Path) -> None:
    """What is asked of Python itself, the real one answers."""
    assert Folder(tmp_path).run("python", "-c", "print(2)").stdout == "2\n"
