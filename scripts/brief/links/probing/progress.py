"""The progress of a run: one line that is rewritten on a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, field

LOG_INTERVAL = 5.0
"""Seconds between two plain lines, as in the log of a CI run."""

TERMINAL_INTERVAL = 0.1
"""Seconds between two updates of the line on a terminal."""


@dataclass
class Progress:
    """Counts the links that were asked, and shows the count on the terminal or else on stderr."""

    total: int
    done: int = 0
    failing: int = 0
    _shown_at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        terminal = sys.__stderr__  # sys.stderr may write to a log too, where no line can be rewritten
        self._terminal = terminal if terminal and terminal.isatty() and not os.environ.get("CI") else None

    def tick(self, *, answered: bool) -> None:
        """Count one link."""
        self.done += 1
        self.failing += not answered
        now = time.monotonic()
        if now - self._shown_at < (TERMINAL_INTERVAL if self._terminal else LOG_INTERVAL):
            return
        self._shown_at = now
        if self._terminal:
            self._terminal.write(f"\r\x1b[K{self}")
            self._terminal.flush()
        else:
            print(self, file=sys.stderr, flush=True)

    def finish(self) -> None:
        """Remove the rewritten line: the programs that come after print the results."""
        if self._terminal:
            self._terminal.write("\r\x1b[K")
            self._terminal.flush()

    def __str__(self) -> str:
        return f"links: {self.done} of {self.total} asked, {self.failing} without a page"
