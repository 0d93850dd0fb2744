"""Which bit of the source each printed character comes from.

Units say what each bit of Markdown may print. Joined, they are a regular expression of the whole
paragraph; where it matches the printed text, its groups tell what each unit has printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from brief.review.units import CITATION, COMMENT, SPACE, TEXT, Unit

TRAILING = frozenset(".,;:!?")
"""The punctuation that citeproc puts before the mark of a note (notes-after-punctuation)."""

CLOSING = frozenset("\"'”’»“")
"""The marks that may close a quotation."""


@dataclass(frozen=True)
class Origin:
    """Printed text from `start` to `end`, and its source from `first` to `last`."""

    start: int
    end: int
    first: int
    last: int
    kind: str
    name: str = ""


def match(units: Sequence[Unit], printed: str) -> tuple[Origin, ...] | None:
    """Return the origins of a whole printed text, in its order; None where the units print another text."""
    expression = _Expression()
    expression.add_all(_settled(units))
    return expression.match(printed)


class _Expression:
    """A regular expression of what units print: each of its groups stands for one unit or for several."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.groups: list[list[Unit]] = []

    def add_all(self, units: Sequence[Unit]) -> None:
        """Add all units. Where a citation stands before punctuation, add each order that citeproc may print.

        Units that print one character each share a group, for Python limits the number of groups.
        """
        at = 0
        while at < len(units):
            end = at + 1
            if _prints_one_character(units[at]):
                while end < len(units) and _prints_one_character(units[end]) and not _is_quoted(units, end):
                    end += 1
            if _is_quoted(units, at):
                quote, citation, point = units[at : at + 3]
                self._either([point, quote, citation], [quote, point, citation], [quote, citation, point])
                end = at + 3
            elif units[at].kind == CITATION and at + 1 < len(units) and _is_punctuation(units[at + 1]):
                citation, point = units[at : at + 2]
                self._either([point, citation], [citation, point])
                end = at + 2
            else:
                self.parts.append(self._group(list(units[at:end])))
            at = end

    def match(self, printed: str) -> tuple[Origin, ...] | None:
        """Return the origins of a printed text; None where the expression does not match all of it."""
        matched = re.fullmatch("".join(self.parts), printed, re.DOTALL)
        if matched is None:
            return None
        origins: list[Origin] = []
        for number, units in enumerate(self.groups, 1):
            start, end = matched.span(number)
            if start >= 0 and len(units) > 1:  # each of them printed one character
                origins += [
                    Origin(place, place + 1, unit.first, unit.last, unit.kind)
                    for place, unit in enumerate(units, start)
                ]
            elif end > start:
                unit = units[0]
                origins.append(Origin(start, end, unit.first, unit.last, unit.kind, unit.name))
        return tuple(sorted(origins, key=lambda origin: origin.start))

    def _group(self, units: list[Unit]) -> str:
        """Return a group of the expression for units that follow one another."""
        self.groups.append(units)
        if len(units) == 1:
            return f"({units[0].regex})"
        choices = (f"(?:{unit.regex})" if len(unit.printed) > 1 else unit.regex for unit in units)
        return f"({''.join(choices)})"

    def _either(self, *orders: list[Unit]) -> None:
        """Add units that may be printed in each of several orders."""
        choices = ("".join(self._group([unit]) for unit in order) for order in orders)
        self.parts.append("(?:" + "|".join(choices) + ")")


def _prints_one_character(unit: Unit) -> bool:
    return unit.kind in (TEXT, SPACE) and {len(text) for text in unit.printed} == {1}


def _is_punctuation(unit: Unit) -> bool:
    return unit.kind == TEXT and unit.printed[0] in TRAILING


def _is_quoted(units: Sequence[Unit], at: int) -> bool:
    """Return whether a closing quotation mark, a citation and punctuation follow one another here.

    Of these three citeproc changes the order: `"text" [@key].` may be printed as “text.”¹
    """
    if at + 2 >= len(units) or units[at + 1].kind != CITATION or not _is_punctuation(units[at + 2]):
        return False
    return units[at].kind == TEXT and any(CLOSING & set(text) for text in units[at].printed)


def _settled(units: Iterable[Unit]) -> list[Unit]:
    """Return the units that print something, as they print it.

    Blanks that meet print one; blanks at an end or before the mark of a citation's note print nothing.
    """
    settled: list[Unit] = []
    for unit in units:
        before = settled[-1] if settled else None
        if unit.kind == COMMENT:
            continue
        if unit.printed == ("",):  # what begins a line goes with the end of the line before
            if before is not None and before.kind == SPACE and before.last == unit.first:
                settled[-1] = replace(before, last=unit.last)
            continue
        if unit.kind == SPACE and before is None:
            continue
        if unit.kind == SPACE and before is not None and before.kind == SPACE:
            if before.last == unit.first:
                settled[-1] = replace(before, last=unit.last)
            continue
        if unit.kind == CITATION and not unit.named and before is not None and before.kind == SPACE:
            unit = replace(unit, first=settled.pop().first)
        settled.append(unit)
    while settled and settled[-1].kind == SPACE:
        settled.pop()
    return settled
