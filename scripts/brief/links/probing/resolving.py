"""The resolver: looks up the name of a host once, and checks all its addresses by the policy."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from brief.links.probing.address_policy import AddressPolicy

Pins = Mapping[tuple[str, int], Sequence[str]]
"""Addresses by host and port that replace those of the DNS."""

LOOKUPS_AT_ONCE = 16


class BarredError(OSError):
    """A name that leads to an address which must not be asked."""


def is_unknown(error: BaseException | None) -> bool:
    """Return whether a lookup failed because the name does not exist, and for no other reason.

    A name without addresses (EAI_NODATA) proves nothing: the lookup of IPv4 may have failed
    while that of IPv6 found nothing.
    """
    return isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME


class VettedResolver(AbstractResolver):
    """Looks up each name once a run, and refuses it if any of its addresses must not be asked."""

    def __init__(self, policy: AddressPolicy, pins: Pins) -> None:
        self.policy, self.pins = policy, pins
        self._lookups: dict[str, asyncio.Task[list[str]]] = {}
        self._slots = asyncio.Semaphore(LOOKUPS_AT_ONCE)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of a name; raises BarredError, or socket.gaierror as the system does."""
        addresses = self.pins.get((host, port)) or await self._looked_up(host)
        for address in addresses:
            objection = self.policy.objection(address, port)
            if objection:
                raise BarredError(f"{host}: {objection}")
        return [_result(host, port, address) for address in addresses]

    async def close(self) -> None:
        """Stop waiting for lookups."""
        for task in self._lookups.values():
            task.cancel()

    async def _looked_up(self, host: str) -> list[str]:
        if host not in self._lookups:
            self._lookups[host] = asyncio.ensure_future(self._look_up(host))
            self._lookups[host].add_done_callback(partial(self._settle, host))
        return await asyncio.shield(self._lookups[host])  # one that gives up leaves the lookup to the others

    def _settle(self, host: str, task: asyncio.Task[list[str]]) -> None:
        """Forget a lookup that failed for another reason, so that the next try looks up again."""
        if not task.cancelled() and task.exception() and not is_unknown(task.exception()):
            del self._lookups[host]

    async def _look_up(self, host: str) -> list[str]:
        async with self._slots:
            entries = await _in_thread(partial(socket.getaddrinfo, host, None, type=socket.SOCK_STREAM))
        return list(dict.fromkeys(entry[4][0] for entry in entries))


def _result(host: str, port: int, address: str) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(
        hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST
    )


async def _in_thread(work: Any) -> Any:
    """Return the result of `work`, done in a thread that does not keep the program from ending.

    The executor's threads would: without a network, a lookup may hang for half a minute.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Any] = loop.create_future()

    def finish(result: Any, error: Exception | None) -> None:
        if done.done():
            return
        if error:
            done.set_exception(error)
        else:
            done.set_result(result)

    def body() -> None:
        result, error = None, None
        try:
            result = work()
        except (OSError, UnicodeError) as raised:
            error = raised
        with contextlib.suppress(RuntimeError):  # the run is over
            loop.call_soon_threadsafe(finish, result, error)

    threading.Thread(target=body, daemon=True).start()
    return await done
