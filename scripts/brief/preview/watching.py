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
        self._worker = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Begin, in threads that end with the process."""
        self._due.set()
        self._worker.start()
        here = (Path(),)  # for config.yaml; what is built there is no editor's
        for looking in (lambda: self._look(self.folders), lambda: self._look(here, inside=False)):
            threading.Thread(target=looking, daemon=True).start()

    def overtaken(self) -> bool:
        """Whether something was saved since the update that runs began."""
        return self._due.is_set()

    def stop(self) -> None:
        """Look no longer."""
        self._stopped.set()

    def _look(self, folders: Sequence[Path], inside: bool = True) -> None:
        while not self._stopped.is_set():
            present = _present(folders)
            if not present:
                self._stopped.wait(0.5)
                continue
            changes = watch(
                *present,
                recursive=inside,
                debounce=DEBOUNCE,
                step=STEP,
                rust_timeout=500,  # milliseconds after which it yields in any case
                yield_on_timeout=True,
                stop_event=self._stopped,
            )
            try:
                for found in changes:
                    moved = _present(folders) != present
                    if found or moved:
                        self._due.set()
                    if moved:
                        break
            except (OSError, RuntimeError):  # a folder went meanwhile, or the system watches no more
                self._stopped.wait(0.5)

    def _work(self) -> None:
        while not self._stopped.is_set():
            self._due.wait()
            self._due.clear()
            self._update()


def _present(folders: Sequence[Path]) -> dict[Path, int]:
    """Return the folders that are there, each with the number that the system knows it by."""
    return {folder: folder.stat().st_ino for folder in folders if folder.is_dir()}
