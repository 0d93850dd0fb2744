"""The habits of spreadsheets and people: numbers and dates in forms that Table Schema does not read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from brief.content.language import MOST_DIGITS

_DAY = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_SIGNS = r"[.,'’ \u00a0\u2009\u202f_]"


class Slip(NamedTuple):
    """The problem of a text that is not a value of its kind, the remedy, and the habit, if it is one."""

    problem: str
    remedy: str
    habit: str = ""


def shown(text: str, longest: int = 40) -> str:
    """Return a text for a message: in one line, shortened, and with codes for invisible characters."""
    short = text[:longest] + "…" * (len(text) > longest)
    strange = {"Cc", "Cf", "Cn", "Co", "Zl", "Zp"}
    return "".join(
        " " if c in "\n\t" else f"<U+{ord(c):04X}>" if unicodedata.category(c) in strange else c
        for c in short
    )


def a_value_of(kind: str) -> str:
    """Return a kind with its article: `an integer`, `a number`."""
    return f"{'an' if kind == 'integer' else 'a'} {kind}"


def unreadable(kind: str, text: str, field: Mapping[str, Any]) -> Slip:
    """Return the slip in the text of a cell that could not be read as a value of its kind."""
    slip = None
    if kind in {"integer", "number"}:
        slip = _of_digits(text) or _of_signs(text, field) or _of_meaning(text)
    elif kind == "date":
        slip = _of_days(text, field)
    elif kind == "boolean":
        remedy = "write true or false, or name the word in trueValues or falseValues in datapackage.json"
        slip = Slip("is not a boolean", remedy, "boolean")
    elif kind == "year" and _DAY.fullmatch(text):
        slip = Slip("is a day, not a year", "write the year alone, as 2026", "day")
    return slip or Slip(
        f"is not {a_value_of(kind)}", "correct the cell, or the column's type in datapackage.json"
    )


def _of_signs(text: str, field: Mapping[str, Any]) -> Slip | None:
    """Return the slip of a number with another decimal sign, or with separators of its thousands."""
    number = re.fullmatch(rf"([+-]?[0-9]+)((?:{_SIGNS}[0-9]+)+)", text)
    if not number:
        return None
    used, digits = re.findall(_SIGNS, text), re.sub(_SIGNS, "", text)
    point = field.get("decimalChar", ".") if field["type"] == "number" else ""
    grouped = re.fullmatch(rf"[+-]?[0-9]{{1,3}}(?:{_SIGNS}[0-9]{{3}})+", text) and len(set(used)) == 1
    if point and len(used) == 1 and used[0] in ",.":
        name = {",": "comma", ".": "point"}[used[0]]
        plain = text.replace(used[0], point)
        if grouped:
            remedy = f"write {digits} or {plain}, or say in datapackage.json whether it is its"
            return Slip(f"has a {name} in it", f"{remedy} decimalChar or its groupChar", "sign")
        remedy = f"write {plain}, or add {_key('decimalChar', used[0])} to the column in datapackage.json"
        return Slip(f"has a decimal {name}", remedy, "decimal")
    if grouped:
        or_name = f", or add {_key('groupChar', used[0])} to the column in datapackage.json"
        remedy = f"write {digits}{or_name if used[0] not in ('_', point) else ''}"
        return Slip("has separators between its thousands", remedy, "group")
    groups = re.fullmatch(rf"([+-]?[0-9]{{1,3}}(?:{_SIGNS}[0-9]{{3}})+)([.,])([0-9]+)", text)
    if point and groups and len(set(used[:-1])) == 1 and used[0] != used[-1]:
        keys = f"{_key('groupChar', used[0])} and {_key('decimalChar', used[-1])}"
        remedy = f"write {re.sub(_SIGNS, '', groups[1])}{point}{groups[3]}, or add {keys} to the column"
        return Slip("has separators between its thousands", f"{remedy} in datapackage.json", "group")
    return None


def _key(name: str, sign: str) -> str:
    return f'"{name}": "{sign}"'


def _of_digits(text: str) -> Slip | None:
    """Return the slip of a number with too many digits, or with other characters than plain digits."""
    if re.fullmatch(r"[+-]?[0-9]*[.,]?[0-9]*", text) and sum(map(str.isdigit, text)) > MOST_DIGITS:
        return Slip(f"has more than {MOST_DIGITS} digits", "round it", "digits")
    plain = "".join(
        "-" if c in "−–" else str(unicodedata.decimal(c, c)) for c in text if unicodedata.category(c) != "Cf"
    )
    if plain == text or not re.fullmatch(r"[+-]?[0-9]+(?:[.,][0-9]+)?", plain):
        return None
    return Slip("has other characters than the digits 0 to 9", f"write it as {plain}", "characters")


def _of_meaning(text: str) -> Slip | None:
    """Return the slip of a power of ten, of a word for a missing number, or of a number with a unit."""
    if re.fullmatch(r"[+-]?[0-9.,]+[eE][+-]?[0-9]+", text):
        return Slip("is written with a power of ten", "write the number out, with all its digits", "power")
    if re.fullmatch(r"[+-]?(?:nan|inf|infinity|n/?a|null|none|-+|–|—|\.\.+|…|\?)", text, re.IGNORECASE):
        remedy = f"leave the cell empty, or name it among missingValues in datapackage.json: {shown(text)}"
        return Slip("is not a number", remedy, "missing")
    about = re.fullmatch(r"([^\d\s]{1,3}\s?)?[+-]?\d[\d.,\s]*(\s?[^\d\s]{1,12})?", text)
    if about and re.search(r"[^\W\d_]|[%€$£¥₽₸<>~≈]", f"{about[1] or ''}{about[2] or ''}"):
        remedy = "write the number alone; what it counts is the column's unit in datapackage.json"
        return Slip("has more than a number in it", remedy, "unit")
    return None


def _of_days(text: str, field: Mapping[str, Any]) -> Slip | None:
    """Return the slip of a date in another format, without a day, or not in the calendar."""
    form = field.get("format", "default")
    if form != "default":
        return Slip(f"is not a date of the format {form}", "correct the cell, or the format", "")
    day = _DAY.fullmatch(text)
    if day:
        sign, orders = day[2], (("%d", "%m", "%Y"), ("%m", "%d", "%Y"))
        able = [o for o, month in zip(orders, (day[3], day[1]), strict=True) if 1 <= int(month) <= 12]
        keys = " or ".join(f'"format": "{sign.join(order)}"' for order in (able[:1] if sign == "." else able))
        if keys:
            remedy = f"write it as 2026-11-24, or add {keys} to the column in datapackage.json"
            return Slip("is a date in another format", remedy, "day")
    if re.fullmatch(r"\d{4}(-\d{2})?", text):
        remedy = 'write the day too, or make the column a "yearmonth", a "year" or a "string"'
        return Slip("is a date without a day", remedy, "short")
    return Slip("is not a date", "write a day of the calendar, as 2026-11-24")
