"""What Panache's linter finds in the sections and nothing here judges better."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from brief.content.panache import panache
from brief.content.sections import Section
from brief.faults import Fault
from brief.limits import at_work

JUDGED_HERE = {
    "missing-bibliography-key",
    "undefined-reference-label",
    "duplicate-reference-labels",
    "include-not-found",
    "undefined-anchor",
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


FINDING = re.compile(r"(.+?):(\d+):(\d+): \w+\[([\w-]+)\]: (.*)")
"""A line of Panache's: file, line, column, rule and message."""


def lint_sections(sections: Sequence[Section], config: Path) -> Iterator[Fault]:
    """Yield a fault or a warning for each finding; `config` is Panache's own.

    Panache sees copies, away from the brief: beside the sections it would read the bibliography
    too, and there an entry that is not closed makes it take memory without end.
    """
    if not sections:
        return
    with tempfile.TemporaryDirectory() as folder, at_work(sections[0].path, "Panache"):
        copies = {Path(folder).resolve() / f"{number}.md": section for number, section in enumerate(sections)}
        for copy, section in copies.items():
            copy.write_bytes(section.raw)
        options = ("--config", config, "--color", "never", "--message-format", "short")
        lines = panache("lint", *options, *copies).stdout.splitlines()
    for finding in filter(None, map(FINDING.match, lines)):
        name, line, column, rule, message = finding.groups()
        if rule not in JUDGED_HERE | SETTLED:
            remedy = REMEDIES.get(rule, f"see Panache's rule {rule}")
            path = copies[Path(name)].path
            yield Fault(path, int(line), int(column), message, remedy, warning=rule not in REMEDIES)
