"""The files of the fonts, by their names."""

from __future__ import annotations

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
