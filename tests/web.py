"""Servers on loopback that misbehave on purpose, one behaviour a host and path."""

from __future__ import annotations

import asyncio
import gzip
import re
import socket
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Self

Behaviour = Callable[["Exchange"], Awaitable[None]]


@dataclass
class Exchange:
    """One request and the connection it came over."""

    method: str
    host: str
    path: str
    headers: Mapping[str, str]
    writer: asyncio.StreamWriter
    at: float = field(default_factory=time.monotonic)

    async def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    def reset(self) -> None:
        """Cut the connection with a reset."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


def page(title: str = "A page", text: str = "Some words that stand on it. " * 20) -> bytes:
    """Return a small page of HTML."""
    return f"<!doctype html><title>{title}</title><body><h1>{title}</h1><p>{text}</p>".encode()


def reply(status: int = 200, body: bytes | None = None, **headers: str) -> Behaviour:
    """Answer with a status, headers (`Retry_After` is Retry-After) and a body."""
    content = page() if body is None else body
    lines = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(content))}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}

    async def behave(exchange: Exchange) -> None:
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        await exchange.send(f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + content)

    return behave


def redirect(status: int, to: str, **headers: str) -> Behaviour:
    """Redirect; `{port}` in the target is the server's."""

    async def behave(exchange: Exchange) -> None:
        port = exchange.writer.get_extra_info("sockname")[1]
        await reply(status, b"", Location=to.replace("{port}", str(port)), **headers)(exchange)

    return behave


def raw(data: bytes, *, then: str = "close") -> Behaviour:
    """Send bytes, then `close`, `reset` or `wait`."""

    async def behave(exchange: Exchange) -> None:
        await exchange.send(data)
        if then == "wait":
            await asyncio.sleep(30)
        if then == "reset":
            exchange.reset()
        exchange.writer.close()

    return behave


def later(seconds: float, behaviour: Behaviour) -> Behaviour:
    """Behave after a while."""

    async def behave(exchange: Exchange) -> None:
        await asyncio.sleep(seconds)
        await behaviour(exchange)

    return behave


async def endless(exchange: Exchange) -> None:
    """Send text without end, as fast as it is taken."""
    await exchange.send(b"HTTP/1.1 200 X\r\nContent-Type: text/html\r\n\r\n")
    while not exchange.writer.is_closing():
        await exchange.send(b"<p>words and more words</p>" * 400)


async def dripping(exchange: Exchange) -> None:
    """Send a letter now and then, without end."""
    await exchange.send(b"HTTP/1.1 200 X\r\nContent-Type: text/html\r\n\r\n")
    while not exchange.writer.is_closing():
        await exchange.send(b"x")
        await asyncio.sleep(0.1)


@cache
def _packed() -> bytes:
    return gzip.compress(b" " * 100_000_000, 9)


async def bomb(exchange: Exchange) -> None:
    """Send 100 MB of blanks, packed into 100 kB."""
    packed = await asyncio.to_thread(_packed)  # others are served meanwhile
    await reply(200, packed, Content_Encoding="gzip")(exchange)


@dataclass
class Web:
    """A server in a thread of its own. `sites` has behaviours by host and path, `*` for any other.

    A list of behaviours is gone through, one a request; the last stays. `asked` counts requests.
    """

    sites: dict[str, dict[str, Behaviour | list[Behaviour]]] = field(default_factory=dict)
    context: ssl.SSLContext | None = None
    address: str = "127.0.0.1"
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    seen: list[Exchange] = field(default_factory=list)
    connections: int = 0
    at_once: Counter[str] = field(default_factory=Counter)
    most_at_once: Counter[str] = field(default_factory=Counter)
    port: int = 0

    def __enter__(self) -> Self:
        self._failures: list[BaseException] = []
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait()
        self._raise()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._raise()

    def _raise(self) -> None:
        """Fail in the test whose server this is, with what failed in the server."""
        for failure in self._failures:
            raise failure

    def _serve(self, ready: threading.Event) -> None:
        async def main() -> None:
            self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
            self._loop.set_exception_handler(lambda _, context: self._failures.append(context["exception"]))
            server = await asyncio.start_server(self._connected, self.address, self.port, ssl=self.context)
            self.port = server.sockets[0].getsockname()[1]
            ready.set()
            await self._stop.wait()
            server.close()

        try:
            asyncio.run(main())  # which ends what still runs
        except BaseException as error:
            self._failures.append(error)
        finally:
            ready.set()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while (head := await reader.readuntil(b"\r\n\r\n")) and not writer.is_closing():
                length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
                if length:
                    await reader.readexactly(int(length[1]))
                await self._answer(head.decode("latin-1").split("\r\n"), writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answer(self, head: Sequence[str], writer: asyncio.StreamWriter) -> None:
        method, path, _ = head[0].split(" ", 2)
        headers = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in head[1:]}
        host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
        exchange = Exchange(method, host, path, headers, writer)
        self.seen.append(exchange)
        site = self.sites.get(host) or self.sites.get("*", {})
        behaviours = site.get(path, site.get("*", reply(404, page("Not found"))))
        number = self.asked[host, path]
        self.asked[host, path] += 1
        behaviour = (
            behaviours[min(number, len(behaviours) - 1)] if isinstance(behaviours, list) else behaviours
        )
        self.at_once[host] += 1
        self.most_at_once[host] = max(self.most_at_once[host], self.at_once[host])
        try:
            await behaviour(exchange)
        finally:
            self.at_once[host] -= 1


@contextmanager
def accepting(behave: Callable[[socket.socket], None]) -> Iterator[int]:
    """Hand each connection to `behave` in a thread, and yield the port.

    The thread ends here, and its failures are raised here. A client that left early is not one.
    """
    failures: list[Exception] = []
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        thread = threading.Thread(target=_accept, args=(server, behave, ended, failures), daemon=True)
        thread.start()
        try:
            yield port
        finally:
            ended.set()
            socket.create_connection(("127.0.0.1", port)).close()  # `accept` waits for one more
            thread.join()
    for failure in failures:
        raise failure


def _accept(
    server: socket.socket,
    behave: Callable[[socket.socket], None],
    ended: threading.Event,
    failures: list[Exception],
) -> None:
    """Hand connections to `behave` until `ended` is set; add what it raises to `failures`."""
    while True:
        connection, _ = server.accept()
        with connection:
            if ended.is_set():
                return
            try:
                behave(connection)
            except OSError:
                pass
            except Exception as error:
                failures.append(error)
