"""What no build can begin without: every file that is named, and names that can be told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from brief.faults import Fault
from brief.files import name_faults
from brief.places import PROJECT, listed

if TYPE_CHECKING:
    from brief.building.workflow import Workflow

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".qmd"})
"""The endings of text that somebody may take for a section."""

DESIGN = ("brief.typ", "brief.html", "brief.css", "tokens.yaml", "notes.csl", "links.html")
"""What a build takes of report/style, beside the fonts."""


def missing_files(workflow: Workflow) -> Iterator[Fault]:
    """Yield a fault for each file that is named and not there.

    Snakemake would take what was once made of it for good, and say nothing.
    """
    content = [workflow.metadata, workflow.bib, workflow.descriptor, *workflow.content]
    design = [workflow.style(name) for name in DESIGN]
    if misnamed := list(name_faults([str(PROJECT), *content, *workflow.machinery])):
        yield from misnamed
        return
    for path in dict.fromkeys([*content, *design, *workflow.machinery]):
        if Path(path).is_file():
            continue
        if Path(path).exists():
            yield Fault(path, 1, 1, "this is a pipe or a device", "put a plain file in its place")
        elif Path(path).is_symlink():
            yield Fault(path, 1, 1, "this link leads to no file", "put the file in its place, or remove it")
        else:
            yield Fault(path, 1, 1, "the file is missing", "restore or create it")
    fonts = {Path(font).suffix for font in workflow.fonts}
    for ending in sorted({".ttf", ".woff2"} - fonts):
        remedy = "restore it from the repository: PDF and Word need .ttf, the page .woff2"
        yield Fault(workflow.style("fonts"), 1, 1, f"there is no font {ending}", remedy)
    if not workflow.sections:
        yield Fault("report", 1, 1, "there is no section", "write the first as report/01-introduction.md")
    yield from _misnamed_sections(workflow)
    yield from _misnamed_exhibits(workflow)


def _misnamed_sections(workflow: Workflow) -> Iterator[Fault]:
    """Yield a fault for each file of text whose name would keep it out of the brief."""
    for path in listed("report"):
        if path.suffix.lower() in MARKDOWN and str(path) not in workflow.sections:
            remedy = f"rename it, as {len(workflow.sections) + 1:02}-{path.stem.lower()}.md"
            yield Fault(str(path), 1, 1, "the name of a section is a number, a hyphen and a title", remedy)


def _misnamed_exhibits(workflow: Workflow) -> Iterator[Fault]:
    """Yield a fault for each chart or table whose name is no label."""
    for path in map(Path, workflow.exhibit_files.values()):
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", path.stem):
            problem = "its name is a label too: letters from a to z, digits, hyphens and underscores"
            yield Fault(str(path), 1, 1, problem, "rename it")
