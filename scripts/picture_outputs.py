"""Make the pictures that README begins with: the first page of each of the three files of a build.

Needs Chromium and LibreOffice. Beside them comes a list of the files that they show, with SHA-256.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from brief.building.hashing import sha256
from brief.faults import Fault, Faults
from brief.files import write_bytes, write_json
from brief.program import parser, run

WIDTH, HEIGHT = 640, 905
"""Pixels: the shape of a sheet of A4."""

WINDOW = 820
"""Pixels: how wide the window of the browser is."""

COLORS = 128
EDGE = "#c8ccd0"

SHEET = '#set page(width: auto, height: auto, margin: 0pt)\n#image("{}", page: 1, width: 210mm)'


def tool(*names: str) -> str:
    """Return the first of some programs that is installed. Raises Faults where none is."""
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        raise Faults(
            [Fault("docs/images", 1, 1, f"{names[0]} is not installed", "install it to make pictures")]
        )
    return program


def of_pdf(path: Path) -> bytes:
    """Return the first page of a PDF."""
    import typst

    compiling: Any = typst.compile  # its types know only some of what it takes
    return bytes(compiling(SHEET.format(path.name).encode(), root=str(path.parent), format="png", ppi=144))


def of_html(path: Path) -> bytes:
    """Return what a window of the browser shows of a page."""
    from playwright.sync_api import sync_playwright

    program = tool("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        height = WINDOW * HEIGHT // WIDTH
        page = browser.new_page(viewport={"width": WINDOW, "height": height}, device_scale_factor=2)
        page.goto(path.resolve().as_uri())
        picture = page.screenshot()
        browser.close()
    return picture


def of_word(path: Path) -> bytes:
    """Return the first page of a Word file, as LibreOffice prints it."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={Path(folder).as_uri()}/profile"
        command = [
            tool("soffice"),
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(path),
        ]
        subprocess.run(command, check=True, capture_output=True)
        return of_pdf(Path(folder) / f"{path.stem}.pdf")


def small(picture: bytes) -> bytes:
    """Return a picture in the size of all, with few colors and an edge."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(picture)) as opened:
        scaled = opened.convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    edged = ImageOps.expand(ImageOps.crop(scaled, 1), 1, EDGE)
    few = edged.quantize(COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


PICTURES = {
    "pdf.png": ("brief.pdf", of_pdf),
    "html.png": ("brief.html", of_html),
    "word.png": ("brief.docx", of_word),
}


def main(arguments: argparse.Namespace) -> None:
    shown = {}
    for name, (file, picture) in PICTURES.items():
        path = arguments.build / file
        content = small(picture(path))
        write_bytes(arguments.out / name, content)
        shown[name] = {"sha256": sha256(content), "shows": file, "of": sha256(path.read_bytes())}
    write_json(arguments.out / "pictures.json", shown)


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("--build", type=Path, default=Path("build"), help="the folder of the three files")
    flags.add_argument("--out", type=Path, required=True, help="the folder of the pictures")
    run(main, flags.parse_args(), steps=None)
