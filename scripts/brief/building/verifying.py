"""A build of the brief held against another: afresh, or one that turned up somewhere."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from brief.building.differences import changed, difference
from brief.building.rebuilding import build
from brief.building.revisions import not_ignored
from brief.faults import Fault, Faults

PARTS = ("report", "bib", "data", "scripts", "envs", "config.yaml", "panache.toml", "Snakefile", "rules")
"""What a brief is, where git does not say which files belong to it."""

OUTPUTS = ("brief.pdf", "brief.html", "brief.docx", "CITATION.cff", "manifest.json", "brief.crate.zip")

RENDERED = "parts/brief.pdf"
"""The PDF before it is published with the others: all that it takes to compare one."""


def sources(folder: Path) -> list[Path]:
    """Return the files of a brief, relative to its folder: all that git does not ignore, else all parts."""
    if paths := [path for path in not_ignored(folder) if (folder / path).is_file()]:
        return paths
    places = [path for part in PARTS for path in ((folder / part).rglob("*"), [folder / part])]
    files = (path for paths in places for path in paths if path.is_file() and "__pycache__" not in path.parts)
    return [path.relative_to(folder) for path in files]


def build_afresh(folder: Path, place: Path, names: Iterable[str]) -> Path:
    """Build files of a copy of the brief in `place`; return where they are. Raises Faults if it fails."""
    for path in sources(folder):
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / path, place / path)
    done = build(place, [f"build/{name}" for name in names])
    print(done.stderr, end="", file=sys.stderr)
    if done.returncode:
        problem = "the brief as it is now cannot be built"
        raise Faults([Fault("build", 1, 1, problem, "mend what is named above, then verify again")])
    return place / "build"


def compare(built: Path, fresh: Path) -> Iterator[Fault]:
    """Print for each output whether it is the same, and yield a fault for each that is not."""
    for name in OUTPUTS:
        if not (built / name).exists():
            yield Fault(f"build/{name}", 1, 1, "there is no such file", "run make brief")
            continue
        where = difference(name, (built / name).read_bytes(), (fresh / name).read_bytes())
        print(f"build/{name}: {'differs' if where else 'the same'}")
        if where:
            problem = f"it is not what the sources give: {where}"
            yield Fault(f"build/{name}", 1, 1, problem, "run make brief to build it from them")


def inside(pdf: Path) -> dict[str, str]:
    """Return the inputs that a PDF says it was made of. Raises Faults where it says nothing."""
    import pikepdf

    remedy = "name a PDF that this project built"
    try:
        with pikepdf.open(io.BytesIO(pdf.read_bytes())) as opened:
            content: dict[str, str] = json.loads(opened.attachments["inputs.json"].get_file().read_bytes())
            return content
    except OSError as error:
        raise Faults([Fault(str(pdf), 1, 1, f"it cannot be read ({error.strerror})", remedy)]) from None
    except (pikepdf.PdfError, KeyError, ValueError):
        raise Faults([Fault(str(pdf), 1, 1, "it does not say what it was made of", remedy)]) from None


def verify_pdf(pdf: Path, fresh: Path) -> Iterator[Fault]:
    """Print what a PDF was made of beside what is there today, and yield a fault if today's is another."""
    then = inside(pdf)
    now = json.loads((fresh / "parts/inputs.json").read_text(encoding="utf-8"))
    lines = changed(then, now)
    print(f"{pdf}: made of {len(then)} files, {len(then) - len(lines)} of them as they are today")
    for line in lines:
        print(f"  {line}")
    where = difference(pdf.name, pdf.read_bytes(), (fresh / RENDERED).read_bytes())
    if where:
        cause = "the inputs above" if lines else "the program or the design that made it"
        remedy = f"the cause is {cause}; today's is made by make brief"
        yield Fault(str(pdf), 1, 1, f"today's build gives another PDF: {where}", remedy)
    else:
        print(f"{pdf}: today's build gives the same, to the byte")
