"""From the address that is cited to the page that answers: redirects, tries, waiting."""

from __future__ import annotations

import asyncio
import email.utils
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import CookieError, SimpleCookie

from yarl import URL

from brief.links.model import Observation
from brief.links.probing.pace import Pace
from brief.links.probing.targets import Halt, invalid, target
from brief.links.probing.transport import Answer, Transport

HOPS = 10
REDIRECTS = {301, 302, 303, 307, 308}
PERMANENT = {301, 308}
TRIES = 3
BACKOFF = 0.5
"""Seconds before the second try; twice that before the third; each up to half longer, by chance."""

LONGEST_WAIT = 30.0
"""What a link may wait for a server that names a time; longer is not waited for (seconds)."""


@dataclass(frozen=True)
class Hop:
    """One redirect: its status, and where it led."""

    status: int
    goal: URL


@dataclass(frozen=True)
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
        if self.answer is None or self.answer.status not in (429, 503):
            return None
        return waiting_time(self.answer.headers.get("Retry-After", ""))

    @property
    def failed(self) -> bool:
        """Whether it is worth another try: trouble that often passes by itself."""
        if self.halt is not None:
            return self.halt.observation is Observation.TRANSIENT
        assert self.answer is not None
        busy = self.answer.status == 503 and self.retry_after is not None
        return (self.answer.status >= 500 and self.answer.status != 999 and not busy) or (
            self.answer.status == 408
        )


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
    """Asks addresses with manners; `backoff` is in seconds."""

    transport: Transport
    pace: Pace
    backoff: float = BACKOFF

    async def journey(self, url: URL) -> Journey:
        """Ask until there is an answer: trouble is tried twice more, a busy server as it says."""
        waited = 0.0
        for tries in range(1, TRIES + 1):
            journey = await self._once(url)
            wait = journey.retry_after
            if wait is not None:
                waited += wait
                self.pace.rest(journey.end.host or "", min(wait, LONGEST_WAIT))
            elif journey.failed:
                wait = self.backoff * 2 ** (tries - 1) * random.uniform(1, 1.5)
            if wait is None or waited > LONGEST_WAIT or tries == TRIES:
                break
            await asyncio.sleep(wait)
        return journey

    async def _once(self, start: URL) -> Journey:
        hops: list[Hop] = []
        cookies = _Cookies()
        seen: set[tuple[URL, str]] = set()
        url = start
        try:
            while True:
                state = url, cookies.header(url)
                if state in seen:
                    raise invalid("the address leads back to itself")
                seen.add(state)
                async with self.pace.turn(url.host or ""):
                    answer = await self.transport.fetch(*state)
                goal = answer.headers.get("Location") if answer.status in REDIRECTS else None
                if not goal:
                    return Journey(start, tuple(hops), answer)
                if len(hops) == HOPS:
                    raise invalid(f"the address leads on more than {HOPS} times")
                cookies.keep(answer)
                hops.append(Hop(answer.status, target(goal.strip(), answer.url)))
                url = hops[-1].goal
        except Halt as halt:
            return Journey(start, tuple(hops), None, halt)


@dataclass
class _Cookies:
    """What hosts set on the way, each given back to itself alone: some loop without."""

    _kept: dict[str, dict[str, str]] = field(default_factory=dict)

    def keep(self, answer: Answer) -> None:
        """Remember the cookies of an answer for its host, twenty at most."""
        own = self._kept.setdefault(answer.url.host or "", {})
        for line in answer.headers.getall("Set-Cookie", []):
            try:
                parsed = SimpleCookie(line)
            except CookieError:
                continue
            own |= {name: morsel.coded_value for name, morsel in parsed.items() if len(own) < 20}

    def header(self, url: URL) -> str:
        """Return what to send to the host of an address."""
        return "; ".join(
            f"{name}={value}" for name, value in sorted(self._kept.get(url.host or "", {}).items())
        )
