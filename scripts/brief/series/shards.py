"""A shard of a series: its briefs are built one after the other, each in a child of this process.

The child is a fork of a process that has libraries loaded and keeps what all briefs share
(`warming`). What one brief does, hangs or crashes included, no other notices.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import replace
from functools import partial
from pathlib import Path

from brief.building.running import hold
from brief.building.settings import load_settings
from brief.building.workflow import Workflow, open_brief
from brief.faults import Fault, Faults
from brief.files import is_of_system, system_fault
from brief.limits import at_work, each_within
from brief.program import FAULTS, FINE, UNEXPECTED, call
from brief.series.cards import card_of
from brief.series.outcomes import Outcome, load_outcome, place_of, save_outcome, sizes
from brief.series.planning import SETTINGS
from brief.series.recipe import OUTPUTS, Step, steps_of

OPENING, CLOSING = Step("open_brief", ()), Step("keep_outcome", ())
"""What comes before and after the steps: files are found, and what was made is written down."""


def build_shard(tasks: Mapping[str, str]) -> int:
    """Build the briefs of a shard, folders with their fingerprints; return how many have faults.

    Those that were built of the same before this process began are left as they are.
    """
    os.environ.pop("GITHUB_ACTIONS", None)  # faults are annotated once, at the end of the run
    faulty = 0
    for folder, made_of in tasks.items():
        place = place_of(folder).absolute()
        kept = load_outcome(place)
        if kept is None or not kept.holds(Path(folder), made_of):
            begun = replace(kept or Outcome(""), made_of=made_of, faults=())
            faulty += not _build(Path(folder), begun, place)
    return faulty


def _build(folder: Path, begun: Outcome, place: Path) -> bool:
    """Build a brief, keep the outcome in `place`, and return whether it has no faults.

    A brief at fault keeps the outputs that it had, and what `begun` says of them.
    """
    place.unlink(missing_ok=True)
    faults: tuple[Fault, ...] = ()
    code = FINE
    try:
        with chdir(folder):
            code = each_within(load_settings(Path(), SETTINGS).limits, _works(begun, place))
    except Faults as refused:
        faults = refused.faults
    except OSError as error:
        faults = (system_fault(error, folder),)
    if not faults and not place.exists():
        problem = "the build ended in the middle, and nothing says why"
        faults = (Fault("scripts", 1, 1, problem, "see that no chart or table ends its program"),)
    if faults:
        save_outcome(place, replace(begun, faults=faults))
    return code == FINE and not faults


def _works(begun: Outcome, place: Path) -> Iterator[Callable[[], int]]:
    """Yield the pieces of work that build the brief in the working directory; for the child."""
    opened: list[Workflow] = []
    failing = partial(_kept_failure, begun, place)

    def open_here() -> None:
        hold()
        opened.append(open_brief(SETTINGS))

    yield partial(failing, OPENING, open_here)
    for step in steps_of(opened[0]):
        yield partial(failing, step, partial(call, step.path, step.arguments))
    yield partial(failing, CLOSING, lambda: save_outcome(place, _finished(begun.made_of)))


def _kept_failure(begun: Outcome, place: Path, step: Step, action: Callable[[], None]) -> int:
    """Return the exit code of a step; why it has failed is kept in `place`, what it says in its log."""
    try:
        step.log.parent.mkdir(parents=True, exist_ok=True)
        log = step.log.open("w", encoding="utf-8", errors="backslashreplace", buffering=1)
        with log, redirect_stdout(log), redirect_stderr(log):
            code, faults = _outcome(step, action)
    except OSError as error:
        code, faults = FAULTS, (system_fault(error, step.log),)
    if faults:
        save_outcome(place, replace(begun, faults=faults))
    return code


def _outcome(step: Step, action: Callable[[], None]) -> tuple[int, tuple[Fault, ...]]:
    try:
        with at_work("report", "Pandoc or Typst"):
            action()
    except Faults as refused:
        return refused.exit_code, refused.faults
    except Exception as error:
        traceback.print_exc()
        if isinstance(error, OSError) and is_of_system(error):
            return FAULTS, (system_fault(error),)
        problem = f"{step.program} has met an unexpected {type(error).__name__}: {error}"
        return UNEXPECTED, (Fault(str(step.log), 1, 1, problem, "the traceback is in this file"),)
    return FINE, ()


def _finished(made_of: str) -> Outcome:
    """Return the outcome of the brief in the working directory, which has been built."""
    card = card_of(Path("build/parts/description.json"), Path("build/links.json"))
    return Outcome(made_of, outputs=sizes(Path(), OUTPUTS), card=card)
