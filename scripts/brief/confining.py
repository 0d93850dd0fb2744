"""Work in a child process within limits of time and memory; what it exceeds becomes a fault of a file."""

from __future__ import annotations

import faulthandler
import fcntl
import json
import os
import re
import resource
import select
import signal
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from brief.faults import Fault, Faults
from brief.limits import RAISE_LIMIT, Limits, work_in_hand

GRACE = 5
"""Seconds after the limit until the system ends a child that has not ended itself."""


def within(limits: Limits, work: Callable[[], int]) -> int:
    """Return the exit code of `work`, which runs in a child process within `limits`.

    Raises Faults where it exceeds one of them, or crashes. The child is a fork and has all modules
    loaded; no other thread may be running.
    """
    return each_within(limits, [work])


def each_within(limits: Limits, works: Iterable[Callable[[], int]]) -> int:
    """Do pieces of work one after the other as `within` does one, all in one child process.

    Each has the whole time. The first that returns another code than 0 is the last, and that code
    is returned.
    """
    try:
        traces = Traces()
    except OSError:  # nothing can be written anywhere: the work itself will fail with a file
        return next(filter(None, (work() for work in works)), 0)
    with traces, _lifeline() as (childs_end, parents_end):
        sys.stdout.flush()
        sys.stderr.flush()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # about threads, such as those of a debugger
            # Held back until somebody waits for the child: Python loses a Ctrl+C during a fork.
            mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
            child = os.fork()
        if not child:
            os.close(parents_end)
            _run_child(limits, works, traces, mask, childs_end)
        code = os.waitstatus_to_exitcode(_wait_for(child, mask))
        if code >= 0 and not traces.timed_out and not traces.abandoned:
            return code
        raise Faults(traces.faults(limits, code))


@contextmanager
def _lifeline() -> Iterator[tuple[int, int]]:
    """Open a pipe between a child and its parent, which breaks when the parent ends."""
    ends = os.pipe()
    try:
        yield ends
    finally:
        for end in ends:
            os.close(end)


def _run_child(
    limits: Limits, works: Iterable[Callable[[], int]], traces: Traces, mask: Iterable[int], lifeline: int
) -> None:
    """Let signals in again by `mask`, do the work in this process, the child, and end the process."""
    code = 1
    try:
        confine(limits, traces)
        _end_with_parent(lifeline)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for work in works:
            signal.alarm(limits.seconds + GRACE)
            with deadline(limits, traces):
                code = work()
            if code:
                break
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def confine(limits: Limits, traces: Traces) -> None:
    """Limit the memory of this process, have it leave traces, and make it the leader of a group."""
    os.setpgid(0, 0)
    size = limits.megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
    work_in_hand.entries.clear()  # what the parent is at work on is not this process's
    work_in_hand.file = os.open(traces.entries, os.O_RDWR)
    faulthandler.enable(traces.stack.open("wb"))


def _end_with_parent(lifeline: int) -> None:
    """Have the system kill this process and its group when the parent ends, even if it is killed.

    Otherwise it would go on, and write files, beside whatever is begun next. Only Linux can do
    this; elsewhere the limit of time ends such a process.
    """
    if sys.platform == "linux":
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(lifeline, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(lifeline, fcntl.F_SETFL, os.O_ASYNC)
        if select.select([lifeline], [], [], 0)[0]:  # it broke before this was set
            end_group(os.getpid())


@contextmanager
def deadline(limits: Limits, traces: Traces) -> Iterator[None]:
    """End this process where the work inside takes too long; the stack then has its place in the code."""
    with traces.stack.open("wb") as stack:
        faulthandler.dump_traceback_later(limits.seconds, exit=True, file=stack)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def _wait_for(child: int, mask: Iterable[int]) -> int:
    """Let signals in again by `mask`, wait for the child, and return its status.

    No process that the child started outlives this.
    """

    def end(*_: object) -> None:
        raise SystemExit(128 + signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, end)
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        return os.waitpid(child, 0)[1]
    finally:
        signal.signal(signal.SIGTERM, before)
        end_group(child)


def end_group(leader: int) -> None:
    """Kill a process that was confined, or is about to be, and all processes of its group."""
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            kill(leader, signal.SIGKILL)


class Traces:
    """Two files that a process leaves behind: the files that it was working on, and its stack."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.entries, self.stack = Path(self._folder.name, "entries"), Path(self._folder.name, "stack")
        self.entries.touch()
        self.stack.touch()

    def __enter__(self) -> Traces:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    @property
    def abandoned(self) -> list[tuple[str, str]]:
        """The files that the process was working on when it ended, each with the tool."""
        return [(path, tool) for path, tool in json.loads(self.entries.read_bytes() or b"[]")]

    @property
    def timed_out(self) -> bool:
        """Whether the process ended itself because its time was over."""
        return self.stack.read_bytes().startswith(b"Timeout")

    def faults(self, limits: Limits, code: int) -> Iterator[Fault]:
        """Yield a fault for each file that was being worked on when the process ended with `code`."""
        trace = self.stack.read_text("utf-8", "replace")
        for path, tool, line in _culprits(self.abandoned, trace):
            if self.timed_out or code == -signal.SIGALRM:
                problem = f"{tool} was still at work here after {limits.seconds} seconds"
                yield Fault(path, line, 1, problem, RAISE_LIMIT.format("seconds"))
            elif code == -signal.SIGKILL:
                problem = f"{tool} was ended by the system, perhaps for lack of memory"
                yield Fault(path, line, 1, problem, "close other programs, or write it another way")
            else:
                name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
                yield Fault(path, line, 1, f"{tool} crashed here ({name})", "write it another way")


def _culprits(entries: list[tuple[str, str]], trace: str) -> list[tuple[str, str, int]]:
    """Return the files to blame, each with the tool that worked on it and a line.

    Where the code of one was running, it alone is blamed. The first entry is that of the whole
    program, which serves where there is no other.
    """
    lines = [(path, tool, _line_in(path, trace)) for path, tool in entries or [("report", "the program")]]
    running = [culprit for culprit in lines if culprit[2]]
    return running or [(path, tool, 1) for path, tool, _ in lines[1:] or lines]


def _line_in(path: str, trace: str) -> int:
    """Return the line of a Python file that was running, by a trace of faulthandler; 0 if it was not."""
    for name, line in re.findall(r'File "(.+)", line (\d+) in ', trace):
        if Path(name).resolve() == Path(path).resolve():
            return int(line)
    return 0
