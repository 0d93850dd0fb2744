"""The watch over an editor's files: after a change it calls an update, one at a time, in a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from watchfiles import watch

DEBOUNCE, STEP = 200, 20
"""Milliseconds: changes are reported after at most DEBOUNCE, or after STEP without another."""


class Watch:
    """Calls `update` at the start, and after each change in `folders` or of a file beside them.

    After changes during an update there is one more update; until then `overtaken` returns True.
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
        here = (Path(),)  # for config.yaml, but not for the outputs below it
        for look in (lambda: self._look(self.folders), lambda: self._look(here, recursive=False)):
            threading.Thread(target=look, daemon=True).start()

    def overtaken(self) -> bool:
        """Return whether something was saved since the present update began."""
        return self._due.is_set()

    def stop(self) -> None:
        """End the watch."""
        self._stopped.set()

    def _look(self, folders: Sequence[Path], recursive: bool = True) -> None:
        while not self._stopped.is_set():
            present = _present(folders)
            if not present:
                self._stopped.wait(0.5)
                continue
            changes = watch(
                *present,
                recursive=recursive,
                debounce=DEBOUNCE,
                step=STEP,
                rust_timeout=500,  # milliseconds: then it yields without changes too
                yield_on_timeout=True,
                stop_event=self._stopped,
            )
            try:
                for paths in changes:
                    moved = _present(folders) != present
                    if paths or moved:
                        self._due.set()
                    if moved:
                        break
            except (OSError, RuntimeError):  # a folder was deleted, or the system refuses to watch
                self._stopped.wait(0.5)

    def _work(self) -> None:
        while not self._stopped.is_set():
            self._due.wait()
            self._due.clear()
            self._update()


def _present(folders: Sequence[Path]) -> dict[Path, int]:
    """Return the folders that exist, each with its inode, which changes when it is made anew."""
    return {folder: folder.stat().st_ino for folder in folders if folder.is_dir()}
