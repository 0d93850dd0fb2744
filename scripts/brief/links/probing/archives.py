"""The archived copy of a page that is nearest to the day on which the author read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from yarl import URL

from brief.links.probing.rate_limiter import RateLimiter
from brief.links.probing.transport import Answer, Transport
from brief.links.probing.urls import NoAnswerError, redirect_url, request_url

CONCURRENCY, INTERVAL = 8, 0.01
"""Requests to the archive at once, and seconds between two: it is one host for all links."""

MOST_REDIRECTS = 3
"""How often the archive may lead on from one copy to another."""

PATIENCE = 3
"""After so many requests in a row without an answer, the run no longer asks the archive."""

_SNAPSHOT = re.compile(r"/web/(\d{4,14})(?:[a-z]{2}_)?/")
_CAPTURE_TIME = re.compile(r"\d{14}")


@dataclass(frozen=True, slots=True)
class ArchivedCopy:
    """An archived copy: its address, and the day it was made (ISO)."""

    url: str
    date: str


class Archive:
    """The Wayback Machine, or a server at `base` that speaks its protocol."""

    def __init__(self, transport: Transport, base: str) -> None:
        self.transport, self.base = transport, base.rstrip("/")
        self.limiter = RateLimiter(CONCURRENCY, CONCURRENCY, INTERVAL)
        self._unanswered = 0

    async def copy(self, url: URL, day: str) -> ArchivedCopy | None:
        """Return the copy of `url` nearest to `day` (yyyymmdd), or None where the archive knows none."""
        answer = await self._ask(f"{self.base}/web/{day}/{url}")
        if answer is not None and answer.status == 404:
            return None
        copy = _redirected(answer) if answer is not None else None
        return copy or await self._indexed(url, day)

    async def read(self, copy: ArchivedCopy) -> Answer | None:
        """Return the archived page itself, or None where the archive does not answer with one."""
        address = copy.url
        for _ in range(MOST_REDIRECTS):
            answer = await self._ask(address, searched=True)
            if answer is None or answer.location is None:
                break
            try:
                address = str(redirect_url(answer.location, answer.url))
            except NoAnswerError:
                return None
        return answer if answer and 200 <= answer.status < 300 else None

    async def _indexed(self, url: URL, day: str) -> ArchivedCopy | None:
        """Return the copy that the archive's index of captures names: the second source."""
        query = {"url": str(url), "output": "json", "fl": "timestamp,original,statuscode"}
        query |= {"filter": "statuscode:200", "closest": day, "sort": "closest", "limit": "1"}
        answer = await self._ask(str(URL(f"{self.base}/cdx/search/cdx").with_query(query)))
        if answer is None or answer.status != 200:
            return None
        captures = list(_captures(answer.body))
        if not captures:
            return None
        captured, original = min(captures, key=lambda capture: _distance(capture[0], day))
        return ArchivedCopy(f"{self.base}/web/{captured}/{original}", _day(captured))

    async def _ask(self, address: str, *, searched: bool = False) -> Answer | None:
        """Return one answer without following a redirect, or None where there is no answer."""
        if self._unanswered >= PATIENCE:
            return None
        try:
            async with self.limiter.slot(""):
                answer = await self.transport.fetch(request_url(address), searched=searched)
        except NoAnswerError:
            self._unanswered += 1
            return None
        self._unanswered = 0
        return answer


def _redirected(answer: Answer) -> ArchivedCopy | None:
    """Return the copy to which the archive redirects, or None where it does not."""
    try:
        url = redirect_url(answer.location, answer.url) if answer.location else None
    except NoAnswerError:
        return None
    snapshot = _SNAPSHOT.search(url.raw_path) if url else None
    return ArchivedCopy(str(url), _day(snapshot[1])) if snapshot else None


def _captures(body: bytes) -> Iterator[tuple[str, str]]:
    """Yield the time and the address of each capture in an index: rows of JSON, or lines.

    The columns may be in any order: a time has fourteen digits, an address begins with http.
    """
    try:
        rows = json.loads(body)
    except ValueError:
        rows = [line.split() for line in body.decode("utf-8", "replace").splitlines()]
    for row in rows if isinstance(rows, list) else ():
        cells = [cell for cell in row if isinstance(cell, str)] if isinstance(row, list) else []
        times = filter(_CAPTURE_TIME.fullmatch, cells)
        addresses = (cell for cell in cells if re.fullmatch(r"https?://\S+", cell))
        yield from zip(times, addresses, strict=False)


def _distance(captured: str, day: str) -> float:
    return abs((_point_in_time(captured) - _point_in_time(day)).total_seconds())


def _day(captured: str) -> str:
    """Return the day of a capture's time (ISO), of which at least the year is known."""
    return _point_in_time(captured).date().isoformat()


def _point_in_time(digits: str) -> datetime:
    """Return the day of an archive's timestamp; a missing month or day is the first."""
    year, month, day = int(digits[:4]), int(digits[4:6] or 1), int(digits[6:8] or 1)
    try:
        return datetime(year, month, day)
    except ValueError:
        return datetime(max(year, 1), 1, 1)
