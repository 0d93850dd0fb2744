"""The two states that a redline compares, both built with today's programs and today's design."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import panflute as pf

from brief.building.rebuilding import build
from brief.building.revisions import CONTENT, Revision, export
from brief.faults import Fault, Faults
from brief.places import PROJECT
from brief.redline.manuscripts import merge_manuscripts
from brief.redline.pictures import settle_pictures
from brief.writers.printing import read_manuscript

PARTS = Path("build/parts")
TARGETS = [str(PARTS / name) for name in ("manuscript.json", "brief.docx")]
OWN = ("report/style", "config.yaml")
"""The design and the settings: those of today hold for both states."""


def build_both(revision: Revision, place: Path) -> tuple[Path, Path]:
    """Build the brief of a revision and today's in folders of their own, and return these."""
    old, new = place / "old", place / "new"
    export(revision, old)
    shutil.rmtree(old / "report/style", ignore_errors=True)
    for folder, names in ((old, OWN), (new, (*CONTENT, "config.yaml"))):
        for name in names:
            _copy(Path(name), folder / name)
    with ThreadPoolExecutor() as pool:
        then = pool.submit(build, old, TARGETS[:1], PROJECT / "Snakefile")
        now = pool.submit(build, new, TARGETS, PROJECT / "Snakefile")
    faults = [*_unbuilt(then.result(), revision), *_unbuilt(now.result())]
    if faults:
        raise Faults(faults)
    return old, new


def merge_states(old: Path, new: Path) -> pf.Doc:
    """Return the manuscripts of two builds merged into one."""
    before, after = (read_manuscript(folder / PARTS / "manuscript.json") for folder in (old, new))
    settle_pictures(before, old, after, new)
    return merge_manuscripts(before, after)


def _unbuilt(done: subprocess.CompletedProcess[str], revision: Revision | None = None) -> Iterator[Fault]:
    """Print the messages of a build that failed, and yield a fault that says so."""
    if done.returncode:
        print(done.stderr, end="", file=sys.stderr)
        remedy = "mend what is named above, then ask again"
        if revision is None:
            yield Fault("build", 1, 1, "the brief as it is now cannot be built", remedy)
        else:
            problem = "this revision cannot be built with the programs of today"
            yield revision.fault(problem, "what is named above is of that time; name a later revision")


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        try:
            shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        except shutil.Error as error:  # of all files that could not be copied, one by one
            remedy = "restore it, or remove it where it is a link"
            failed = {
                (str(name), reason.partition("] ")[2].partition(":")[0]) for name, _, reason in error.args[0]
            }
            raise Faults(
                Fault(name, 1, 1, f"the file cannot be read ({reason})", remedy) for name, reason in failed
            ) from None
    elif source.exists():
        shutil.copy(source, target)
