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
from brief.places import PROJECT, STYLE
from brief.preview.board import Board
from brief.preview.making import opening
from brief.preview.server import PORT, port_number, serve, unusable
from brief.preview.steps import MADE
from brief.preview.watching import Watch
from brief.preview.worker import Worker
from brief.program import CONFIGURATION, FINE, limits_of, parser, run

WATCHED = (Path("report"), Path("bib"), Path("data"), Path("scripts"), PROJECT / STYLE)


async def preview(port: int, opens: bool, limits: Limits) -> None:
    """Serve until a signal ends it."""
    loop, board, ended = asyncio.get_running_loop(), Board(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)

    def show(**fields: Any) -> None:
        loop.call_soon_threadsafe(lambda: board.change(**fields))

    worker = Worker(opening, ["brief.preview.making"])
    watch = Watch(WATCHED, lambda: worker.update(limits, watch.overtaken, show))
    try:
        runner, address = await serve(board, port, "vscode://file" if shutil.which("code") else "")
    except OSError as error:
        print(unusable(port, error), file=sys.stderr)
        sys.exit(CONFIGURATION)
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
    MADE.mkdir(parents=True, exist_ok=True)
    asyncio.run(preview(arguments.port, arguments.browser, limits_of(arguments)))
    sys.stdout.flush()
    os._exit(FINE)  # the thread that waits for the worker cannot be ended in the middle


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument(
        "--port", type=port_number, default=PORT, help="the port of loopback (0: any that is free)"
    )
    flags.add_argument("--no-browser", dest="browser", action="store_false", help="open no browser")
    run(main, flags.parse_args(), steps=None)
