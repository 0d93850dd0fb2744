"""The preview's server, against strangers and against what is no HTTP."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from brief.preview.board import Board, State
from brief.preview.server import serve

HOST = b"Host: 127.0.0.1:{port}\r\n"
MALFORMED = {
    "TLS": b"\x16\x03\x01\x02\x00\x01\xfc\r\n\r\n",
    "no address": b"GET\r\n\r\n",
    "a version to come": b"GET / HTTP/9.9\r\n\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\nHost\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
    "a long address": b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n",
    "half an address": b"GET http://[::1 HTTP/1.1\r\n" + HOST + b"\r\n",
    "no UTF-8": b"GET /\xff HTTP/1.1\r\n" + HOST + b"\r\n",
    "a NUL": b"GET / HTTP/1.1\r\n" + HOST + b"X: \x00\r\n\r\n",
    "a length below none": b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
    "a chunk without a length": b"POST / HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "no gzip": b"POST / HTTP/1.1\r\n" + HOST + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
    "a second request": b"GET /brief.html HTTP/1.1\r\n" + HOST + b"\r\nGET x\r\n\r\n",
}


async def answers(requests: list[bytes]) -> list[bytes]:
    """Return all that the server answers to each of some requests."""
    runner, address = await serve(Board(), 0, "")
    port = int(address.rstrip("/").rpartition(":")[2])
    said = []
    for request in requests:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request.replace(b"{port}", str(port).encode()))
        async with asyncio.timeout(30):
            said.append(await reader.read(4096))
        writer.close()
    await runner.cleanup()
    return said


def test_malformed_requests(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    """What is no HTTP is refused, and prints nothing in the editor's terminal."""
    caplog.set_level(logging.INFO)
    for name, said in zip(MALFORMED, asyncio.run(answers(list(MALFORMED.values()))), strict=True):
        assert b" 40" in said.splitlines()[0], name
        assert b"Traceback" not in said, name
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []
    assert capfd.readouterr() == ("", "")


Get = Callable[..., tuple[int, bytes, Any]]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Return the address of a server that shows a page and a sheet, in a thread of its own."""
    loop = asyncio.new_event_loop()
    board = Board()
    board.change(page=b"<p>A page.</p>", sheets=(b"<svg/>",))
    runner, address = loop.run_until_complete(serve(board, 0, ""))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield address
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.run_until_complete(runner.cleanup())
    loop.close()


@pytest.fixture
def get(address: str) -> Get:
    """Return a function that gets a path by some headers: status, body and headers of the answer."""

    def got(path: str, **headers: str) -> tuple[int, bytes, Any]:
        try:
            with urllib.request.urlopen(urllib.request.Request(address + path, headers=headers)) as answer:
                return answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), error.headers

    return got


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["", "brief.html", "events"])
def test_strangers(get: Get, path: str, headers: dict[str, str]) -> None:
    """What another site has a browser ask is refused."""
    status, body, _ = get(path, **headers)
    assert (status, body) == (403, b"The preview answers its own page alone.\n")


def test_own_names(get: Get, address: str) -> None:
    """The preview answers by both names of loopback, on the one address, and says what may frame it."""
    port = address.split(":")[-1].strip("/")
    assert get("", Host=f"localhost:{port}")[0] == 200
    status, _, headers = get("", Origin=f"http://127.0.0.1:{port}")
    assert status == 200
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    with socket.socket() as other:  # the rest of loopback leads nowhere, so no other address does
        assert other.connect_ex(("127.0.0.2", int(port))) != 0


@pytest.mark.parametrize(
    "path",
    ["report/brief.yaml", "../README.md", "%2e%2e/README.md", "sheets/../../README.md", "sheets/00.svg"],
)
def test_nothing_else(get: Get, path: str) -> None:
    """No file is served, only what is shown."""
    assert get("brief.html")[:2] == (200, b"<p>A page.</p>")
    assert get(path)[0] == 404


async def answer_for_word(state: State, word: bytes | None) -> bytes:
    """Return what the server answers who asks for the Word file in a state; `word` is what is made of it."""
    board = Board()
    board.change(state=state)

    async def make() -> bytes | None:
        return word

    runner, address = await serve(board, 0, "", make)
    host = address.removeprefix("http://").rstrip("/")
    reader, writer = await asyncio.open_connection(*host.split(":"))
    writer.write(f"GET /brief.docx HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
    async with asyncio.timeout(30):
        said = await reader.read()
    writer.close()
    await runner.cleanup()
    return said


@pytest.mark.parametrize(
    ("state", "word", "status", "body"),
    [
        (State.CURRENT, b"made", b"200", b"made"),
        (State.CURRENT, None, b"500", b"The terminal of the preview says why there is no Word file.\n"),
        (State.WORKING, b"made", b"409", b"The Word file can be had when the preview is up to date.\n"),
        (State.FAULTY, b"made", b"409", b"The Word file can be had when the preview is up to date.\n"),
    ],
)
def test_word(state: State, word: bytes | None, status: bytes, body: bytes) -> None:
    """The Word file is made of a version without faults alone; who gets none is told why."""
    head, _, said = asyncio.run(answer_for_word(state, word)).partition(b"\r\n\r\n")
    assert head.split()[1] == status
    assert said == body
