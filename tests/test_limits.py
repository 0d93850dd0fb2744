"""Limits of time and memory: what meets them is a fault of the file that was being worked on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from brief.limits import Limits
from conftest import PROJECT

PROGRAM = f"""
import ctypes, os, re, subprocess, sys, time
sys.path.insert(0, {str(PROJECT / "scripts")!r})
from brief.faults import Faults
from brief.confining import within
from brief.limits import ForeignError, Limits, at_work

def work():
    try:
        with at_work("some/file.md", "the tool"):
            exec(sys.argv[1])
    except Faults as refused:
        print(refused)
        return 2
    return 0

try:
    print(within(Limits(int(sys.argv[2]), 400), work))
except Faults as refused:
    print(refused)
"""

TIME = "the tool was still at work here after 1 seconds; simplify this, or raise limits.seconds"
MEMORY = "the tool needs more memory here than it is allowed; simplify this, or raise limits.memory"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        pytest.param("pass", "0", id="nothing in the way"),
        pytest.param("while True: pass", TIME, id="a loop"),
        pytest.param("time.sleep(60)", TIME, id="a sleep"),
        pytest.param("re.match(r'(a+)+b', 'a' * 40)", TIME, id="C code that lets no other Python run"),
        pytest.param("subprocess.run(['sleep', '61'])", TIME, id="a program that hangs"),
        pytest.param("[bytearray(2**26) for _ in range(99)]", MEMORY, id="memory"),
        pytest.param("ctypes.string_at(0)", "the tool crashed here (SIGSEGV)", id="a crash"),
        pytest.param("os._exit(0)", "the tool crashed here (exit code 0)", id="an end unannounced"),
        pytest.param("f = lambda: f(); globals().update(f=f); f()", "nested", id="recursion"),
        pytest.param(
            "raise ForeignError(('no', 7), ('nor', 9))", "file.md:7:1: the tool refuses", id="a refusal"
        ),
    ],
)
def test_within(tmp_path: Path, code: str, told: str) -> None:
    """What goes wrong is told in one line, with the file; no process is left."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    seconds = "1" if told is TIME else "60"
    done = subprocess.run(
        [sys.executable, program, code, seconds], capture_output=True, text=True, check=False
    )
    assert told in done.stdout, done.stderr
    assert done.stdout == "0\n" or done.stdout.startswith("some/file.md:")
    assert "Traceback" not in done.stderr


def test_what_runs_ends_with_its_parent(tmp_path: Path) -> None:
    """Whoever kills a program outright ends its child too, and the programs which that has started."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    code = "print('begun', flush=True); subprocess.run(['sleep', '61'])"
    with subprocess.Popen([sys.executable, program, code, "60"], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "begun\n"
        parent.kill()
        assert parent.communicate(timeout=20) == ("", None), "until all that hold the pipe have ended"


def test_defaults() -> None:
    """The defaults are those of the settings."""
    from brief.building.settings import load_settings

    assert load_settings(PROJECT).limits == Limits()
