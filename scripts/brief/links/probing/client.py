"""The client: asks a cited address, follows its redirects, and tries again where that may help."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie

from yarl import URL

from brief.links.probing.rate_limiter import RateLimiter
from brief.links.probing.redirects import BUSY, Redirect, RedirectChain
from brief.links.probing.transport import Answer, Transport
from brief.links.probing.urls import NoAnswerError, invalid, redirect_url

MOST_REDIRECTS = 10
TRIES = 3
BACKOFF = 0.5
"""Seconds before the second try; twice that before the third; each up to half longer, by chance."""

COOKIES = 20
"""How many cookies of one host are kept along one chain of redirects."""


@dataclass
class Client:
    """Asks addresses, at the rate that the limiter allows."""

    transport: Transport
    limiter: RateLimiter

    async def ask(self, url: URL, *, searched: bool = False, accept: str = "") -> RedirectChain:
        """Ask until there is an answer: retry failures that may pass twice, a busy host as it says.

        More is read of a page that is `searched`; `accept` names the media types that are wanted.
        """
        for tries in range(1, TRIES):
            chain = await self.ask_once(url, searched=searched, accept=accept)
            wait = chain.retry_after
            if wait is not None:
                wait = self.limiter.retry_delay(chain.end.raw_host or "", wait)
            elif chain.may_pass:
                wait = BACKOFF * 2 ** (tries - 1) * random.uniform(1, 1.5)
            if wait is None:
                return chain
            await asyncio.sleep(wait)
        return await self.ask_once(url, searched=searched, accept=accept)

    async def ask_once(self, start: URL, *, searched: bool = False, accept: str = "") -> RedirectChain:
        """Ask in one try. The time limit of an address holds for all its redirects together."""
        redirects: list[Redirect] = []
        try:
            answer = await self._follow(start, redirects, searched, accept)
        except NoAnswerError as failure:
            return RedirectChain(start, tuple(redirects), None, failure)
        return RedirectChain(start, tuple(redirects), answer)

    async def _follow(self, start: URL, redirects: list[Redirect], searched: bool, accept: str) -> Answer:
        """Return the answer at the end of the redirects, which are added to the list one by one."""
        url, left = start, self.transport.max_time
        cookies = _Cookies()
        seen: set[tuple[URL, str]] = set()
        while True:
            host, cookie = url.raw_host or "", cookies.header(url)
            if (url, cookie) in seen:
                raise invalid("the address leads back to itself")
            seen.add((url, cookie))
            async with self.limiter.slot(host):
                began = time.monotonic()
                answer = await self.transport.fetch(
                    url, cookies=cookie, within=left, searched=searched, accept=accept
                )
                left -= time.monotonic() - began
            if answer.status not in BUSY:
                self.limiter.note_served(host)
            if answer.location is None:
                return answer
            if len(redirects) == MOST_REDIRECTS:
                raise invalid(f"the address leads on more than {MOST_REDIRECTS} times")
            cookies.keep(answer)
            url = redirect_url(answer.location, url)
            redirects.append(Redirect(answer.status, url))


@dataclass
class _Cookies:
    """The cookies of one chain, each sent back to its host alone: some sites redirect in a loop without."""

    _by_host: dict[str, dict[str, str]] = field(default_factory=dict)

    def keep(self, answer: Answer) -> None:
        """Remember the cookies of an answer for its host."""
        own = self._by_host.setdefault(answer.url.raw_host or "", {})
        for line in answer.headers.getall("Set-Cookie", []):
            try:
                parsed = SimpleCookie(line)
            except CookieError:
                continue
            own |= {name: morsel.coded_value for name, morsel in parsed.items() if len(own) < COOKIES}

    def header(self, url: URL) -> str:
        """Return the Cookie header for the host of an address."""
        own = self._by_host.get(url.raw_host or "", {})
        return "; ".join(f"{name}={value}" for name, value in sorted(own.items()))
