"""The tokens of the design held against one another and against the fonts that are there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from brief.content.tokens import Tokens
from brief.faults import Fault, did_you_mean
from brief.writers.fonts import font_name

CUTS = {"mono": ("Regular",)}
ALL_CUTS = ("Regular", "Italic", "Bold", "BoldItalic")
"""The cuts that a family has to have, by what it is for; any other has to have all."""

NARROWEST, LOWEST = 60, 100
"""Millimetres: how wide the column of text and how high the page between its margins have to be."""


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
    page = tokens["page"]
    if tokens.measure < NARROWEST:
        problem = f"margins leave {tokens.measure:g} mm for a line of text, and {NARROWEST} are the least"
        yield tokens.fault(("page",), problem, "make inner, outer or margin smaller, or the page wider")
    height = page["height"] - page["top"] - page["bottom"]
    if height < LOWEST:
        problem = f"margins leave a height of {height:g} mm for the text, and {LOWEST} are the least"
        yield tokens.fault(("page",), problem, "make top or bottom smaller, or the page higher")
