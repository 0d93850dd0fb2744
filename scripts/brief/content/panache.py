"""Panache, the parser and linter of the sections."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from brief.limits import ForeignError


def panache(*arguments: str | Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run Panache with `arguments`, and with `text` on its standard input.

    The program beside Python comes first, so that no environment need be activated. Exit code 1
    means that it has findings. Raises ForeignError with its message for any other, and MemoryError
    where it ran out of memory.
    """
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    program = shutil.which("panache", path=beside) or "panache"
    command = [program, *map(str, arguments), "--no-cache"]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in {0, 1}:
        if "memory allocation" in done.stderr:
            raise MemoryError
        message = done.stderr.strip().partition("\n")[0]
        raise ForeignError((message or f"exit code {done.returncode}", 1))
    return done
