"""The server of the preview: on loopback, for the editor's own browser, of what is shown alone."""

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

from brief.preview.board import Board

HOST = "127.0.0.1"
PORT, LAST_PORT = 8765, 65535

FRAME = {
    name: (Path(__file__).with_name(name).read_bytes(), kind)
    for name, kind in (
        ("preview.html", "text/html"),
        ("preview.css", "text/css"),
        ("preview.js", "text/javascript"),
    )
}
"""The page around the brief: what it asks for, and of which media type that is."""

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

LOG = logging.getLogger(__name__)
"""What goes wrong in here; what was no HTTP is answered, and is nobody's to mend."""
MALFORMED = (HttpProcessingError, web.RequestPayloadError)
LOG.addFilter(lambda record: not (record.exc_info and isinstance(record.exc_info[1], MALFORMED)))

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what did not come from the preview's own page.

    Any site may have a browser ask loopback, by its address or by a name of the site's own that
    leads here (DNS rebinding): Host tells the second, Origin and Sec-Fetch-Site the first.
    """
    port = request.transport.get_extra_info("sockname")[1] if request.transport else 0
    hosts = {f"{name}:{port}" for name in (HOST, "localhost")}
    origin = request.headers.get("Origin")
    strange = request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")
    if request.host not in hosts or strange or (origin and origin not in {f"http://{one}" for one in hosts}):
        return web.Response(status=403, text="The preview answers its own page alone.\n", headers=HEADERS)
    return await handler(request)


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


def application(board: Board, editor: str) -> web.Application:
    """Return the server's application; `editor` begins the addresses that open a file, or is empty."""
    app = web.Application(middlewares=[_guard])
    app.on_response_prepare.append(_add_headers)

    async def frame(request: web.Request) -> web.Response:
        body, kind = FRAME[request.match_info.get("name", "preview.html")]
        headers = {"Content-Security-Policy": POLICY}
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)

    async def page(_: web.Request) -> web.Response:
        if not board.shown.page:
            raise web.HTTPNotFound
        headers = {"Content-Security-Policy": "frame-ancestors 'self'"}
        return web.Response(body=board.shown.page, content_type="text/html", charset="utf-8", headers=headers)

    async def sheet(request: web.Request) -> web.Response:
        found = board.sheet(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=found, content_type="image/svg+xml")

    async def news(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        with suppress(ConnectionResetError):  # the reader has left
            async for shown in board.states():
                await response.write(f"data: {json.dumps(shown.news(editor))}\n\n".encode())
        return response

    app.router.add_get("/", frame)
    app.router.add_get("/{name:preview\\.(?:css|js)}", frame)
    app.router.add_get("/brief.html", page)
    app.router.add_get("/sheets/{name:[0-9a-f]+}.svg", sheet)
    app.router.add_get("/news", news, allow_head=False)
    return app


async def serve(board: Board, port: int, editor: str) -> tuple[web.AppRunner, str]:
    """Start to serve; return the running server and its address.

    Raises OSError where the port is taken.
    """
    runner = web.AppRunner(application(board, editor), access_log=None, logger=LOG, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner, f"http://{HOST}:{runner.addresses[0][1]}/"


def unusable(port: int, error: OSError) -> str:
    """Return the sentence that says why a port cannot be used, and what to do."""
    reason = (os.strerror(error.errno) if error.errno else str(error)).lower()
    other = port + 1 if port < LAST_PORT else PORT
    remedy = f"is another preview open? Else: make preview PORT={other}"
    return f"Port {port} cannot be used ({reason}): {remedy}"


def port_number(text: str) -> int:
    """Return a number that a port may have. Raises what argparse tells."""
    if not re.fullmatch(r"\d{1,5}", text, re.ASCII) or int(text) > LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: write a number from 0 to {LAST_PORT}")
    return int(text)
