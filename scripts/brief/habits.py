"""How spreadsheets and hands write numbers and dates that Table Schema reads otherwise, or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")


class Slip(NamedTuple):
    """Why a text is no value of its kind, what to do, and the name of the habit where it is one."""

    problem: str
    remedy: str
    habit: str = ""


def shown(text: str, longest: int = 40) -> str:
    """Return a text for a message: on one line, not too long, with what cannot be seen as its code."""
    short = text[:longest] + "…" * (len(text) > longest)
    strange = {"Cc", "Cf", "Cn", "Co", "Zl", "Zp"}
    return "".join(
        " " if c in "\n\t" else f"<U+{ord(c):04X}>" if unicodedata.category(c) in strange else c
        for c in short
    )


def unreadable(kind: str, text: str, field: Mapping[str, Any]) -> Slip:
    """Return what is wrong with the text of a cell that could not be read as a value of its kind."""
    slip = None
    if kind in {"integer", "number"}:
        slip = _of_signs(text, field) or _of_characters(text) or _of_meaning(text)
    elif kind == "date":
        slip = _of_days(text, field)
    elif kind == "boolean":
        remedy = "write true or false, or name the word in trueValues or falseValues in datapackage.json"
        slip = Slip("is no boolean", remedy, "boolean")
    elif kind == "year" and _DAY.fullmatch(text):
        slip = Slip("is a day, not a year", "write the year alone, as 2026", "day")
    return slip or Slip(f"is no {kind}", "correct the cell, or the column's type in datapackage.json")


def _of_signs(text: str, field: Mapping[str, Any]) -> Slip | None:
    """Look for the decimal comma and for signs between thousands."""
    point, group = field.get("decimalChar", "."), field.get("groupChar")
    signs = r"[.,'’ \u00a0\u202f_]"
    if re.fullmatch(rf"[+-]?[0-9]+(?:{signs}[0-9]+)+", text) is None:
        return None
    used = list(dict.fromkeys(re.findall(signs, text)))
    bare = re.sub(signs, "", text)
    grouped = re.fullmatch(rf"[+-]?[0-9]{{1,3}}(?:{signs}[0-9]{{3}})+", text) and len(used) == 1
    if used in ([","], ["."]) and text.count(used[0]) == 1 and used[0] != point:
        name = "comma" if used == [","] else "point"
        whole, _, rest = text.partition(used[0])
        if grouped and used[0] != group:
            remedy = f"write {bare} or {whole}{point}{rest}, or say in datapackage.json what it is:"
            return Slip(f"has a {name} in it", f"{remedy} decimalChar or groupChar", "sign")
        if field.get("type") == "number":
            remedy = f"write {whole}{point}{rest}, or add {_key('decimalChar', used[0])} to the column"
            return Slip(f"has a decimal {name}", f"{remedy} in datapackage.json", "decimal")
    if grouped and used[0] not in (point, group):
        remedy = f"write {bare}, or add {_key('groupChar', used[0])} to the column in datapackage.json"
        return Slip("has signs between its thousands", remedy, "group")
    if field.get("type") == "integer" and len(used) == 1 and used[0] in ".,":
        return Slip("is no integer", "correct the cell, or the column's type in datapackage.json")
    return Slip(f"is no {field['type']}", f"write its digits alone, with {point} before decimals", "signs")


def _key(name: str, sign: str) -> str:
    return f'"{name}": "{sign}"'


def _of_characters(text: str) -> Slip | None:
    """Look for digits of other scripts, for the minus of typographers, for blanks that nobody sees."""
    plain = "".join(
        "-" if c in "−–" else str(unicodedata.decimal(c, c)) for c in text if unicodedata.category(c) != "Cf"
    )
    if plain == text or not re.fullmatch(r"[+-]?[0-9]+(?:[.,][0-9]+)?", plain):
        return None
    return Slip("has other characters than the digits 0 to 9", f"write it as {plain}", "characters")


def _of_meaning(text: str) -> Slip | None:
    """Look for powers of ten, for what is no finite number, for units."""
    if re.fullmatch(r"[+-]?[0-9.,]+[eE][+-]?[0-9]+", text):
        return Slip("is written with a power of ten", "write the number out, with all its digits", "power")
    if re.fullmatch(r"[+-]?(?:nan|inf|infinity|n/?a|null|none|-+|–|—|\.\.+|…|\?)", text, re.IGNORECASE):
        remedy = f"leave the cell empty, or name it among missingValues in datapackage.json: {shown(text)}"
        return Slip("stands for no number", remedy, "missing")
    if re.fullmatch(r"[+-]?[0-9]{29,}|[+-]?[0-9]*\.[0-9]{28,}", text):
        return Slip("has more than 28 digits", "round it", "digits")
    if re.fullmatch(r"(?:[^\d\s]{1,3}\s?)?[+-]?\d[\d.,\s]*(?:\s?[^\d\s]{1,12})?", text):
        remedy = "write the number alone; what it counts is the column's unit in datapackage.json"
        return Slip("has more than a number in it", remedy, "unit")
    return None


def _of_days(text: str, field: Mapping[str, Any]) -> Slip | None:
    form = field.get("format", "default")
    if form != "default":
        return Slip(f"is no date of the format {form}", "correct the cell, or the format", "")
    found = _DAY.fullmatch(text)
    if found and int(found[1]) <= 31 and int(found[3]) <= 12:
        iso = f"{found[4]}-{int(found[3]):02}-{int(found[1]):02}"
        form = f"%d{found[2]}%m{found[2]}%Y"
        remedy = f'write {iso}, or add "format": "{form}" to the column in datapackage.json'
        return Slip("is no date as it is written here", remedy, "day")
    if re.fullmatch(r"\d{4}(-\d{2})?", text):
        remedy = 'write the day too, or make the column a "yearmonth", a "year" or a "string"'
        return Slip("is no day", remedy, "short")
    return Slip("is no date", "write it as 2026-11-24")
