"""JSON that editors write, with a line and a column for every key and item in it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from brief.content.yamlfile import Location, YamlFile
from brief.faults import Fault
from brief.files import UNPRINTABLE, read_bounded

LARGEST = 500_000
DEEPEST = 20
LONGEST_NUMBER = 30
_HUGE = re.compile(r"-?\d[^eE]*[eE][+-]?\d{4}")

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[\[\]{}]|[^\s\[\]{},:"]+', re.DOTALL)


class _Survey:
    """Finds the place of everything in the text of one file."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.tokens = ((token[0], token.start()) for token in _TOKEN.finditer(text))
        self.starts = [0, *(end.end() for end in re.finditer("\n", text))]
        self.places: dict[Location, tuple[int, int]] = {}
        self.faults: list[Fault] = []

    def place(self, at: int) -> tuple[int, int]:
        """Return the line and the column of a character."""
        line = bisect_right(self.starts, at)
        return line, at - self.starts[line - 1] + 1

    def fault(self, at: int, problem: str, remedy: str) -> None:
        """Add a fault at a character."""
        self.faults.append(Fault(self.path, *self.place(at), problem, remedy))

    def check_tokens(self) -> bool:
        """Return whether brackets are not too deep and numbers not too long for the parser."""
        depth = 0
        for token, at in self.tokens:
            depth += (token in "[{") - (token in "]}")
            if depth > DEEPEST:
                self.fault(at, f"brackets are nested more than {DEEPEST} deep", "nest them less deeply")
            elif token[0] in "-0123456789" and (len(token) > LONGEST_NUMBER or _HUGE.match(token)):
                self.fault(at, "the number is too long or too large to be read", "shorten it")
            if self.faults:
                return False
        return True

    def walk(self, location: Location, token: str, at: int) -> None:
        """Record the place of a value that begins with `token`, and of all inside it."""
        self.places.setdefault(location, self.place(at))
        if token == "{":
            for key, key_at in self._until("}"):
                inner = (*location, self._string(key, key_at))
                if inner in self.places:
                    problem = f"the key {inner[-1]} is given twice"
                    first = f" (first in line {self.places[inner][0]})"
                    self.fault(key_at, problem + first, "keep one of the two")
                self.places[inner] = self.place(key_at)
                self.walk(inner, *next(self.tokens))
        elif token == "[":
            for index, (item, item_at) in enumerate(self._until("]")):
                self.walk((*location, index), item, item_at)
        elif token[0] == '"':
            self._string(token, at)

    def _until(self, end: str) -> Iterator[tuple[str, int]]:
        for token, at in self.tokens:
            if token == end:
                return
            yield token, at

    def _string(self, token: str, at: int) -> str:
        text: str = json.loads(token)
        unprintable = UNPRINTABLE.search(text)
        if unprintable:
            self.fault(at, f"the text holds the character U+{ord(unprintable[0]):04X}", "take it out")
        return text


def load_json(path: Path) -> tuple[YamlFile, list[Fault]]:
    """Parse the file; errors of JSON, and keys that are given twice, come back as faults.

    Numbers with a point are Decimals. Raises Faults where the file cannot be read or is too large.
    """
    text = read_bounded(path, LARGEST, "describe the data in fewer words")
    survey = _Survey(str(path), text)
    if not survey.check_tokens():
        return YamlFile(str(path), {}, {}), survey.faults
    try:
        value: Any = json.loads(text, parse_float=Decimal, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        problem = f"this is not JSON ({error.msg})"
        fault = Fault(str(path), error.lineno, error.colno, problem, "check commas, quotes and brackets")
        return YamlFile(str(path), {}, {}), [fault]
    except _ConstantError as error:
        at = next(token.start() for token in _TOKEN.finditer(text) if token[0] == str(error))
        survey.fault(at, f"{error} is not a number in JSON", "write a number, or take it out")
        return YamlFile(str(path), {}, {}), survey.faults
    survey = _Survey(str(path), text)
    survey.walk((), *next(survey.tokens))
    return YamlFile(str(path), value, survey.places), survey.faults


class _ConstantError(Exception):
    """The text has NaN or Infinity, which Python would read as numbers."""


def _refuse(name: str) -> Any:
    raise _ConstantError(name)
