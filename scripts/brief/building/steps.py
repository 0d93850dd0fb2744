"""The steps of a build that are at work: the next build waits for those that a killed one has left.

Whoever kills Snakemake alone leaves its steps, which go on and write what they made of older files.
Each step holds a lock of the system's on `HELD` together with the others; it ends with the process.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from brief.building.locking import locked

HELD = Path(".snakemake/steps")
VARIABLE = "BRIEF_BUILD"
"""Set, for its steps, by a build."""


def join() -> None:
    """Say, if this process is a step of a build, that it is at work until it ends."""
    if VARIABLE in os.environ:
        with suppress(OSError):  # locks are unknown to this file system
            fcntl.flock(os.open(HELD, os.O_RDWR | os.O_CREAT, 0o666), fcntl.LOCK_SH | fcntl.LOCK_NB)


def await_others(seconds: float) -> None:
    """Wait until no step is at work, for some seconds at most, and make what starts from here a step."""
    with HELD.open("a") as stream:
        locked(stream, seconds)
    os.environ[VARIABLE] = str(os.getpid())
