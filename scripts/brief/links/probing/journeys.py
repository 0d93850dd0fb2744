"""From the address that is cited to the page that answers: redirects, tries, waiting."""

from __future__ import annotations

import asyncio
import email.utils
import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import CookieError, SimpleCookie

from yarl import URL

from brief.links.model import Observation
from brief.links.probing.pace import Pace
from brief.links.probing.targets import Halt, goal, invalid
from brief.links.probing.transport import Answer, Transport

HOPS = 10
TRIES = 3
BACKOFF = 0.5
"""Seconds before the second try; twice that before the third; each up to half longer, by chance."""

COOKIES = 20
"""How many are kept of one host on one way."""

BUSY = frozenset({429, 503})
"""What may come with a time to wait (RFC 6585, section 4, and RFC 9110, section 15.6.4)."""

LATER = frozenset({408, 425})
"""Of the errors that are the asker's, those that pass by themselves."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect: its status, and where it led."""

    status: int
    goal: URL


@dataclass(frozen=True, slots=True)
class Journey:
    """How an address was asked in one try: its redirects, and the answer or what ended it."""

    start: URL
    hops: tuple[Hop, ...] = ()
    answer: Answer | None = None
    halt: Halt | None = None

    @property
    def end(self) -> URL:
        """The last address that was asked, or would have been."""
        return self.hops[-1].goal if self.hops else self.start

    @property
    def retry_after(self) -> float | None:
        """The seconds after which a server that is too busy wants to be asked, if it says so."""
        if self.answer is None or self.answer.status not in BUSY:
            return None
        return waiting_time(self.answer.headers.get("Retry-After", ""))

    @property
    def failed(self) -> bool:
        """Whether it is worth another try: trouble that often passes by itself."""
        if self.answer is None:
            return self.halt is not None and self.halt.observation is Observation.TRANSIENT
        status = self.answer.status
        return status in LATER or (500 <= status < 600 and self.retry_after is None)


def waiting_time(text: str) -> float | None:
    """Return the seconds that a Retry-After header means, a number or a date; None for neither."""
    if text.strip().isdecimal():
        return float(text.strip()[:9])
    try:
        at = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return max((at - datetime.now(UTC)).total_seconds(), 0.0)


@dataclass
class Traveller:
    """Asks addresses with manners."""

    transport: Transport
    pace: Pace

    async def journey(self, url: URL) -> Journey:
        """Ask until there is an answer: trouble is tried twice more, a busy host as it says."""
        for tries in range(1, TRIES):
            journey = await self.once(url)
            wait = journey.retry_after
            if wait is not None:
                wait = self.pace.wait(journey.end.raw_host or "", wait)
            elif journey.failed:
                wait = BACKOFF * 2 ** (tries - 1) * random.uniform(1, 1.5)
            if wait is None:
                return journey
            await asyncio.sleep(wait)
        return await self.once(url)

    async def once(self, start: URL) -> Journey:
        """Ask in one try. The time of an address holds for its redirects together."""
        hops: list[Hop] = []
        cookies = _Cookies()
        seen: set[tuple[URL, str]] = set()
        left = self.transport.max_time
        url = start
        try:
            while True:
                state = url, cookies.header(url)
                if state in seen:
                    raise invalid("the address leads back to itself")
                seen.add(state)
                async with self.pace.turn(url.raw_host or ""):
                    began = time.monotonic()
                    answer = await self.transport.fetch(url, cookies=state[1], within=left)
                    left -= time.monotonic() - began
                if answer.status not in BUSY:
                    self.pace.served(url.raw_host or "")
                if answer.location is None:
                    return Journey(start, tuple(hops), answer)
                if len(hops) == HOPS:
                    raise invalid(f"the address leads on more than {HOPS} times")
                cookies.keep(answer)
                url = goal(answer.location, url)
                hops.append(Hop(answer.status, url))
        except Halt as halt:
            return Journey(start, tuple(hops), None, halt)


@dataclass
class _Cookies:
    """What hosts set on the way of one address, each given back to itself alone: some loop without."""

    _kept: dict[str, dict[str, str]] = field(default_factory=dict)

    def keep(self, answer: Answer) -> None:
        """Remember the cookies of an answer for its host."""
        own = self._kept.setdefault(answer.url.raw_host or "", {})
        for line in answer.headers.getall("Set-Cookie", []):
            try:
                parsed = SimpleCookie(line)
            except CookieError:
                continue
            own |= {name: morsel.coded_value for name, morsel in parsed.items() if len(own) < COOKIES}

    def header(self, url: URL) -> str:
        """Return what to send to the host of an address."""
        own = self._kept.get(url.raw_host or "", {})
        return "; ".join(f"{name}={value}" for name, value in sorted(own.items()))
