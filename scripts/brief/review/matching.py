"""What units should print, held against what is printed: the origin of each character."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from brief.review.units import CITATION, COMMENT, SPACE, TEXT, Unit

TRAILING = frozenset(".,;:!?")
"""The punctuation that goes before the mark of a note (citeproc's notes-after-punctuation)."""

CLOSING = frozenset("\"'”’»“")


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
    """Return the origins of all of a printed text, in its order; None where units print another."""
    expression = _Expression()
    expression.add_all(_settled(units))
    return expression.match(printed)


class _Expression:
    """A regular expression in which each group stands for units."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.groups: list[list[Unit]] = []

    def add_all(self, units: Sequence[Unit]) -> None:
        """Add all units; those by a citation in each order in which they may be printed."""
        at = 0
        while at < len(units):
            end = at + 1
            if _plain(units[at]):
                while end < len(units) and _plain(units[end]) and not _moves(units, end):
                    end += 1
            if _moves(units, at):
                quoted, citation, punctuation = units[at : at + 3]
                orders = ([punctuation, quoted, citation], [quoted, punctuation, citation])
                self._either(*orders, [quoted, citation, punctuation])
                end = at + 3
            elif units[at].kind == CITATION and at + 1 < len(units) and _trailing(units[at + 1]):
                self._either([units[at + 1], units[at]], [units[at], units[at + 1]])
                end = at + 2
            else:
                self.parts.append(self._group(list(units[at:end])))
            at = end

    def match(self, printed: str) -> tuple[Origin, ...] | None:
        """Return the origins of a text that is all matched."""
        found = re.fullmatch("".join(self.parts), printed, re.DOTALL)
        if found is None:
            return None
        origins: list[Origin] = []
        for number, units in enumerate(self.groups, 1):
            start, end = found.span(number)
            if start >= 0 and len(units) > 1:
                origins += [
                    Origin(start + i, start + i + 1, u.first, u.last, u.kind) for i, u in enumerate(units)
                ]
            elif end > start:
                unit = units[0]
                origins.append(Origin(start, end, unit.first, unit.last, unit.kind, unit.name))
        return tuple(sorted(origins, key=lambda origin: origin.start))

    def _group(self, units: list[Unit]) -> str:
        self.groups.append(units)
        if len(units) == 1:
            return f"({units[0].regex})"
        return "(" + "".join(f"(?:{u.regex})" if len(u.printed) > 1 else u.regex for u in units) + ")"

    def _either(self, *orders: list[Unit]) -> None:
        each = ("".join(self._group([unit]) for unit in order) for order in orders)
        self.parts.append("(?:" + "|".join(each) + ")")


def _plain(unit: Unit) -> bool:
    """Return whether a unit prints exactly one character."""
    return unit.kind in (TEXT, SPACE) and {len(text) for text in unit.printed} == {1}


def _trailing(unit: Unit) -> bool:
    return unit.kind == TEXT and unit.printed[0] in TRAILING


def _moves(units: Sequence[Unit], at: int) -> bool:
    """Return whether a quotation mark, a citation and a point stand here, which are printed turned round."""
    if at + 2 >= len(units) or units[at + 1].kind != CITATION or not _trailing(units[at + 2]):
        return False
    return units[at].kind == TEXT and bool(CLOSING & {sign for text in units[at].printed for sign in text})


def _settled(units: Iterable[Unit]) -> list[Unit]:
    """Return the units that print something: blanks that meet are one, and none before a citation."""
    settled: list[Unit] = []
    for unit in units:
        if unit.kind == COMMENT or unit.printed == ("",):
            continue
        if unit.kind == SPACE and (not settled or settled[-1].kind == SPACE):
            if settled:
                settled[-1] = (
                    replace(settled[-1], last=unit.last) if _adjacent(settled[-1], unit) else settled[-1]
                )
            continue
        if unit.kind == CITATION and settled and settled[-1].kind == SPACE and "+?" not in unit.pattern:
            unit = replace(unit, first=settled.pop().first)
        settled.append(unit)
    while settled and settled[-1].kind == SPACE:
        settled.pop()
    return settled


def _adjacent(left: Unit, right: Unit) -> bool:
    return left.last == right.first
