"""When an editor saves something, and what is done then: in a thread of its own, one thing at a time."""

from __future__ import annotations

import ctypes
import math
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from watchfiles import watch

DEBOUNCE, STEP = 200, 20
"""Milliseconds: how long at most changes are gathered, and after how long a rest they are told."""

PATIENCE = 5
"""Seconds that an update may take, once it is overtaken."""


class Watch:
    """Calls `update` at the start, and after each change in `folders` or of a file beside them.

    Changes during an update are followed by one more, and `overtaken` says that there are some.
    An update that is overtaken after more than `PATIENCE` seconds is broken off.
    """

    def __init__(self, folders: Sequence[Path], update: Callable[[], None]) -> None:
        self.folders = folders
        self._due, self._stopped = threading.Event(), threading.Event()
        self._update = update
        self._began = math.inf
        self._worker = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Begin, in threads that end with the process: a chart that never returns holds up nothing."""
        self._due.set()
        self._worker.start()
        here = (Path(),)  # for config.yaml; what is built there is no editor's
        for looking in (lambda: self._look(self.folders), lambda: self._look(here, inside=False)):
            threading.Thread(target=looking, daemon=True).start()

    def overtaken(self) -> bool:
        """Whether something was saved since the update that runs began."""
        return self._due.is_set()

    def ends(self) -> bool:
        """Whether the preview ends. Ctrl+C reaches the programs that an update has called before it."""
        return self._stopped.wait(0.5)

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
                        self._tell()
                    if moved:
                        break
            except (OSError, RuntimeError):  # a folder went meanwhile, or the system watches no more
                self._stopped.wait(0.5)

    def _tell(self) -> None:
        self._due.set()
        if time.monotonic() - self._began > PATIENCE:
            self._break_off()

    def _break_off(self) -> None:
        """Raise Overtaken in the update, wherever it is: a loop that never ends is ended so."""
        worker = ctypes.c_ulong(self._worker.ident or 0)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(worker, ctypes.py_object(Overtaken))

    def _work(self) -> None:
        while not self._stopped.is_set():
            try:
                self._due.wait()
                self._due.clear()
                self._began = time.monotonic()
                self._update()
            except Overtaken:
                self._due.set()
            self._began = math.inf


class Overtaken(BaseException):
    """What breaks an update off; no file of an editor catches it by chance."""


def _present(folders: Sequence[Path]) -> dict[Path, int]:
    """Return the folders that are there, each with the number that the system knows it by."""
    return {folder: folder.stat().st_ino for folder in folders if folder.is_dir()}
