"""The editors' own pictures: inside the brief, there, readable, with an alternative text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from brief.faults import Fault
from brief.sections import Picture, Section

FORMATS = {"PNG", "JPEG"}
"""What all three outputs can show as it is."""


def picture_faults(section: Section) -> Iterator[Fault]:
    """Yield what is wrong with the pictures of a section."""
    for picture in section.pictures:
        yield from _file_faults(section, picture)
        if not picture.alt:
            remedy = 'say what it shows: {alt="…"} behind it'
            yield picture.at.fault("the picture has no alternative text", remedy)


def _file_faults(section: Section, picture: Picture) -> Iterator[Fault]:
    target = picture.at.name
    path = PurePosixPath(target)
    folder = Path(section.path).parent
    if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
        yield picture.at.fault(
            f"the picture {target} is not a file of the brief", "save it beside the sections"
        )
    elif path.is_absolute() or ".." in path.parts or _leaves(folder, target):
        remedy = "put it beside the sections, as images/bridge.jpg"
        yield picture.at.fault(f"the picture {target} lies outside the brief", remedy)
    elif not (folder / target).is_file():
        yield picture.at.fault(f"the picture {target} is missing", "check its name, or add the file")
    elif not _readable(folder / target):
        remedy = "save it again, as PNG or JPEG"
        yield picture.at.fault(f"the picture {target} cannot be shown", remedy)


def _leaves(folder: Path, target: str) -> bool:
    return not (folder / target).resolve().is_relative_to(folder.resolve())


def _readable(path: Path) -> bool:
    from PIL import Image

    try:
        with Image.open(path, formats=sorted(FORMATS)) as image:
            image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True
