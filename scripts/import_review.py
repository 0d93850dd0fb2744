"""Import a reviewed Word file: its tracked changes and comments become edits of the sections.

Prints the edits as a patch and makes them, all or none: with --partial those that can be made.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from brief.building.revisions import uncommitted
from brief.faults import Faults, excused
from brief.files import write_files
from brief.places import add_places, places_of
from brief.program import parser, report, run
from brief.review.account import mixed, unmade
from brief.review.material import load_material, load_reviewed
from brief.review.printing import Build
from brief.review.settling import settle

PARTS = Path("build/parts")
"""Where a build leaves what it makes on the way."""


def main(arguments: argparse.Namespace) -> None:
    build = Build(places_of(arguments), arguments.made, arguments.reference)
    reviewed = load_reviewed(arguments.reviewed)
    outcome = settle(reviewed, str(arguments.reviewed), load_material(build.places, arguments.base), build)
    faults, changed = outcome.draft.faults, outcome.changed
    sys.stdout.write(outcome.patch)
    sys.stdout.flush()
    print(outcome.account, file=sys.stderr)
    if faults and not arguments.partial:
        print(unmade(outcome.account, faults), file=sys.stderr)
        raise Faults(faults)
    unsaved = uncommitted(*map(str, changed))
    write_files(changed)
    report([*excused(faults), *mixed(changed, unsaved)])


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("reviewed", type=Path, help="the Word file that came back")
    flags.add_argument("--partial", action="store_true", help="make the edits that can be made")
    add_places(flags, "metadata", "sections", "bib", "csl", "data", "ledger", "passages", "tokens")
    base, reference = PARTS / "brief.docx", PARTS / "reference.docx"
    flags.add_argument("--base", type=Path, default=base, help="the Word file of the brief as it is")
    flags.add_argument("--reference", type=Path, default=reference, help="the reference document")
    made = sorted((PARTS / "exhibits").glob("*.json"))
    meaning = "the exhibits as they were made, JSON"
    flags.add_argument("--made", type=Path, nargs="*", default=made, help=meaning)
    run(main, flags.parse_args(), steps=20)
