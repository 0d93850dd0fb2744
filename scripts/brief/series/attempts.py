"""Work on one brief of a series, in a child process and within the limits of the brief."""

from __future__ import annotations

import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import asdict
from functools import partial
from pathlib import Path

from brief.building.running import hold
from brief.building.settings import load_settings
from brief.building.workflow import Workflow, open_brief
from brief.confining import each_within
from brief.faults import Fault, Faults
from brief.files import is_of_system, read_json, system_fault, write_json
from brief.limits import at_work
from brief.program import FAULTS, FINE, UNEXPECTED, call
from brief.series.planning import SETTINGS
from brief.series.recipe import Step, log_of

Work = tuple[str, Callable[[], None]]
"""What is to be done, and its name, by which its log is called."""


def attempt(folder: Path, works: Callable[[], Iterable[Work]]) -> tuple[Fault, ...]:
    """Do pieces of work in the folder of a brief until one fails; return why, and nothing if all is well.

    `works` is called in the child, whose working directory is the folder. Each piece has the time
    and the memory that the brief's settings give to a step.
    """
    with tempfile.TemporaryDirectory() as place:
        kept = Path(place, "faults.json")
        try:
            with chdir(folder):
                limits = load_settings(Path(), SETTINGS).limits
                code = each_within(limits, (partial(_kept, kept, *work) for work in works()))
        except Faults as refused:
            return refused.faults
        except OSError as error:
            return (system_fault(error, folder),)
        if kept.exists():
            return tuple(Fault(**fault) for fault in read_json(kept))
    return (_unexplained(),) if code else ()


def _unexplained() -> Fault:
    problem = "the build ended in the middle, and nothing says why"
    return Fault("scripts", 1, 1, problem, "see that no chart or table ends its program")


def steps_in(steps: Callable[[Workflow], Iterable[Step]]) -> Iterator[Work]:
    """Yield the works of the brief in the working directory: it is opened, then steps are done."""
    opened: list[Workflow] = []

    def open_here() -> None:
        hold()
        opened.append(open_brief(SETTINGS))

    yield "open_brief", open_here
    for step in steps(opened[0]):
        yield step.name, partial(call, step.path, step.arguments)


def _kept(place: Path, name: str, action: Callable[[], None]) -> int:
    """Return the exit code of a piece of work; its faults are kept in `place`, what it says in its log."""
    path = log_of(name)
    faults: tuple[Fault, ...]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        log = path.open("w", encoding="utf-8", errors="backslashreplace", buffering=1)
    except OSError as error:
        code, faults = FAULTS, (system_fault(error, path),)
    else:
        with log, redirect_stdout(log), redirect_stderr(log):
            code, faults = _outcome(path, action)
    if faults:
        write_json(place, [asdict(fault) for fault in faults])
    return code


def _outcome(log: Path, action: Callable[[], None]) -> tuple[int, tuple[Fault, ...]]:
    try:
        with at_work("report", "Pandoc or Typst"):
            action()
    except Faults as refused:
        return refused.exit_code, refused.faults
    except Exception as error:
        traceback.print_exc()
        if isinstance(error, OSError) and is_of_system(error):
            return FAULTS, (system_fault(error),)
        problem = f"unexpected {type(error).__name__}: {error}"
        return UNEXPECTED, (Fault(str(log), 1, 1, problem, "the traceback is in this file"),)
    return FINE, ()
