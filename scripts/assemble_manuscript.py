"""Assemble the manuscript out of sections, exhibits, numbers, sources and front matter.

Writes a Pandoc document as JSON, in which everything is resolved; see brief.manuscript.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.files import write_text
from brief.manuscript.assembling import assemble, load_parts
from brief.pandoc import dumps
from brief.places import add_places, places_of
from brief.program import parser, run


def main(arguments: argparse.Namespace) -> None:
    parts = load_parts(places_of(arguments), arguments.made)
    write_text(arguments.out, dumps(assemble(parts)) + "\n")


if __name__ == "__main__":
    flags = parser(__doc__)
    add_places(flags, "metadata", "sections", "bib", "csl", "data", "ledger", "passages")
    flags.add_argument(
        "--made", type=Path, nargs="*", default=[], help="the exhibits as they were made, JSON"
    )
    flags.add_argument("--out", type=Path, required=True, help="the manuscript, a Pandoc document as JSON")
    run(main, flags.parse_args())
