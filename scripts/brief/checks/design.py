"""The tokens of the design held against one another and against the fonts that are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from brief.content.tokens import Tokens
from brief.faults import Fault, did_you_mean
from brief.writers.fonts import font_name

CUTS = {"mono": ("Regular",)}
ALL_CUTS = ("Regular", "Italic", "Bold", "BoldItalic")
"""The cuts that a family has to have, by what it is for; any other has to have all."""

NARROWEST, LOWEST = 60, 100
"""Millimetres: how wide the column of text and how high the page between its margins have to be."""


LEAST_CONTRAST = 3.0
"""Of a color of charts on the page (WCAG 2.2, 1.4.11)."""

LEAST_STEP = 1.2
"""The contrast between two colors of charts by which they are told apart in grey."""


def design_faults(tokens: Tokens, fonts: Path) -> Iterator[Fault]:
    """Yield a fault for each family without its fonts, and for a page without room for text."""
    cuts: dict[str, set[str]] = {}
    for path in sorted(fonts.glob("*.ttf")):
        family, cut = font_name(path)
        cuts.setdefault(family, set()).add(cut)
    for name, family in tokens["font"].items():
        missing = [cut for cut in CUTS.get(name, ALL_CUTS) if cut not in cuts.get(family, ())]
        if family not in cuts:
            yield tokens.fault(("font", name), f"the design has no font {family}", did_you_mean(family, cuts))
        elif missing:
            problem = f"the font {family} has no {' and no '.join(missing)}"
            yield tokens.fault(
                ("font", name), problem, "add its file to report/style/fonts, named as the others"
            )
    for palette in ("color", "dark"):
        yield from _color_faults(tokens, palette)
    page = tokens["page"]
    if tokens.measure < NARROWEST:
        problem = f"margins leave {tokens.measure:g} mm for a line of text, and {NARROWEST} are the least"
        yield tokens.fault(("page",), problem, "make inner, outer or margin smaller, or the page wider")
    height = page["height"] - page["top"] - page["bottom"]
    if height < LOWEST:
        problem = f"margins leave a height of {height:g} mm for the text, and {LOWEST} are the least"
        yield tokens.fault(("page",), problem, "make top or bottom smaller, or the page higher")


def _color_faults(tokens: Tokens, palette: str) -> Iterator[Fault]:
    """Yield a warning for each color of charts that is faint on its page, or like another in grey."""
    paper, series = tokens[f"{palette}.paper"], tokens[f"{palette}.series"]
    for index, color in enumerate(series):
        on_paper = _contrast(color, paper)
        if on_paper < LEAST_CONTRAST:
            problem = f"the contrast of the color {color} to the page is {on_paper:.1f}"
            problem += f", and {LEAST_CONTRAST:g} is the least"
            remedy = "make it darker" if palette == "color" else "make it lighter"
            yield replace(tokens.fault((palette, "series", index), problem, remedy), warning=True)
        for earlier in series[:index]:
            if _contrast(color, earlier) < LEAST_STEP:
                problem = f"the colors {earlier} and {color} are alike where a chart is printed in grey"
                remedy = "make one of them darker or lighter"
                yield replace(tokens.fault((palette, "series", index), problem, remedy), warning=True)


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colors, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    values = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
    return sum(part * value for part, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
