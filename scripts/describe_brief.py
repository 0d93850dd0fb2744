"""Describe the brief for machines: what the page says of it, and CITATION.cff."""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.files import write_json, write_text
from brief.places import add_places
from brief.program import parser, run
from brief.writers.describing import describe


def main(arguments: argparse.Namespace) -> None:
    page, citation = describe(arguments.metadata, arguments.bib, arguments.data)
    write_json(arguments.out, page)
    write_text(arguments.out_citation, citation)


if __name__ == "__main__":
    flags = parser(__doc__)
    add_places(flags, "metadata", "bib", "data")
    flags.add_argument("--out", type=Path, required=True, help="what the page says of the brief, as JSON")
    flags.add_argument("--out-citation", type=Path, required=True, help="CITATION.cff")
    run(main, flags.parse_args())
