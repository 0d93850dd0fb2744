"""Panache, the parser and linter of the sections, called one way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from brief.limits import ForeignError


def panache(*arguments: str | Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Return what Panache did with `arguments`, and with `text` on its standard input.

    It is looked for beside Python first, so that a program runs outside an activated
    environment too. Raises ForeignError with its own words unless it ends with 0 or, for
    findings, 1; MemoryError where it ran out of memory.
    """
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    program = shutil.which("panache", path=beside) or "panache"
    command = [program, *map(str, arguments), "--no-cache"]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in {0, 1}:
        if "memory allocation" in done.stderr:
            raise MemoryError
        words = done.stderr.strip().partition("\n")[0]
        raise ForeignError((words or f"exit code {done.returncode}", 1))
    return done
