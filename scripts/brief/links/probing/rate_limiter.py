"""The rate limiter: how many requests run at once, for a host and in all, and how far apart they start."""

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
class RateLimiter:
    """Lets `concurrency` requests run at once, `per_host` of them to one host.

    The starts of two requests to one host lie `interval` seconds apart.
    """

    concurrency: int
    per_host: int
    interval: float
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._all = asyncio.Semaphore(self.concurrency)

    @asynccontextmanager
    async def slot(self, host: str) -> AsyncIterator[None]:
        """Wait until a request to `host` may start, and hold its slot within the context."""
        state = self._host(host)
        async with state.slots:
            async with state.gate:  # one after the other, so that waiting requests keep their distance too
                while (wait := state.next_at - time.monotonic()) > 0:
                    await asyncio.sleep(wait)
                await self._all.acquire()
                state.next_at = max(state.next_at, time.monotonic() + self.interval)
            try:
                yield
            finally:
                self._all.release()

    def note_served(self, host: str) -> None:
        """Note that `host` has served an address, so that the host itself is not busy."""
        self._host(host).busy = False

    def retry_delay(self, host: str, seconds: float) -> float | None:
        """Return after how many seconds to retry an address for which `host` was too busy.

        One address may be busy by itself. When the host has served nothing since it was last
        busy, the host itself is busy, and no request to it starts before the time it names.
        Return None where that is longer than the patience left for the host.
        """
        state, now = self._host(host), time.monotonic()
        longer = now + seconds - max(state.busy_until, now)
        if longer > state.patience:
            return None
        state.patience -= max(longer, 0.0)
        state.busy_until = max(state.busy_until, now + seconds)
        if state.busy:
            state.next_at = max(state.next_at, state.busy_until)
        state.busy = True
        return seconds

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(asyncio.Semaphore(self.per_host))
        return self._hosts[host]
