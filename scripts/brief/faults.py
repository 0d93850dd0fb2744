"""What an editor has to mend: where it is, what is wrong, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend, at a place that an editor can open.

    `path` is relative to the brief's folder; `line` and `column` count from 1.
    A fault that is only a `warning` is printed and stops nothing.
    """

    path: str
    line: int
    column: int
    problem: str
    remedy: str
    warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.warning else ""
        return f"{self.path}:{self.line}:{self.column}: {kind}{self.problem}; {self.remedy}"


class Faults(Exception):  # noqa: N818 (what an editor made, not an error of the program)
    """Everything found wrong in one go, in the order in which an editor reads files."""

    exit_code: ClassVar[int] = 2

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


class ConfigurationFaults(Faults):
    """Faults of config.yaml or of a command line: the programs end with 3 on them."""

    exit_code = 3


def raise_faults(faults: Iterable[Fault]) -> None:
    """Raise `Faults` if any of `faults` is more than a warning."""
    found = list(faults)
    if any(not fault.warning for fault in found):
        raise Faults(found)


def excused(faults: Iterable[Fault]) -> list[Fault]:
    """Return `faults` turned into warnings."""
    return [replace(fault, warning=True) for fault in faults]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the remedy for an unknown name: the nearest known one, or all of a few."""
    names = sorted(set(known))
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]}?"
    if 0 < len(names) <= 12:
        return f"known are {', '.join(names)}"
    return "see README for what may stand here"
