"""From the name of a host to the machines that may be asked: looked up once, all of them vetted."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from brief.links.probing.addresses import Admission

Pins = Mapping[tuple[str, int], Sequence[str]]
"""Addresses by host and port, in place of what the DNS says."""

LOOKUPS_AT_ONCE = 16


class BarredError(OSError):
    """A name that leads to a machine that must not be asked."""


def is_unknown(error: BaseException | None) -> bool:
    """Say whether a lookup failed because there is no such name, not because nobody could tell.

    No address (EAI_NODATA) is no evidence: it is also what half an answer looks like, where the
    question for IPv4 failed and the one for IPv6 did not.
    """
    return isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME


class VettedResolver(AbstractResolver):
    """Looks a name up once a run, and refuses it if any address of it must not be asked."""

    def __init__(self, admission: Admission, pins: Pins) -> None:
        self.admission, self.pins = admission, pins
        self._found: dict[str, asyncio.Task[list[str]]] = {}
        self._slots = asyncio.Semaphore(LOOKUPS_AT_ONCE)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of a name; raises BarredError, or socket.gaierror as the system does."""
        addresses = self.pins.get((host, port)) or await self._looked_up(host)
        for address in addresses:
            objection = self.admission.objection(address, port)
            if objection:
                raise BarredError(f"{host}: {objection}")
        return [_result(host, port, address) for address in addresses]

    async def close(self) -> None:
        """Wait for no lookup any more."""
        for task in self._found.values():
            task.cancel()

    async def _looked_up(self, host: str) -> list[str]:
        if host not in self._found:
            self._found[host] = asyncio.ensure_future(self._look_up(host))
            self._found[host].add_done_callback(partial(self._settle, host))
        return await asyncio.shield(self._found[host])  # who gives up waiting leaves it to the others

    def _settle(self, host: str, task: asyncio.Task[list[str]]) -> None:
        """Forget a lookup about which nobody could tell, so that the next try asks again."""
        if not task.cancelled() and task.exception() and not is_unknown(task.exception()):
            del self._found[host]

    async def _look_up(self, host: str) -> list[str]:
        async with self._slots:
            found = await _in_thread(partial(socket.getaddrinfo, host, None, type=socket.SOCK_STREAM))
        return list(dict.fromkeys(info[4][0] for info in found))


def _result(host: str, port: int, address: str) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(
        hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST
    )


async def _in_thread(work: Any) -> Any:
    """Return what `work` returns, from a thread that does not keep the program from ending.

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
