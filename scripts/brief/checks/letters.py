"""Letters that the fonts of the design do not have: the PDF could not show them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from brief.content.yamlfile import YamlFile
from brief.faults import Fault


def letters_of(fonts: Iterable[Path]) -> frozenset[str]:
    """Return the characters that every one of the fonts has, but for monospaced ones.

    What these lack is printed in the font of the text.
    """
    sets = [letters for path in fonts if (letters := _letters(path.read_bytes())) is not None]
    return frozenset.intersection(*sets) if sets else frozenset()


@lru_cache(maxsize=64)  # the same fonts are asked for by the check, each chart and each table
def _letters(font: bytes) -> frozenset[str] | None:
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(font), lazy=True) as opened:
        return None if opened["post"].isFixedPitch else frozenset(map(chr, opened.getBestCmap()))


def letter_faults(path: str, text: str, letters: frozenset[str]) -> Iterator[Fault]:
    """Yield a fault for each character of `text` that is not one of `letters`, at its first place."""
    for letter in _missing(text, letters):
        at = text.index(letter)
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        yield Fault(path, line, column, *_advice(letter))


def description_faults(description: YamlFile, letters: frozenset[str]) -> Iterator[Fault]:
    """Yield such faults for the titles and units of columns; the rest of the description is not printed."""
    for at, resource in enumerate(description.value["resources"]):
        for number, field in enumerate(resource["schema"]["fields"]):
            for key in {"title", "unit"} & set(field):
                for letter in _missing(field[key], letters):
                    location = ("resources", at, "schema", "fields", number, key)
                    yield description.fault(location, *_advice(letter))


def _missing(text: str, letters: frozenset[str]) -> list[str]:
    return sorted({letter for letter in text if not letter.isspace()} - letters)


def _advice(letter: str) -> tuple[str, str]:
    return f"the fonts of the brief do not have {letter} (U+{ord(letter):04X})", "write it another way"
