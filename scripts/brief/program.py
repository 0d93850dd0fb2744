"""How every program here starts, reports and ends.

Exit codes: 0 fine, 1 unexpected, 2 faults of the brief, 3 faults of the configuration.
What goes to stderr is for an editor; the whole story, tracebacks too, goes to the log.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn, TextIO, cast

from brief.escapes import workflow_command
from brief.faults import Fault, Faults
from brief.limits import Limits, within

FINE, UNEXPECTED, FAULTS, CONFIGURATION = range(4)


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints end with the exit code of configuration."""

    def error(self, message: str) -> NoReturn:
        """Print the complaint and leave."""
        self.print_usage(sys.stderr)
        self.exit(CONFIGURATION, f"{self.prog}: {message}\n")


def parser(description: str | None) -> Parser:
    """Return a parser with the flags that all programs share."""
    made = Parser(description=(description or "").partition("\n")[0])
    made.add_argument("--log", type=Path, metavar="FILE", help="also write messages to FILE")
    made.add_argument(
        "--limits",
        type=int,
        nargs=2,
        metavar=("SECONDS", "MEGABYTES"),
        help="how long it may take, and how much memory it may have; else as config.yaml says",
    )
    return made


def report(faults: Iterable[Fault], stream: TextIO | None = None) -> None:
    """Print each fault on its own line, in order; in GitHub Actions each also annotates its line."""
    for fault in sorted(set(faults)):
        print(fault, file=stream or sys.stderr)
        if os.environ.get("GITHUB_ACTIONS") == "true":
            kind = "warning" if fault.warning else "error"
            told = f"{fault.problem}; {fault.remedy}"
            print(workflow_command(kind, fault.path, fault.line, fault.column, told))


class _Tee:
    """Writes to stderr and to the log."""

    def __init__(self, *streams: TextIO) -> None:
        self.streams = streams

    def write(self, text: str) -> int:
        for stream in self.streams:
            stream.write(text)
        return len(text)

    def flush(self) -> None:
        for stream in self.streams:
            stream.flush()


def run(
    main: Callable[[argparse.Namespace], None], arguments: argparse.Namespace, *, steps: int | None = 1
) -> NoReturn:
    """Call `main(arguments)` within the limits and leave with the exit code that its outcome stands for.

    A program that does the work of several `steps` may take the time of as many; None is for one
    that goes on until somebody ends it, and looks after limits itself.
    """
    if arguments.log is None:
        sys.exit(_supervised(main, arguments, steps, None))
    arguments.log.parent.mkdir(parents=True, exist_ok=True)
    with arguments.log.open("w", encoding="utf-8") as log:
        terminal, sys.stderr = sys.stderr, cast("TextIO", _Tee(sys.stderr, log))
        try:
            code = _supervised(main, arguments, steps, log)
        finally:
            sys.stderr = terminal
    sys.exit(code)


def _supervised(
    main: Callable[[argparse.Namespace], None],
    arguments: argparse.Namespace,
    steps: int | None,
    log: TextIO | None,
) -> int:
    """Return the exit code of `main`, done in a child process unless it has no limits."""
    if steps is None:
        return _outcome(main, arguments, log)
    try:
        limits = limits_of(arguments)
        allowed = replace(limits, seconds=limits.seconds * steps)
        return within(allowed, lambda: _outcome(main, arguments, log))
    except Faults as found:
        report(found.faults)
        return found.exit_code


def limits_of(arguments: argparse.Namespace) -> Limits:
    """Return the limits of the command line, or else those of config.yaml."""
    if arguments.limits:
        return Limits(*arguments.limits)
    from brief.settings import load_settings

    return load_settings(Path()).limits


def _outcome(
    main: Callable[[argparse.Namespace], None], arguments: argparse.Namespace, log: TextIO | None
) -> int:
    try:
        main(arguments)
    except Faults as found:
        report(found.faults)
        return found.exit_code
    except Exception as error:  # the last resort: one line for the reader, the rest for the log
        if log is None:
            traceback.print_exc()
        else:
            traceback.print_exc(file=log)
            place = f"the traceback is in {arguments.log}"
            print(f"unexpected {type(error).__name__}: {error}; {place}", file=sys.stderr)
        return UNEXPECTED
    return FINE
