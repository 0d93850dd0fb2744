"""An archived copy of a page: the one nearest to the day on which it was read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from yarl import URL

from brief.links.probing.pace import Pace
from brief.links.probing.targets import Halt, goal, target
from brief.links.probing.transport import Answer, Transport

AT_ONCE, APART = 8, 0.01
"""Requests to the archive at once, and seconds between two: it is one host for all links."""

PATIENCE = 3
"""After so many requests in a row without an answer, the archive is left alone for this run."""

_SNAPSHOT = re.compile(r"/web/(\d{4,14})(?:[a-z]{2}_)?/")
_STAMP = re.compile(r"\d{14}")


@dataclass(frozen=True, slots=True)
class Copy:
    """An archived copy: its address, and the day it was made (ISO)."""

    url: str
    date: str


class Archive:
    """The Wayback Machine, or what speaks its protocol at the address `base`."""

    def __init__(self, transport: Transport, base: str) -> None:
        self.transport, self.base = transport, base.rstrip("/")
        self.pace = Pace(AT_ONCE, AT_ONCE, APART)
        self._silent = 0

    async def copy(self, url: URL, day: str) -> Copy | None:
        """Return the copy of `url` that is nearest to `day` (yyyymmdd), or None where none is known."""
        answer = await self._ask(f"{self.base}/web/{day}/{url}")
        if answer is not None and answer.status == 404:
            return None
        named = _named(answer) if answer is not None else None
        return named or await self._listed(url, day)

    async def _listed(self, url: URL, day: str) -> Copy | None:
        """Ask the second source, the index of captures."""
        query = {"url": str(url), "output": "json", "fl": "timestamp,original,statuscode"}
        query |= {"filter": "statuscode:200", "closest": day, "sort": "closest", "limit": "1"}
        answer = await self._ask(str(URL(f"{self.base}/cdx/search/cdx").with_query(query)))
        if answer is None or answer.status != 200:
            return None
        captures = list(_captures(answer.body))
        if not captures:
            return None
        stamp, original = min(captures, key=lambda capture: _distance(capture[0], day))
        return Copy(f"{self.base}/web/{stamp}/{original}", _day(stamp))

    async def _ask(self, address: str) -> Answer | None:
        """Return one answer, its redirect not followed; None where there is none."""
        if self._silent >= PATIENCE:
            return None
        try:
            async with self.pace.turn(""):
                answer = await self.transport.fetch(target(address))
        except Halt:
            self._silent += 1
            return None
        self._silent = 0
        return answer


def _named(answer: Answer) -> Copy | None:
    """Return the copy that a redirect names."""
    try:
        url = goal(answer.location, answer.url) if answer.location else None
    except Halt:
        return None
    found = _SNAPSHOT.search(url.raw_path) if url else None
    return Copy(str(url), _day(found[1])) if found else None


def _captures(body: bytes) -> Iterator[tuple[str, str]]:
    """Yield the time and the address of each capture in an index: rows of JSON, or lines.

    Whatever columns there are: the time has fourteen digits, the address begins with http.
    """
    try:
        rows = json.loads(body)
    except ValueError:
        rows = [line.split() for line in body.decode("utf-8", "replace").splitlines()]
    for row in rows if isinstance(rows, list) else ():
        cells = [cell for cell in row if isinstance(cell, str)] if isinstance(row, list) else []
        stamps = filter(_STAMP.fullmatch, cells)
        addresses = (cell for cell in cells if re.fullmatch(r"https?://\S+", cell))
        yield from zip(stamps, addresses, strict=False)


def _distance(stamp: str, day: str) -> float:
    return abs((_moment(stamp) - _moment(day)).total_seconds())


def _day(stamp: str) -> str:
    """Return the day of a timestamp, of which the year is there at least."""
    return _moment(stamp).date().isoformat()


def _moment(stamp: str) -> datetime:
    """Return the point in time of a timestamp; a part that is missing is the first of its kind."""
    year, month, day = int(stamp[:4]), int(stamp[4:6] or 1), int(stamp[6:8] or 1)
    try:
        return datetime(year, month, day)
    except ValueError:
        return datetime(max(year, 1), 1, 1)
