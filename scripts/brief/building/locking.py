"""A lock of the system's on an open file, which ends with the process that holds it."""

from __future__ import annotations

import fcntl
import time
from typing import TextIO

PAUSE = 0.05
"""Seconds between two tries."""


def locked(stream: TextIO, seconds: float) -> bool:
    """Try for some seconds to hold the lock alone, and return whether nobody else has it then.

    On a file system that knows no locks, nobody has.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(PAUSE)
        except OSError:
            return True
        else:
            return True
