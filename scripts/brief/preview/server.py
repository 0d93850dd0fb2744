"""The server of the preview: on loopback, for the editor's own browser, out of memory alone."""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from brief.preview.board import Board, State
from brief.preview.word import make_word
from brief.writers.mediatypes import MEDIA_TYPES

HOST = "127.0.0.1"
PORT, LAST_PORT = 8765, 65535

KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
FRAME = {
    path.name: (path.read_bytes(), KINDS[path.suffix])
    for path in Path(__file__).parent.iterdir()
    if path.suffix in KINDS
}
"""The files of the page around the brief, with their media types."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

MakeWord = Callable[[], Awaitable[bytes | None]]
"""Makes the Word file of the version that is shown; returns None where that fails."""

BOARD, EDITOR = web.AppKey("board", Board), web.AppKey("editor", str)
WORD: web.AppKey[MakeWord] = web.AppKey("word")

LOG = logging.getLogger(__name__)
MALFORMED = (HttpProcessingError, web.RequestPayloadError)
"""Errors of requests that are not HTTP: they are answered, and not logged."""
LOG.addFilter(lambda record: not (record.exc_info and isinstance(record.exc_info[1], MALFORMED)))

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse each request that does not come from the preview's own page.

    Any site can make a browser send requests to loopback: by its address, which Origin and
    Sec-Fetch-Site reveal, or by a name of its own that leads here (DNS rebinding), which Host reveals.
    """
    port = request.transport.get_extra_info("sockname")[1] if request.transport else 0
    hosts = {f"{name}:{port}" for name in (HOST, "localhost")}
    origin = request.headers.get("Origin")
    origins = {None, *(f"http://{host}" for host in hosts)}
    site = request.headers.get("Sec-Fetch-Site", "none")
    if request.host not in hosts or origin not in origins or site not in ("none", "same-origin"):
        return web.Response(status=403, text="The preview answers its own page alone.\n", headers=HEADERS)
    return await handler(request)


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


def application(board: Board, editor: str, word: MakeWord) -> web.Application:
    """Return the server's application; `editor` begins the addresses that open a file, or is empty."""
    app = web.Application(middlewares=[_guard])
    app[BOARD], app[EDITOR], app[WORD] = board, editor, word
    app.on_response_prepare.append(_add_headers)
    app.router.add_get("/", _frame)
    app.router.add_get(f"/{{name:{'|'.join(map(re.escape, FRAME))}}}", _frame)
    app.router.add_get("/brief.html", _page)
    app.router.add_get("/brief.docx", _word, allow_head=False)
    app.router.add_get("/sheets/{name:[0-9a-f]+}.{kind:svg|json}", _sheet)
    app.router.add_get("/events", _events, allow_head=False)
    return app


async def _frame(request: web.Request) -> web.Response:
    body, kind = FRAME[request.match_info.get("name", "preview.html")]
    headers = {"Content-Security-Policy": POLICY}
    return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)


async def _page(request: web.Request) -> web.Response:
    page = request.app[BOARD].shown.page
    if not page:
        raise web.HTTPNotFound
    headers = {"Content-Security-Policy": "frame-ancestors 'self'"}
    return web.Response(body=page, content_type="text/html", charset="utf-8", headers=headers)


async def _sheet(request: web.Request) -> web.Response:
    content = request.app[BOARD].drawn(request.match_info["name"])
    if content is None:
        raise web.HTTPNotFound
    kind = {"svg": "image/svg+xml", "json": "application/json"}[request.match_info["kind"]]
    return web.Response(body=content, content_type=kind)


async def _word(request: web.Request) -> web.Response:
    if request.app[BOARD].shown.state is not State.CURRENT:
        return web.Response(status=409, text="The Word file can be had when the preview is up to date.\n")
    body = await request.app[WORD]()
    if body is None:
        return web.Response(status=500, text="The terminal of the preview says why there is no Word file.\n")
    headers = {"Content-Disposition": 'attachment; filename="brief.docx"'}
    return web.Response(body=body, content_type=MEDIA_TYPES[".docx"], headers=headers)


async def _events(request: web.Request) -> web.StreamResponse:
    """Send the state now and after each change, as server-sent events."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    with suppress(ConnectionResetError):  # the client has left
        async for shown in request.app[BOARD].states():
            message = json.dumps(shown.message(request.app[EDITOR]))
            await response.write(f"data: {message}\n\n".encode())
    return response


async def serve(
    board: Board, port: int, editor: str, word: MakeWord = make_word
) -> tuple[web.AppRunner, str]:
    """Start the server; return it and its address.

    Raises OSError where the port is taken.
    """
    runner = web.AppRunner(application(board, editor, word), access_log=None, logger=LOG, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner, f"http://{HOST}:{runner.addresses[0][1]}/"


def unusable(port: int, error: OSError) -> str:
    """Return a sentence that says why a port cannot be used, with the remedy."""
    reason = (os.strerror(error.errno) if error.errno else str(error)).lower()
    other = port + 1 if port < LAST_PORT else PORT
    remedy = f"is another preview open? Else: make preview PORT={other}"
    return f"Port {port} cannot be used ({reason}): {remedy}"


def port_number(text: str) -> int:
    """Return the number of a port. Raises ArgumentTypeError where it cannot be one."""
    if not re.fullmatch(r"\d{1,5}", text, re.ASCII) or int(text) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: write a number from 0 to {LAST_PORT}")
    return int(text)
