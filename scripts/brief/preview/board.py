"""The version of the brief that the preview shows, and the clients that wait for the next."""

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
from brief.preview.constructs import marked

MOST_FAULTS = 100
"""How many faults a client is sent at once."""


class State(StrEnum):
    """Whether the version that is shown is that of the files."""

    WORKING = "working"
    CURRENT = "current"
    FAULTY = "faulty"


@dataclass(frozen=True)
class Shown:
    """One state of the preview: the page, the sheets of the PDF, and the faults.

    With faults, page and sheets are those of the last version without any. `texts` are the words
    of the sheets, which come after them. `time` is the time of day at which the page was made.
    `number` counts the states, so that nobody gets one twice.
    """

    state: State = State.WORKING
    title: str = ""
    page: bytes = b""
    sheets: tuple[bytes, ...] = ()
    texts: tuple[bytes, ...] = ()
    faults: tuple[Fault, ...] = ()
    time: str = ""
    number: int = 0

    def message(self, editor: str) -> dict[str, Any]:
        """Return the state as a client gets it; `editor` begins the addresses that open a file."""
        faults = sorted(self.faults, key=lambda fault: fault.warning)
        warnings = sum(fault.warning for fault in faults)
        return {
            "number": self.number,
            "state": self.state,
            "title": self.title,
            "page": name_of(self.page) if self.page else "",
            "sheets": [name_of(sheet) for sheet in self.sheets],
            "texts": [name_of(text) for text in self.texts],
            "faults": [_with_line(fault, editor) for fault in faults[:MOST_FAULTS]],
            "faulty": len(faults) - warnings,
            "warned": warnings,
            "time": self.time,
        }


def name_of(content: bytes) -> str:
    """Return the name in the address of a page or a sheet, which changes with its content."""
    return sha256(content)[:16]


def _with_line(fault: Fault, editor: str) -> Mapping[str, Any]:
    """Return a fault with its line in three parts, the second marked, and with the address that opens it."""
    fields = asdict(fault) | {"text": ["", "", ""], "opens": ""}
    path = Path(fault.path)
    if not path.is_file():
        return fields
    if editor:
        fields["opens"] = f"{editor}{path.resolve()}:{fault.line}:{fault.column}"
    with path.open(encoding="utf-8", errors="replace") as lines:
        text = next(islice(lines, fault.line - 1, None), "")
    return fields | {"text": marked(fault.path, text, fault.column)}


class Board:
    """Holds the state that is shown, in the thread of the server."""

    def __init__(self) -> None:
        self.shown = Shown()
        self._changed = asyncio.Event()
        self._closed = False

    def change(self, **fields: Any) -> None:
        """Replace some fields of the state, and wake all clients that wait."""
        self.shown = replace(self.shown, number=self.shown.number + 1, **fields)
        self._wake()

    def close(self) -> None:
        """Wake all clients for the last time."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def states(self) -> AsyncIterator[Shown]:
        """Yield the state now and after each change, until the board is closed."""
        seen = -1
        while not self._closed:
            changed = self._changed
            if self.shown.number != seen:
                seen = self.shown.number
                yield self.shown
            else:
                await changed.wait()

    def drawn(self, name: str) -> bytes | None:
        """Return the sheet of this name or its words, None where the newest version has none such."""
        contents = (*self.shown.sheets, *self.shown.texts)
        return next((content for content in contents if name_of(content) == name), None)
