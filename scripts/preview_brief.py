"""Show the brief in the browser and follow every change of its files, until Ctrl+C.

The page is the build's own, made by the build's own programs in a process that stays; what they
make lies in build/preview/.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import sys
import webbrowser
from pathlib import Path
from typing import Any

from brief.limits import Limits
from brief.preview.board import Board
from brief.preview.making import opening
from brief.preview.server import serve
from brief.preview.watching import Watch
from brief.preview.worker import Worker
from brief.program import CONFIGURATION, limits_of, parser, run
from brief.settings import PROJECT
from brief.workflow import STYLE

WATCHED = (Path("report"), Path("bib"), Path("data"), Path("scripts"), PROJECT / STYLE)
PORT = 8765


async def preview(port: int, opens: bool, limits: Limits) -> None:
    """Serve until a signal ends it."""
    loop, board, ended = asyncio.get_running_loop(), Board(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)

    def show(**fields: Any) -> None:
        loop.call_soon_threadsafe(lambda: board.change(**fields))

    worker = Worker(opening, ["brief.preview.making"])
    watch = Watch(WATCHED, lambda: worker.update(limits, watch.overtaken, show))
    runner, address = await serve(board, port, "vscode://file" if shutil.which("code") else "")
    print(f"The preview is at {address} (Ctrl+C ends it)", flush=True)
    watch.start()
    if opens:
        webbrowser.open(address)
    await ended.wait()
    watch.stop()
    worker.stop()
    board.close()
    await runner.cleanup()


def main(arguments: argparse.Namespace) -> None:
    try:
        asyncio.run(preview(arguments.port, arguments.browser, limits_of(arguments)))
    except OSError as error:
        reason = (os.strerror(error.errno) if error.errno else str(error)).lower()
        remedy = f"is another preview open? Else: make preview PORT={arguments.port + 1}"
        print(f"Port {arguments.port} cannot be used ({reason}): {remedy}", file=sys.stderr)
        sys.exit(CONFIGURATION)


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("--port", type=int, default=PORT, help="the port of loopback (0: any that is free)")
    flags.add_argument("--no-browser", dest="browser", action="store_false", help="open no browser")
    run(main, flags.parse_args(), steps=None)
