"""How every program here starts, reports and ends.

Exit codes: 0 fine, 1 unexpected, 2 faults of the brief or of the system, 3 faults of the
configuration, 130 after Ctrl+C (see `brief`).
What goes to stderr is for an editor; the whole story, tracebacks too, goes to the log.
"""

from __future__ import annotations

import argparse
import io
import os
import runpy
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NoReturn, TextIO, cast

from brief.building.steps import join
from brief.confining import within
from brief.escapes import workflow_command
from brief.faults import Fault, Faults
from brief.files import is_of_system, system_fault
from brief.limits import Limits, at_work

FINE, UNEXPECTED, FAULTS, CONFIGURATION = range(4)
ABANDONED = 141
"""What a shell makes of a program that is told so that nobody reads what it prints (SIGPIPE)."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints end with the exit code of configuration."""

    def error(self, message: str) -> NoReturn:
        """Print the complaint and leave."""
        self.print_usage(sys.stderr)
        self.exit(CONFIGURATION, f"{self.prog}: {message}\n")


def parser(description: str | None) -> Parser:
    """Return a parser with the flags that all programs share."""
    flags = Parser(description=(description or "").partition("\n")[0])
    flags.add_argument("--log", type=Path, metavar="FILE", help="also write messages to FILE")
    flags.add_argument(
        "--limits",
        type=int,
        nargs=2,
        metavar=("SECONDS", "MEGABYTES"),
        help="how long it may take, and how much memory it may have; else as config.yaml says",
    )
    return flags


def report(faults: Iterable[Fault], stream: TextIO | None = None) -> None:
    """Print each fault on its own line, in order; in GitHub Actions each also annotates its line."""
    for fault in sorted(set(faults)):
        print(fault, file=stream or sys.stderr)
        if os.environ.get("GITHUB_ACTIONS") == "true":
            kind = "warning" if fault.warning else "error"
            message = f"{fault.problem}; {fault.remedy}"
            print(workflow_command(kind, fault.path, fault.line, fault.column, message))


class _Tee:
    """Writes to stderr and to the log; a log that cannot be written any more silences nothing."""

    def __init__(self, terminal: TextIO, log: TextIO) -> None:
        self.terminal, self.log = terminal, log

    def write(self, text: str) -> int:
        with suppress(OSError):
            self.log.write(text)
        return self.terminal.write(text)

    def flush(self) -> None:
        self.terminal.flush()


def run(
    main: Callable[[argparse.Namespace], None], arguments: argparse.Namespace, *, steps: int | None = 1
) -> NoReturn:
    """Call `main(arguments)` within the limits and leave with the exit code that its outcome stands for.

    A program that does the work of several `steps` may take the time of as many; None is for one
    that goes on until somebody ends it, and looks after limits itself.
    """
    if _calls:
        main(arguments)
        sys.exit(FINE)
    _let_all_be_printed()
    join()
    if arguments.log is None:
        sys.exit(_supervised(main, arguments, steps, None))
    try:
        arguments.log.parent.mkdir(parents=True, exist_ok=True)
        log = arguments.log.open("w", encoding="utf-8", errors="backslashreplace", buffering=1)
    except OSError as error:
        report([system_fault(error, arguments.log)])
        sys.exit(FAULTS)
    terminal, sys.stderr = sys.stderr, cast("TextIO", _Tee(sys.stderr, log))
    try:
        code = _supervised(main, arguments, steps, log)
    finally:
        sys.stderr = terminal
        with suppress(OSError):
            log.close()
    sys.exit(code)


def _let_all_be_printed() -> None:
    """Have streams escape what they cannot print, as a name of a file may hold it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


_calls: list[Path] = []
"""The programs that `call` has begun and not ended."""


def call(program: Path, arguments: Sequence[str]) -> None:
    """Do what a program does, here and without limits of its own. Raises what its `main` raises."""
    before = sys.argv
    sys.argv = [str(program), *arguments]
    _calls.append(program)
    try:
        runpy.run_path(str(program), run_name="__main__")
    except SystemExit as end:
        if end.code != FINE:
            raise
    finally:
        _calls.pop()
        sys.argv = before


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
    except Faults as refused:
        report(refused.faults)
        return refused.exit_code


def limits_of(arguments: argparse.Namespace) -> Limits:
    """Return the limits of the command line, or else those of config.yaml."""
    if arguments.limits:
        return Limits(*arguments.limits)
    from brief.building.settings import load_settings

    return load_settings(Path()).limits


def _outcome(
    main: Callable[[argparse.Namespace], None], arguments: argparse.Namespace, log: TextIO | None
) -> int:
    try:
        with at_work("report", "Pandoc or Typst"):  # where no narrower place is to blame
            main(arguments)
        sys.stdout.flush()
    except Faults as refused:
        report(refused.faults)
        return refused.exit_code
    except BrokenPipeError:  # whoever read what is printed has left: there is nobody to tell
        return ABANDONED
    except Exception as error:
        if log:
            with suppress(OSError):
                traceback.print_exc(file=log)
        if isinstance(error, OSError) and is_of_system(error):
            report([system_fault(error)])
            return FAULTS
        if log is None:  # the last resort: one line for the reader, the rest for the log
            traceback.print_exc()
        else:
            place = f"the traceback is in {arguments.log}"
            print(f"unexpected {type(error).__name__}: {error}; {place}", file=sys.stderr)
        return UNEXPECTED
    finally:
        _settle_output()
    return FINE


def _settle_output() -> None:
    """Lead stdout nowhere where it takes no more: else Python would complain of that at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
