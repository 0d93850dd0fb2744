r"""The patterns of a description, matched in time that is linear in the length of the text.

Python's `re` backtracks: on a pattern like `(a+)+b` that takes years. Here all states of the
automaton are followed at once (Thompson's construction). Patterns are in a part of the language of
`re`: letters, `.`, classes as `[a-z]` and `\d`, groups, `|`, and the repeats `*`, `+`, `?`, `{2}`,
`{2,}`, `{2,5}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

MOST_STATES = 1000
MOST_WORK = 1_000_000
"""How many states a pattern may go through for all texts; steps in the cache count once."""
DEEPEST = 20

_ATOM = re.compile(
    r"\[\^?\]?(?:\\.|(?!--|&&|~~|\|\|)[^\\\[\]])*\]|\\[dDsSwWnt]|\\[^\w\s]|[^\\()\[\]{}|*+?^$]", re.DOTALL
)
_REPEAT = re.compile(r"([*+?])|\{(\d{1,3})(,?)(\d{1,3})?\}")

_Build = Callable[[int], int]
"""Adds a part of the pattern in front of a state; returns the state in which the part begins."""


class PatternError(ValueError):
    """The pattern is wrong, or uses a part of the language that is not read here."""


@dataclass
class _State:
    """A state of the automaton: it goes on with a character that `atom` matches, or without one."""

    atom: re.Pattern[str] | None
    follow: list[int]


class Pattern:
    """A compiled pattern; `matches` applies it to a whole text."""

    def __init__(self, text: str) -> None:
        """Compile the text. Raises PatternError where it cannot be read."""
        self._states = [_State(None, [])]
        self._steps: dict[tuple[frozenset[int], str], frozenset[int]] = {}
        self._text = re.sub(r"(?<!\\)((?:\\\\)*)\$$", r"\1", text)  # a pattern matches the whole text anyway
        self._work = 0
        self._at = 1 if text.startswith("^") else 0
        self._depth = 0
        build = self._choice()
        if self._at < len(self._text):
            raise PatternError(f"{self._text[self._at]} means nothing in place {self._at + 1}")
        self._start = build(0)

    def matches(self, text: str) -> bool:
        """Return whether the whole text matches. Raises PatternError where that takes too long."""
        now = self._closed([self._start])
        for character in text:
            step = (now, character)
            if step not in self._steps:
                self._work += len(now)
                if self._work > MOST_WORK:
                    raise PatternError("it leaves too many ways open for texts of this length")
                self._steps[step] = self._closed(
                    [
                        state.follow[0]
                        for state in map(self._states.__getitem__, now)
                        if state.atom and state.atom.fullmatch(character)
                    ]
                )
            now = self._steps[step]
        return 0 in now

    def _closed(self, states: list[int]) -> frozenset[int]:
        """Return the states, and all that follow them without a character."""
        seen, waiting = set(states), list(states)
        while waiting:
            state = self._states[waiting.pop()]
            if state.atom is None:
                waiting += (follow := set(state.follow) - seen)
                seen |= follow
        return frozenset(seen)

    def _add(self, atom: re.Pattern[str] | None, *follow: int) -> int:
        if len(self._states) >= MOST_STATES:
            raise PatternError("it repeats too much")
        self._states.append(_State(atom, list(follow)))
        return len(self._states) - 1

    def _choice(self) -> _Build:
        ways = [self._sequence()]
        while self._text[self._at : self._at + 1] == "|":
            self._at += 1
            ways.append(self._sequence())
        return lambda after: self._add(None, *(way(after) for way in ways))

    def _sequence(self) -> _Build:
        parts: list[_Build] = []
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            parts.append(self._repeated(self._part()))

        def build(after: int) -> int:
            for part in reversed(parts):
                after = part(after)
            return after

        return build

    def _part(self) -> _Build:
        if self._text[self._at] == "(":
            return self._group()
        match = _ATOM.match(self._text, self._at)
        if not match:
            rest = self._text[self._at : self._at + 2]
            raise PatternError(f"{rest} is not read in place {self._at + 1}")
        self._at = match.end()
        try:
            atom = re.compile(match[0], re.DOTALL)
        except re.error as error:
            raise PatternError(f"{match[0]}: {error.msg}") from None
        return lambda after: self._add(atom, after)

    def _group(self) -> _Build:
        opened = self._at
        self._at += 3 if self._text.startswith("(?:", self._at) else 1
        self._depth += 1
        if self._depth > DEEPEST:
            raise PatternError("its brackets are nested too deep")
        inner = self._choice()
        self._depth -= 1
        if self._text[self._at : self._at + 1] != ")":
            raise PatternError(f"the bracket in place {opened + 1} is not closed")
        self._at += 1
        return inner

    def _repeated(self, part: _Build) -> _Build:
        repeat = _REPEAT.match(self._text, self._at)
        if not repeat:
            return part
        self._at = repeat.end()
        least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(repeat[1], (0, 0))
        if not repeat[1]:
            least = int(repeat[2])
            most = (int(repeat[4]) if repeat[4] else None) if repeat[3] else least
        if most is not None and most < least:
            raise PatternError(f"the second number of {repeat[0]} is less than the first")

        def build(after: int) -> int:
            if most is None:
                loop = self._add(None, after)
                self._states[loop].follow.append(part(loop))
                after = loop
            for _ in range((most or least) - least):
                after = self._add(None, part(after), after)
            for _ in range(least):
                after = self._add(None, part(after))
            return after

        return build
