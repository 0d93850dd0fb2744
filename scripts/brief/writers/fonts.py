"""The files of the fonts, by their names."""

from __future__ import annotations

import re
from pathlib import Path


def font_name(path: Path) -> tuple[str, str]:
    """Return family and cut of a font file: of IBMPlexSans-Bold, `IBM Plex Sans` and `Bold`."""
    name, _, cut = path.stem.rpartition("-")
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=IBM)(?=[A-Z])", " ", name), cut
