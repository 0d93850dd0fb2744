"""When an editor saves something, and what is done then: in a thread of its own, one thing at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from watchfiles import watch

DEBOUNCE, STEP = 200, 20
"""Milliseconds: how long at most changes are gathered, and after how long a rest they are told."""


class Watch:
    """Calls `update` at the start, and after each change in `folders` or of a file beside them.

    Changes during an update are followed by one more, and `overtaken` says that there are some.
    """

    def __init__(self, folders: Sequence[Path], update: Callable[[], None]) -> None:
        self.folders = folders
        self._due, self._stopped = threading.Event(), threading.Event()
        self._update = update

    def start(self) -> None:
        """Begin, in threads that end with the process: a chart that never returns holds up nothing."""
        self._due.set()
        here = (Path(),)  # for config.yaml; what is built there is no editor's
        for work in (lambda: self._look(self.folders), lambda: self._look(here, inside=False), self._work):
            threading.Thread(target=work, daemon=True).start()

    def overtaken(self) -> bool:
        """Whether something was saved since the update that runs began."""
        return self._due.is_set()

    def stop(self) -> None:
        """Look no longer."""
        self._stopped.set()

    def _look(self, folders: Sequence[Path], inside: bool = True) -> None:
        changes = watch(
            *folders,
            recursive=inside,
            debounce=DEBOUNCE,
            step=STEP,
            rust_timeout=500,  # milliseconds after which it sees that it was stopped
            stop_event=self._stopped,
        )
        for _ in changes:
            self._due.set()

    def _work(self) -> None:
        while not self._stopped.is_set():
            self._due.wait()
            self._due.clear()
            self._update()
