"""Faults of a brief, each with its place, the problem and the remedy."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar


@dataclass(frozen=True, order=True)
class Fault:
    """One fault, at a place that an editor can open.

    `path` is relative to the brief's folder; `line` and `column` count from 1.
    A `warning` is printed and stops nothing.
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


class Faults(Exception):  # noqa: N818 (faults of editors, not an error of the program)
    """All faults of one pass, in the order of files and lines."""

    exit_code: ClassVar[int] = 2

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


class ConfigurationFaults(Faults):
    """Faults of config.yaml or of a command line: the programs end with 3 on them."""

    exit_code = 3


def raise_faults(faults: Iterable[Fault]) -> None:
    """Raise `Faults` if any of `faults` is more than a warning."""
    all_faults = list(faults)
    if any(not fault.warning for fault in all_faults):
        raise Faults(all_faults)


def excused(faults: Iterable[Fault]) -> list[Fault]:
    """Return `faults` as warnings."""
    return [replace(fault, warning=True) for fault in faults]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the remedy for an unknown name: the nearest known one, or all if they are few."""
    names = sorted(set(known))
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]}?"
    if 0 < len(names) <= 12:
        return f"known are {', '.join(names)}"
    return "see README for the names that are known here"
