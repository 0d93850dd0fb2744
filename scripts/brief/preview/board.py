"""What the preview shows at this moment, and who is told when it changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any

from brief.building.hashing import sha256
from brief.faults import Fault

MOST = 100
"""So many faults are told at once."""


class State(StrEnum):
    """How what is shown stands to the files."""

    WORKING = "working"
    CURRENT = "current"
    FAULTY = "faulty"


@dataclass(frozen=True)
class Shown:
    """One state of the preview: the page, the sheets of the PDF, and what is wrong.

    With faults, page and sheets are those of the last version that had none. `made` is the
    time of day at which the page was made. `number` counts the states: a client that is behind
    asks for the newest.
    """

    state: State = State.WORKING
    title: str = ""
    page: bytes = b""
    sheets: tuple[bytes, ...] = ()
    faults: tuple[Fault, ...] = ()
    made: str = ""
    number: int = 0

    def news(self, editor: str) -> dict[str, Any]:
        """Return what a client is told; `editor` is how an address that opens a file begins."""
        faults = sorted(self.faults, key=lambda one: one.warning)
        warned = sum(fault.warning for fault in faults)
        return {
            "number": self.number,
            "state": self.state,
            "title": self.title,
            "page": name_of(self.page) if self.page else "",
            "sheets": [name_of(sheet) for sheet in self.sheets],
            "faults": [_told(fault, editor) for fault in faults[:MOST]],
            "faulty": len(faults) - warned,
            "warned": warned,
            "made": self.made,
        }


def name_of(content: bytes) -> str:
    """Return the name under which a page or a sheet is asked for: it changes with the content."""
    return sha256(content)[:16]


def _told(fault: Fault, editor: str) -> Mapping[str, Any]:
    """Return a fault with its line, as it stands in the file."""
    told = asdict(fault) | {"text": "", "opens": ""}
    path = Path(fault.path)
    if not path.is_file():
        return told
    if editor:
        told["opens"] = f"{editor}{path.resolve()}:{fault.line}:{fault.column}"
    with path.open(encoding="utf-8", errors="replace") as lines:
        return told | {"text": next(islice(lines, fault.line - 1, None), "").rstrip()}


class Board:
    """Holds what is shown, in the thread of the server."""

    def __init__(self) -> None:
        self.shown = Shown()
        self._changed = asyncio.Event()
        self._closed = False

    def change(self, **fields: Any) -> None:
        """Replace some fields of what is shown, and wake all who wait."""
        self.shown = replace(self.shown, number=self.shown.number + 1, **fields)
        self._wake()

    def close(self) -> None:
        """End everybody's waiting."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def states(self) -> AsyncIterator[Shown]:
        """Yield what is shown, now and after each change, until the board is closed."""
        seen = -1
        while not self._closed:
            changed = self._changed
            if self.shown.number != seen:
                seen = self.shown.number
                yield self.shown
            else:
                await changed.wait()

    def sheet(self, name: str) -> bytes | None:
        """Return the sheet of a name, if it is one of those that are shown."""
        return next((sheet for sheet in self.shown.sheets if name_of(sheet) == name), None)
