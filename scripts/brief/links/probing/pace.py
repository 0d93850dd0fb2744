"""Manners: how many requests a host and the whole run bear at once, and what lies between two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class _Host:
    slots: asyncio.Semaphore
    next_at: float = 0.0


@dataclass
class Pace:
    """At most `concurrency` requests at once, `per_host` of them to one host, `interval` seconds apart."""

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
            now = asyncio.get_running_loop().time()
            start = max(now, own.next_at)
            own.next_at = start + self.interval
            if start > now:
                await asyncio.sleep(start - now)
            async with self._all:
                yield

    def rest(self, host: str, seconds: float) -> None:
        """Let no request to `host` start for some seconds: it said that it is asked too often."""
        own = self._host(host)
        own.next_at = max(own.next_at, asyncio.get_running_loop().time() + seconds)

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(asyncio.Semaphore(self.per_host))
        return self._hosts[host]
