"""Print what an editor must do about the links, and end with 2 where something must be done.

Faults stop, warnings do not.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from brief.escapes import plain
from brief.faults import Fault, raise_faults
from brief.links.judgement import Judgement, load_judgement
from brief.links.wording import Concern, concern, problem, remedy
from brief.program import parser, report, run


def link_faults(found: Judgement) -> Iterator[Fault]:
    """Yield a fault for each link that is red, a warning for each to look at, and the excuses' own."""
    yield from found.faults
    for link, details in zip(found.links, found.details, strict=True):
        if concern(link, details) in (Concern.MEND, Concern.LOOK):
            told = plain(problem(link, details)), plain(remedy(link, details))
            yield Fault(link.file, link.line, 1, *told, warning=not link.red)


def digest(found: Judgement) -> str:
    """Return one line on the whole run."""
    counts = ", ".join(f"{number} {verdict}" for verdict, number in found.summary.items())
    line = f"{len(found.links)} links on {found.generated[:10]}: {counts or 'none'}"
    return line if found.online else f"{line}; no link was asked, for want of a network or by the settings"


def main(arguments: argparse.Namespace) -> None:
    found = load_judgement(arguments.links)
    faults = list(link_faults(found))
    print(plain(digest(found)))
    raise_faults(faults)
    report(faults)


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("links", type=Path, help="what judge_links.py wrote")
    run(main, flags.parse_args())
