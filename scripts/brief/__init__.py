"""The nouns that the programs of the brief share.

Ctrl+C ends each program with one line and the exit code 130, from the first import of these on.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # as `typing` has it, which takes a while to load

if TYPE_CHECKING:
    from types import TracebackType

INTERRUPTED = 130
"""What a shell makes of a program that Ctrl+C has ended."""


def _end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say in one line that Ctrl+C has ended the program; tell of any other error as Python does."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    import signal  # here, so that this module is loaded at once

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a second one need not wait for threads
    if "--log" not in sys.argv:  # a step of a build leaves the word to the build
        print("Ended by Ctrl+C.", file=sys.stderr)
    raise SystemExit(INTERRUPTED)


sys.excepthook = _end
