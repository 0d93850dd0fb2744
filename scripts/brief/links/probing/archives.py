"""An archived copy of a page: the one nearest to the day on which it was read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from yarl import URL

from brief.links.probing.journeys import REDIRECTS, Traveller
from brief.links.probing.targets import Halt, target
from brief.links.probing.transport import Answer

_SNAPSHOT = re.compile(r"/web/(\d{4,14})(?:[a-z]{2}_)?/")


@dataclass(frozen=True)
class Copy:
    """An archived copy: its address, and the day it was made (ISO)."""

    url: str
    date: str


@dataclass
class Archive:
    """The Wayback Machine, or what speaks its protocol at `base`."""

    traveller: Traveller
    base: str

    async def copy(self, url: str, day: str) -> Copy | None:
        """Return the copy of `url` that is nearest to `day` (yyyymmdd), or None where none is known."""
        try:
            answer = await self._ask(f"{self.base}/web/{day}/{url}")
            if answer is not None and answer.status == 404:
                return None
            found = _snapshot(answer) if answer is not None else None
            return found or await self._listed(url, day)
        except Halt:
            return None

    async def _listed(self, url: str, day: str) -> Copy | None:
        """Ask the second source, the index of captures."""
        query = {"url": url, "output": "json", "fl": "timestamp,original", "filter": "statuscode:200"}
        query |= {"closest": day, "sort": "closest", "limit": "1"}
        answer = await self._ask(str(URL(f"{self.base}/cdx/search/cdx").with_query(query)))
        if answer is None or answer.status != 200:
            return None
        try:
            _, (timestamp, original) = json.loads(answer.body)
        except (ValueError, TypeError):
            return None
        if not re.fullmatch(r"\d{14}", str(timestamp)) or not isinstance(original, str):
            return None
        return Copy(f"{self.base}/web/{timestamp}/{original}", _day(timestamp))

    async def _ask(self, address: str) -> Answer | None:
        """Return one answer, its redirect not followed; None where there is none."""
        url = target(address)
        try:
            async with self.traveller.pace.turn(url.host or ""):
                return await self.traveller.transport.fetch(url)
        except Halt:
            return None


def _snapshot(answer: Answer) -> Copy | None:
    """Return the copy that a redirect names."""
    goal = answer.headers.get("Location", "") if answer.status in REDIRECTS else ""
    found = _SNAPSHOT.search(goal)
    if not found:
        return None
    url = goal if re.match(r"https?://", goal) else str(answer.url.origin()) + goal
    return Copy(url, _day(found[1]))


def _day(timestamp: str) -> str:
    """Return the day of a timestamp, of which a year is there at least."""
    filled = f"{timestamp[:8]:0<8}"
    month, day = (part if part != "00" else "01" for part in (filled[4:6], filled[6:8]))
    return f"{filled[:4]}-{month}-{day}"
