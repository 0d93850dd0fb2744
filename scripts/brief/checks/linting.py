"""What Panache's linter finds in the sections and nothing here judges better."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from brief.faults import Fault
from brief.panache import panache

JUDGED_HERE = {
    "missing-bibliography-key",
    "undefined-reference-label",
    "duplicate-reference-labels",
    "include-not-found",
}
"""What Panache sees too, but without the nearest known name or the other sections."""

SETTLED = {"adjacent-footnote-refs"}
"""What Panache warns of and the manuscript puts right by itself."""

REMEDIES = {
    "undefined-footnote-id": "write the note, as [^name]: its text, below the paragraph",
    "unused-footnote-id": "point to the note with [^name] in the text, or remove it",
    "heading-hierarchy": "use one # more than the heading above, not two",
}
"""Findings that stop a build, and what to do; the others are warnings."""


def lint_sections(paths: Sequence[Path], config: Path) -> Iterable[Fault]:
    """Yield a fault or a warning for each finding; `config` is Panache's own."""
    options = ("--config", config, "--color", "never", "--message-format", "short")
    for line in panache("lint", *options, *paths).stdout.splitlines() if paths else ():
        found = re.match(r"(.+?):(\d+):(\d+): \w+\[([\w-]+)\]: (.*)", line)
        if found and found[4] not in JUDGED_HERE | SETTLED:
            path = next((str(path) for path in paths if path.resolve() == Path(found[1])), found[1])
            remedy = REMEDIES.get(found[4], f"see Panache's rule {found[4]}")
            warning = found[4] not in REMEDIES
            yield Fault(path, int(found[2]), int(found[3]), found[5], remedy, warning)
