"""The editors' own pictures: inside the brief, there, readable, with an alternative text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from brief.content.sections import Picture, Section
from brief.faults import Fault
from brief.limits import at_work
from brief.writers.printing import wanted_width

FORMATS = {"PNG": {".png"}, "JPEG": {".jpg", ".jpeg"}}
"""What all three outputs can show as it is, and the endings of such files."""


def picture_faults(section: Section) -> Iterator[Fault]:
    """Yield what is wrong with the pictures of a section."""
    for picture in section.pictures:
        yield from _file_faults(section, picture)
        if not picture.alone:
            remedy = "give it a paragraph of its own, with a caption"
            yield picture.at.fault("the picture stands inside a sentence or a list", remedy)
        if not picture.alt:
            remedy = 'say what it shows: {alt="…"} behind it'
            yield picture.at.fault("the picture has no alternative text", remedy)
        if picture.width and not wanted_width(picture.width, column=100):
            problem = f"the width {picture.width} of the picture is no length"
            yield picture.at.fault(problem, "write a part of the column, as 50%, or a length, as 80mm")


def _file_faults(section: Section, picture: Picture) -> Iterator[Fault]:
    target = unquote(picture.at.name.strip("<>"))
    path = PurePosixPath(target)
    folder = Path(section.path).parent
    if not target:
        problem = "the picture does not name its file"
        yield picture.at.fault(problem, "name it in round brackets: ![Caption.](images/bridge.jpg)")
    elif re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
        yield picture.at.fault(
            f"the picture {target} is not a file of the brief", "save it beside the sections"
        )
    elif path.is_absolute() or ".." in path.parts or _leaves(folder, target):
        remedy = "put it beside the sections, as images/bridge.jpg"
        yield picture.at.fault(f"the picture {target} lies outside the brief", remedy)
    elif "%" in target:
        problem = f"the name of the picture {target} has a %, which stands for other letters in addresses"
        yield picture.at.fault(problem, "rename it")
    elif not (folder / target).is_file():
        yield picture.at.fault(f"the picture {target} is missing", "check its name, or add the file")
    elif objection := _objection(folder / target):
        yield picture.at.fault(f"the picture {target} {objection}", "save it again, as PNG or JPEG")


def _leaves(folder: Path, target: str) -> bool:
    return not (folder / target).resolve().is_relative_to(folder.resolve())


def _objection(path: Path) -> str:
    """Return why a picture cannot be shown in all three outputs as it is, or an empty text."""
    from PIL import Image

    try:
        with (
            at_work(path, "Pillow, which reads pictures,"),
            Image.open(path, formats=sorted(FORMATS)) as image,
        ):
            image.load()
            if path.suffix.lower() not in FORMATS[image.format or ""]:
                return f"is a {image.format} whatever its name says"
            if image.mode == "CMYK":
                return "has the colors of print (CMYK), not of screens"
            if image.getexif().get(ORIENTATION, 1) not in (0, 1):
                return "lies on its side, and only some programs turn it"
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return "cannot be shown"
    return ""


ORIENTATION = 0x0112
"""The number of the tag by which a camera says how it was held (Exif 2.3, table 3)."""
