"""How far a run is: one line that is rewritten on a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, field

EVERY = 5.0
"""Seconds between two plain lines, as in the log of a CI run."""

OFTEN = 0.1
"""Seconds between two states of the line on a terminal."""


@dataclass
class Progress:
    """Counts what was asked and tells it: on the terminal, or in lines on stderr where there is none."""

    total: int
    done: int = 0
    failing: int = 0
    _told: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        terminal = sys.__stderr__  # not sys.stderr, which may be a log too: that has no line to rewrite
        self._terminal = terminal if terminal and terminal.isatty() and not os.environ.get("CI") else None

    def tick(self, *, answered: bool) -> None:
        """Count one link."""
        self.done += 1
        self.failing += not answered
        now = time.monotonic()
        if now - self._told < (OFTEN if self._terminal else EVERY):
            return
        self._told = now
        if self._terminal:
            self._terminal.write(f"\r\x1b[K{self}")
            self._terminal.flush()
        else:
            print(self, file=sys.stderr, flush=True)

    def finish(self) -> None:
        """Take the rewritten line away: what is to be said comes from the programs after."""
        if self._terminal:
            self._terminal.write("\r\x1b[K")
            self._terminal.flush()

    def __str__(self) -> str:
        return f"links: {self.done} of {self.total} asked, {self.failing} without a page"
