"""Check everything that editors write: sections, sources, data, metadata, design.

Ends with 2 and one line for each fault; writes OUT only where there is none.
"""

from __future__ import annotations

import argparse
import gc
from pathlib import Path

from brief.building.settings import load_settings
from brief.checks.together import check
from brief.faults import raise_faults
from brief.files import write_text
from brief.places import add_places, places_of
from brief.program import parser, report, run


def main(arguments: argparse.Namespace) -> None:
    gc.disable()  # it ends before what Pandoc read could fill the memory
    places = places_of(arguments)
    uncited = arguments.uncited_source or load_settings(Path())["uncited_source"]
    faults = check(places, uncited=uncited, prose=arguments.prose)
    raise_faults(faults)
    report(faults)
    if arguments.out:
        write_text(arguments.out, f"{len(places.sections)} sections without a fault\n")


if __name__ == "__main__":
    flags = parser(__doc__)
    add_places(flags, "metadata", "sections", "bib", "data", "exhibits", "ledger", "provenance", "words")
    add_places(flags, "tokens", "sheet", "fonts")
    flags.add_argument(
        "--prose", action="store_true", help="check the prose too: warnings, which stop nothing"
    )
    flags.add_argument("--uncited-source", choices=["warning", "fault"], help="else as config.yaml says")
    flags.add_argument("--out", type=Path, help="a file to write when all is well")
    run(main, flags.parse_args())
