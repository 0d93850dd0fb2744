"""Limits of time and memory for programs, libraries and code that are not ours, and who is to blame.

`at_work` names the file that a tool is working on, so that a failure becomes a fault of that file.
`brief.confining` keeps a piece of work within limits.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from brief.faults import Fault, Faults

RAISE_LIMIT = "simplify this, or raise limits.{} in config.yaml"
"""The remedy of a fault where a limit is met."""


@dataclass(frozen=True)
class Limits:
    """How long a piece of work may take, and how much memory each of its processes may have."""

    seconds: int = 30
    megabytes: int = 2000


class ForeignError(RuntimeError):
    """A program or library that is not ours has failed; `reports` are its messages, each with its line."""

    def __init__(self, *reports: tuple[str, int]) -> None:
        super().__init__("; ".join(words for words, _ in reports))
        self.reports = reports


class WorkInHand:
    """The files that are being worked on, kept in a file that outlives the process."""

    def __init__(self) -> None:
        self.file: int | None = None
        self.entries: list[tuple[str, str]] = []
        self.lock = threading.Lock()

    def change(self, action: Callable[[tuple[str, str]], None], entry: tuple[str, str]) -> None:
        """Add or remove an entry, a file and the tool at work on it, by a method of `entries`."""
        with self.lock:
            action(entry)
            if self.file is not None:
                with suppress(OSError):  # on a full disk, a fault will not name its file
                    os.ftruncate(self.file, 0)
                    os.pwrite(self.file, json.dumps(self.entries).encode(), 0)


work_in_hand = WorkInHand()


@contextmanager
def at_work(path: str | Path, tool: str, remedy: str = "write it another way") -> Iterator[None]:
    """Turn a failure inside, where `tool` is at work on `path`, into a fault of that file.

    Raises Faults for a ForeignError, for lack of memory, and for a file that is nested too deeply.
    """
    entry = (str(path), tool)
    work_in_hand.change(work_in_hand.entries.append, entry)
    try:
        yield
    except ForeignError as error:
        problems = (
            (f"{tool} refuses this ({' '.join(words.split())})", line) for words, line in error.reports
        )
        raise Faults(Fault(str(path), line, 1, problem, remedy) for problem, line in problems) from error
    except MemoryError:
        raise Faults([_too_large(*entry)]) from None
    except RecursionError:
        problem = f"this file is nested too deeply for {tool}"
        raise Faults([Fault(str(path), 1, 1, problem, "nest them less deeply")]) from None
    finally:
        work_in_hand.change(work_in_hand.entries.remove, entry)


def _too_large(path: str, tool: str) -> Fault:
    return Fault(
        path, 1, 1, f"{tool} needs more memory here than it is allowed", RAISE_LIMIT.format("memory")
    )
