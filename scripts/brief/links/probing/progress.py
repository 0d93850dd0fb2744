"""How far a run is: one line that is rewritten on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

EVERY = 5.0
"""Seconds between two plain lines, as in the log of a CI run."""


@dataclass
class Progress:
    """Counts what was asked and tells it on `stream`."""

    total: int
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    done: int = 0
    failing: int = 0
    _told: float = field(default_factory=time.monotonic)

    def tick(self, *, answered: bool) -> None:
        """Count one link."""
        self.done += 1
        self.failing += not answered
        if self.stream.isatty():
            self.stream.write(f"\r\x1b[K{self}")
            self.stream.flush()
        elif time.monotonic() - self._told >= EVERY:
            self._told = time.monotonic()
            print(self, file=self.stream, flush=True)

    def finish(self) -> None:
        """Take the rewritten line away; what is to be said comes from the programs after."""
        if self.stream.isatty():
            self.stream.write("\r\x1b[K")
            self.stream.flush()

    def __str__(self) -> str:
        return f"links: {self.done} of {self.total} asked, {self.failing} without a page"
