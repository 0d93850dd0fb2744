"""The files of the fonts, by their names."""

from __future__ import annotations

import base64
import re
from pathlib import Path


def font_name(path: Path) -> tuple[str, str]:
    """Return family and cut of a font file: of IBMPlexSans-Bold, `IBM Plex Sans` and `Bold`."""
    name, _, cut = path.stem.rpartition("-")
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=IBM)(?=[A-Z])", " ", name), cut


def line_height(folder: Path, family: str) -> float:
    """Return the height of a line that is set solid in a font of the folder, in its sizes."""
    from fontTools.ttLib import TTFont

    path = next(path for path in sorted(folder.glob("*.ttf")) if font_name(path) == (family, "Regular"))
    with TTFont(path, lazy=True) as font:
        metrics = font["hhea"]
        return float((metrics.ascent - metrics.descent + metrics.lineGap) / font["head"].unitsPerEm)


FACES = {
    "Regular": ("normal", 400),
    "Italic": ("italic", 400),
    "Bold": ("normal", 700),
    "BoldItalic": ("italic", 700),
}
"""Style and weight in CSS of the cuts of fonts."""


def font_face(path: Path) -> str:
    """Return the rule of CSS that holds a font."""
    family, cut = font_name(path)
    style, weight = FACES[cut]
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    return (
        f"@font-face {{ font-family: '{family}'; font-style: {style}; font-weight: {weight};"
        f" src: url(data:font/woff2;base64,{data}) format('woff2'); }}"
    )
