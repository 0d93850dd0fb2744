"""A quick server on many loopback addresses; the first part of a path says what it does.

/ok answers after 50 ms, /slow after a second, /moved for good to /ok, /missing not at all,
/busy wants to be asked again in a second, once. A name that is no number is not there.
"""

from __future__ import annotations

import asyncio
import sys

PAGE = (
    b"<!doctype html><title>Page %d</title><h1>Page %d</h1><p>"
    + b"Words of a page, as many as a short page has. " * 60
)
SLOW, DELAY = 1.0, 0.05


class Server(asyncio.Protocol):
    """One connection; requests come one after the other."""

    asked: set[bytes] = set()  # noqa: RUF012 (shared by all connections on purpose)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where to answer."""
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        """Answer each whole request."""
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            first, _, rest = head.partition(b"\r\n")
            delay, answer = self.answer(first.split(b" ")[1], rest)
            asyncio.get_running_loop().call_later(delay, self.send, answer)

    def send(self, answer: bytes) -> None:
        """Send what is due."""
        if not self.transport.is_closing():
            self.transport.write(answer)

    def answer(self, path: bytes, rest: bytes) -> tuple[float, bytes]:
        """Return after how many seconds to send what."""
        kind, _, name = path.strip(b"/").partition(b"/")
        if not name.isdigit() or kind == b"missing":
            return DELAY, reply(404, b"<title>Not found</title>")
        if kind == b"moved":
            return DELAY, reply(301, b"", b"Location: /ok/" + name + b"\r\n")
        if kind == b"busy":
            key = path + rest.split(b"ser-agent: ")[-1][:5]  # what each program is told for itself
            if key not in self.asked:
                self.asked.add(key)
                return DELAY, reply(429, b"", b"Retry-After: 1\r\n")
            self.asked.remove(key)
        return SLOW if kind == b"slow" else DELAY, reply(200, PAGE.replace(b"%d", name))


def reply(status: int, body: bytes, extra: bytes = b"") -> bytes:
    """Return an answer of HTTP."""
    head = b"HTTP/1.1 %d X\r\nContent-Type: text/html\r\nContent-Length: %d\r\n" % (status, len(body))
    return head + extra + b"\r\n" + body


async def main(hosts: list[str], port: int) -> None:
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    await loop.create_server(Server, hosts, port, backlog=2000)
    print("ready", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[2:], int(sys.argv[1])))
