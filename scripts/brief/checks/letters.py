"""Letters that the fonts of the design do not have: the PDF could not show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from brief.faults import Fault


def letters_of(fonts: Iterable[Path]) -> frozenset[str]:
    """Return the characters that every one of the fonts has."""
    sets = [_letters(path) for path in fonts]
    return frozenset(set.intersection(*sets)) if sets else frozenset()


def _letters(font: Path) -> set[str]:
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        return {chr(code) for code in opened.getBestCmap()}


def letter_faults(path: str, text: str, letters: frozenset[str]) -> Iterator[Fault]:
    """Yield a fault for each character of `text` that is not one of `letters`, at its first place."""
    for letter in sorted({one for one in text if not one.isspace()} - letters):
        at = text.index(letter)
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        problem = f"the fonts of the brief have no {letter} (U+{ord(letter):04X})"
        yield Fault(path, line, column, problem, "write it another way")
