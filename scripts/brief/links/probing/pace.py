"""Manners: how many requests a host and the whole run bear at once, and what lies between two."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

PATIENCE = 30.0
"""Seconds that a run waits for one host in all, where it names a time to wait."""


@dataclass
class _Host:
    slots: asyncio.Semaphore
    gate: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_at: float = 0.0
    busy: bool = False
    busy_until: float = 0.0
    patience: float = PATIENCE


@dataclass
class Pace:
    """At most `concurrency` requests at once, `per_host` of them to one host.

    The starts of two requests to one host lie `interval` seconds apart.
    """

    concurrency: int
    per_host: int
    interval: float
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._all = asyncio.Semaphore(self.concurrency)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait until a request to `host` may start; it may last as long as the context."""
        own = self._host(host)
        async with own.slots:
            async with own.gate:  # one after the other, so that those who wait keep apart too
                while (wait := own.next_at - time.monotonic()) > 0:
                    await asyncio.sleep(wait)
                await self._all.acquire()
                own.next_at = max(own.next_at, time.monotonic() + self.interval)
            try:
                yield
            finally:
                self._all.release()

    def served(self, host: str) -> None:
        """Take note that `host` has served an address: it is not busy itself."""
        self._host(host).busy = False

    def wait(self, host: str, seconds: float) -> float | None:
        """Return for how many seconds to leave an address alone for which `host` was too busy.

        One address may be busy by itself. When the host has served none since it last was, it
        is the host, and no request to it starts before it wishes. None where that is more than
        the patience left with it.
        """
        own, now = self._host(host), time.monotonic()
        longer = now + seconds - max(own.busy_until, now)
        if longer > own.patience:
            return None
        own.patience -= max(longer, 0.0)
        own.busy_until = max(own.busy_until, now + seconds)
        if own.busy:
            own.next_at = max(own.next_at, own.busy_until)
        own.busy = True
        return seconds

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(asyncio.Semaphore(self.per_host))
        return self._hosts[host]
