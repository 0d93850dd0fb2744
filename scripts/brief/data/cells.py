"""The one reading of a cell: the value that Table Schema gives its text, or the problem with it.

A `DataColumn` reads by the description of its field. Which keys a description may have is in
`scripts/schemas/datapackage.schema.json`; their meaning is in this module alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from brief.content.language import MOST_DIGITS
from brief.data.habits import a_value_of, shown, unreadable
from brief.data.patterns import Pattern, PatternError

TRUE = ("true", "True", "TRUE", "1")
FALSE = ("false", "False", "FALSE", "0")
"""The texts of booleans in a field that names none itself (Table Schema)."""

DAY_PARTS = {"%d": r"(?P<day>\d{1,2})", "%m": r"(?P<month>\d{1,2})", "%Y": r"(?P<year>\d{4})"}
"""The parts of the `format` of a date; any other character in it is itself."""

BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
"""The constraints whose values are written like cells."""

COMPARISONS: Mapping[str, tuple[Callable[[Any, Any], bool], str]] = {
    "minimum": (lambda value, bound: value >= bound, "is less than the minimum"),
    "maximum": (lambda value, bound: value <= bound, "is more than the maximum"),
    "exclusiveMinimum": (lambda value, bound: value > bound, "is not more than"),
    "exclusiveMaximum": (lambda value, bound: value < bound, "is not less than"),
    "minLength": (lambda value, bound: len(value) >= bound, "has fewer characters than"),
    "maxLength": (lambda value, bound: len(value) <= bound, "has more characters than"),
}
"""The constraints that compare a value with a bound, and the problem of a value that breaks them."""


class CellError(ValueError):
    """A cell does not fit its column; `habit` names a slip that is often made in a whole column."""

    def __init__(self, problem: str, remedy: str, habit: str = "") -> None:
        super().__init__(problem)
        self.problem, self.remedy, self.habit = problem, remedy, habit


class DataColumn:
    """A column of the data: `read` returns the value of a cell, `check` applies the constraints."""

    def __init__(self, field: Mapping[str, Any], missing: Sequence[str] = ("",)) -> None:
        self.field = field
        self.name: str = field["name"]
        self.kind: str = field.get("type", "string")
        self.missing = frozenset(field.get("missingValues", missing))
        self.constraints: Mapping[str, Any] = field.get("constraints", {})

    def read(self, text: str) -> Any:
        """Return the value of a cell, None where it is missing. Raises CellError where it has none.

        Integers and years are int, numbers are Decimal, dates are texts such as 2026-11-24 or 2026-11.
        """
        if text in self.missing:
            return None
        if re.match(r"=.|[+@-][A-Z][A-Z0-9.]*\(", text):
            problem = f"{self.name} holds a formula: {shown(text)}"
            raise CellError(problem, "put its value there: a CSV file calculates nothing", "formula")
        if re.fullmatch(r"#(?:REF!|N/A|DIV/0!|NAME\?|VALUE!|NUM!|NULL!)", text):
            problem = f"{self.name} = {text} is an error of a spreadsheet"
            raise CellError(problem, "put the value there, or leave the cell empty", "error")
        value = getattr(self, f"_{self.kind}")(text)
        if value is None:
            slip = unreadable(self.kind, text, self.field)
            raise CellError(f"{self.name} = {shown(text)} {slip.problem}", slip.remedy, slip.habit)
        return value

    def bound(self, value: Any) -> Any:
        """Return a value of a constraint, read like a cell. Raises CellError where it does not fit."""
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise CellError(f"{value} is not {a_value_of(self.kind)}", "write it as a cell of the column")
        text = str(value)
        if not isinstance(value, str) and self.kind == "number":
            return Decimal(text)
        bound = self.read(text)
        if bound is None:
            raise CellError(f"“{text}” is a missing value", "take it out")
        return bound

    def check(self, value: Any) -> None:
        """Raise CellError where a value breaks a constraint."""
        if value is None:
            if self.constraints.get("required"):
                raise CellError(f"the cell of {self.name} is empty", "fill it in")
            return
        remedy = "correct the cell, or the constraints of the column in datapackage.json"
        for key, bound in self.bounds.items():
            compare, problem = COMPARISONS[key]
            if not compare(value, bound):
                raise CellError(f"{self.name} = {shown(str(value))} {problem} {bound}", remedy)
        if self._enum is not None and value not in self._enum:
            known = ", ".join(map(str, self._enum))
            raise CellError(f"{self.name} = {shown(str(value))} is none of: {shown(known, 200)}", remedy)
        if self.pattern:
            self._match(self.pattern, value, remedy)

    def _match(self, pattern: Pattern, value: str, remedy: str) -> None:
        text = shown(self.constraints["pattern"], 200)
        try:
            if not pattern.matches(value):
                raise CellError(f"{self.name} = {shown(value)} does not match the pattern {text}", remedy)
        except PatternError as error:
            problem = f"the pattern {text} of {self.name} takes too long: {error}"
            raise CellError(problem, "make it simpler in datapackage.json", "pattern") from None

    @cached_property
    def pattern(self) -> Pattern | None:
        """The pattern of the column. Raises PatternError where it cannot be read."""
        return Pattern(self.constraints["pattern"]) if "pattern" in self.constraints else None

    @cached_property
    def bounds(self) -> dict[str, Any]:
        """The values of the constraints that compare. Raises CellError where one does not fit."""
        bounds = {key: self.constraints[key] for key in COMPARISONS if key in self.constraints}
        return {key: self.bound(value) if key in BOUNDS else value for key, value in bounds.items()}

    @cached_property
    def _enum(self) -> list[Any] | None:
        return (
            [self.bound(value) for value in self.constraints["enum"]] if "enum" in self.constraints else None
        )

    def _string(self, text: str) -> str:
        return text

    def _integer(self, text: str) -> int | None:
        plain = self._ungrouped(text)
        return int(plain) if re.fullmatch(rf"[+-]?[0-9]{{1,{MOST_DIGITS}}}", plain) else None

    def _number(self, text: str) -> Decimal | None:
        whole, _, decimals = text.partition(self.field.get("decimalChar", "."))
        digits = re.fullmatch(r"([+-]?)([0-9]*) ([0-9]*)", f"{self._ungrouped(whole)} {decimals}")
        if not digits or not 0 < len(digits[2] + digits[3]) <= MOST_DIGITS:
            return None
        return Decimal(f"{digits[1]}{digits[2] or 0}.{digits[3]}")

    def _ungrouped(self, whole: str) -> str:
        """Return a whole number without the separators of its thousands, if each is in its place."""
        group = self.field.get("groupChar")
        if group and re.fullmatch(rf"[+-]?[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+", whole):
            return whole.replace(group, "")
        return whole

    def _boolean(self, text: str) -> bool | None:
        if text in self.field.get("trueValues", TRUE):
            return True
        return False if text in self.field.get("falseValues", FALSE) else None

    def _year(self, text: str) -> int | None:
        return int(text) if re.fullmatch(r"(?!0000)[0-9]{4}", text) else None

    def _yearmonth(self, text: str) -> str | None:
        return text if re.fullmatch(r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])", text) else None

    def _date(self, text: str) -> str | None:
        match = re.fullmatch(day_pattern(self.field.get("format", "default")), text, re.ASCII)
        if not match:
            return None
        try:
            return date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
        except ValueError:
            return None


def day_pattern(form: str) -> str:
    """Return the regular expression for a `format` of dates, as `%d.%m.%Y`; `default` is ISO 8601's."""
    if form == "default":
        return r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    return "".join(DAY_PARTS.get(piece) or re.escape(piece) for piece in re.findall(r"%\w|.", form))
