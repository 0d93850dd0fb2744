"""How programs end where the system, a terminal or Ctrl+C is in their way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import PROJECT, Folder
from link_probes import CONTROL, PROGRAM, entries, flags_for
from web import Exchange, Web

WHY = f"{sys.executable} {PROJECT / 'scripts/explain_build.py'}"
ROOM = "make room there, then run this again"


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (
            f"{WHY} > /dev/full",
            2,
            f"the disk:1:1: the file cannot be written (No space left on device); {ROOM}\n",
        ),
        (f"{WHY} --log /dev/full", 0, ""),
        (f"{WHY} | true; exit ${{PIPESTATUS[0]}}", 141, ""),
        (
            f"{WHY} --log /dev/null/log",
            2,
            "/dev/null:1:1: the file cannot be read or written (File exists); check",
        ),
        (
            f"{WHY} --log report",
            2,
            "report:1:1: the file cannot be read or written (Is a directory); check what",
        ),
        (
            f"{WHY} --log {'a' * 300}",
            2,
            f"{'a' * 300}:1:1: the file cannot be read or written (File name too long)",
        ),
        (f"PYTHONIOENCODING=ascii {WHY} --log $'\\xff.log' < /dev/null", 0, ""),
        (f"PYTHONIOENCODING=koi8-r {WHY} --log x/$'\\xff' --nothing=$'\\xff'", 3, "usage: "),
    ],
    ids=["full", "full log", "reader left", "no folder", "folder", "long name", "no UTF-8", "unknown flag"],
)
def test_what_the_system_refuses(small: Folder, command: str, code: int, said: str) -> None:
    """The cause is named with its file, in one line, and a log that fails silences nothing."""
    done = small.run("bash", "-c", f"({command})")
    assert (done.returncode, done.stderr[: len(said)]) == (code, said)
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") <= 2


def test_texts_that_a_terminal_cannot_print(small: Folder) -> None:
    """They are printed with escapes: a name of Cyrillic letters, or one that is no UTF-8."""
    name = os.fsdecode("отзыв".encode() + b"\xff.pdf")
    done = small.run(
        sys.executable, PROJECT / "scripts/verify_build.py", "--pdf", name, PYTHONIOENCODING="ascii"
    )
    assert done.returncode == 2
    assert done.stderr.startswith("\\u043e\\u0442\\u0437\\u044b\\u0432\\udcff.pdf:1:1: it cannot be read (")


def test_outputs_that_find_no_room(small: Folder) -> None:
    """The output is named, not the file under which it was to be written first."""
    limited = ["bash", "-c", 'ulimit -f 0; exec "$@"', "limited", sys.executable]
    flags = ["report/brief.yaml", "--out", "build/parts/inputs.json"]
    done = small.run(*limited, PROJECT / "scripts/list_inputs.py", *flags)
    problem = "build/parts/inputs.json:1:1: the file cannot be written (File too large)"
    assert (done.returncode, done.stderr) == (2, f"{problem}; {ROOM}\n")
    assert list((small.path / "build/parts").iterdir()) == []


@pytest.mark.parametrize("log", [True, False])
def test_ctrl_c(tmp_path: Path, log: bool) -> None:
    """One line, and 130; a step of a build, which has a log, leaves the line to the build."""
    (tmp_path / "sources.bib").write_text("", encoding="utf-8")
    running: list[subprocess.Popen[str]] = []

    async def interrupt(_: Exchange) -> None:
        running[0].send_signal(signal.SIGINT)

    with Web({**CONTROL, "a.example": {"*": interrupt}}) as server:
        bib = entries(f"http://a.example:{server.port}/")
        (tmp_path / "sources.bib").write_text(bib, encoding="utf-8")
        command = [sys.executable, str(PROGRAM), "--bib", "sources.bib", "--ledger", "links.csv"]
        command += ["--out", "probes.json", *flags_for(server, ["a.example"])]
        command += ["--log", "log"] if log else []
        running.append(subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True))
        _, said = running[0].communicate()
    assert (running[0].returncode, said) == (130, "" if log else "Ended by Ctrl+C.\n")
    assert not (tmp_path / "probes.json").exists()


DURING_A_FORK = """
import os, signal, time
from brief.confining import within
from brief.limits import Limits

os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGINT))
print(within(Limits(seconds=20), lambda: time.sleep(60) or 0))
"""


def test_ctrl_c_during_a_fork(tmp_path: Path) -> None:
    """It is not lost, although Python drops the errors of its own code there."""
    command = [sys.executable, "-c", DURING_A_FORK]
    env = os.environ | {"PYTHONPATH": str(PROJECT / "scripts")}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Ended by Ctrl+C.\n")
