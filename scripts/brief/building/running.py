"""What a build meets before it begins, and how it ends: another build, a clock that was wrong, Ctrl+C.

Snakemake has locks of its own, which outlive a build that was killed. What tells a living build
from a dead one is a lock of the system's (flock) on `HELD`, which ends with the process.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import re
import signal
import sys
import time
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, TextIO

from brief import INTERRUPTED
from brief.building.locking import locked
from brief.building.reasons import keep_reasons
from brief.building.steps import await_others
from brief.escapes import plain
from brief.faults import Fault, Faults
from brief.files import system_fault
from brief.program import FAULTS, report

HELD = Path(".snakemake/running.json")
"""Locked by the build that runs; says which process that is, and since when."""

SNAKEMAKE_LOCKS = Path(".snakemake/locks")
CONTENT, OUTPUTS = ("report", "bib", "data", "scripts"), Path("build")
LONG_AGO = 1
"""In seconds since 1970. (Of none at all Snakemake thinks that there is no time.)"""

MOMENT = 0.5
"""Seconds for which another build may look at the lock while this one takes it."""

PATIENCE = 60
"""Seconds for which a build waits for steps that a killed one has left; most end by their own limits."""

_kept: list[TextIO] = []
"""What this build holds: its lock lasts as long as the open file."""

_interrupted = False


def prepare(inputs: Collection[str]) -> None:
    """Clear away what a killed build or a wrong clock has left, before a build of some inputs.

    Says when another build runs here: then Snakemake begins none. Leaves where none can begin.
    """
    if not os.access(Path(), os.W_OK):
        _refuse([Fault("build", 1, 1, "this folder cannot be written", "see who may write there")])
    try:
        if other := another():
            report([other])
            _LastWord.told = True
            return
    except OSError:  # locks are unknown to this file system: those of Snakemake stay
        return
    for lock in SNAKEMAKE_LOCKS.glob("*"):
        lock.unlink(missing_ok=True)
    own = (path for folder in CONTENT for path in Path(folder).rglob("*"))
    if faults := [*_date_back((*own, *map(Path, inputs)), time.time())]:
        _refuse(faults)
    if faults := [*_date_back(OUTPUTS.rglob("*"), LONG_AGO)]:
        _refuse(faults)


def begin(graph: Any) -> None:
    """Take this folder for the build that starts now, and keep why it does what; `graph` is Snakemake's.

    Leaves where another build has the folder, or where nothing can be written.
    """
    signal.signal(signal.SIGINT, _interrupt)
    try:
        hold()
        keep_reasons(graph)
    except Faults as refused:
        _refuse(refused.faults)
    except OSError as error:
        _refuse([system_fault(error, HELD)])


def hold() -> None:
    """Take this folder for this process, and wait for steps that a killed build has left here.

    Raises Faults where another build has it.
    """
    HELD.parent.mkdir(exist_ok=True)
    stream = HELD.open("a+", encoding="utf-8")
    _kept.append(stream)
    if not locked(stream, MOMENT):
        raise Faults(filter(None, [another()]))
    stream.truncate(0)
    json.dump({"process": os.getpid(), "started": f"{datetime.now():%Y-%m-%d %H:%M}"}, stream)
    stream.flush()
    await_others(PATIENCE)


def end() -> None:
    """Leave with the exit code of Ctrl+C where that has ended the build."""
    if _interrupted:
        raise SystemExit(INTERRUPTED)


class _LastWord(logging.Handler):
    """Says why a build broke off, where Snakemake is told to be quiet and no program has said it."""

    told = False
    """Whether it was said that another build runs; it was not where both began in the same moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print the error of a record, unless that was told before."""
        text = record.getMessage()
        if _interrupted or not hasattr(record, "exception") or _TOLD.search(text):
            return
        if record.exception == "LockException":
            report([] if self.told else [another() or _JUST_BEGUN])
            return
        text = text.strip().splitlines()[-1] if "Traceback" in text else text
        problem = _COMMAND.sub(r"\1 ", plain(text)).rstrip(".")
        report([Fault("build", 1, 1, problem, "snakemake without --quiet says more")])


_TOLD = re.compile(r"exit status (?:1|2|3|130|141)\b|At least one job did not complete")
"""What is no news: a program that ended with one of its own exit codes, and that a step has failed."""

_COMMAND = re.compile(r"^.*?Command '.*?(\w+\.py) .*' ")
"""How Snakemake names a step, with all its flags."""


_JUST_BEGUN = Fault("build", 1, 1, "another build has begun here in this moment", "wait until it is done")


def explain_breaking_off(workflow: Any) -> None:
    """Have errors of Snakemake's own told though it is quiet; `workflow` is Snakemake's."""
    if any(kind.name == "ALL" for kind in workflow.output_settings.quiet or ()):
        workflow.logger_manager.logger.addHandler(_LastWord(logging.ERROR))


def _interrupt(*_: int | FrameType | None) -> None:
    """Say that Ctrl+C ends the build; what runs of it ends by itself, and a second one waits for nothing."""
    global _interrupted
    _interrupted = True
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    print("Ended by Ctrl+C.", file=sys.stderr)
    raise KeyboardInterrupt


def _refuse(faults: Iterable[Fault]) -> NoReturn:
    """Leave Snakemake with faults, and without the traceback that it would show around an exception."""
    report(faults)
    raise SystemExit(FAULTS)


def another() -> Fault | None:
    """Return the fault that another build runs here, if one does. Raises OSError where locks are unknown."""
    if not HELD.exists():
        return None
    with HELD.open(encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return None
        except BlockingIOError:
            text = stream.read()
    try:
        held = json.loads(text)
        since = f"since {held['started']} (process {held['process']})"
    except (ValueError, KeyError, TypeError):
        since = "for a moment"  # it has not said yet who it is
    problem = f"another build has been running here {since}"
    return Fault("build", 1, 1, problem, "wait until it is done, or end it with Ctrl+C where it runs")


def _date_back(paths: Iterable[Path], moment: float) -> Iterator[Fault]:
    """Give files, and links that they may be, another time where their own is still to come.

    Snakemake takes files by their times. The clock was wrong, or an archive was packed in a zone
    further east. An input is of now; of an output nobody knows whether it is older than an edit: it
    counts as older than all. Yields a fault for each file whose time cannot be set.
    """
    now = time.time()
    for path in paths:
        for follow in (True, False):
            try:
                if path.stat(follow_symlinks=follow).st_mtime > now:
                    os.utime(path, (moment, moment), follow_symlinks=follow)
            except FileNotFoundError:
                continue
            except OSError as error:
                problem = f"the file is dated in the future, and has to stay so ({error.strerror})"
                yield Fault(str(path), 1, 1, problem, f"set its time right: touch {path}")
