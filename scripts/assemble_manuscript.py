"""Assemble the manuscript out of sections, exhibits, numbers, sources and front matter.

Writes a Pandoc document as JSON, in which everything is resolved; see brief.manuscript.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.files import write_text
from brief.manuscript.assembling import assemble, load_parts
from brief.pandoc import dumps
from brief.program import parser, run


def main(arguments: argparse.Namespace) -> None:
    parts = load_parts(
        arguments.metadata,
        arguments.sections,
        arguments.bib,
        arguments.csl,
        arguments.data,
        arguments.exhibits,
        arguments.ledger,
    )
    write_text(arguments.out, dumps(assemble(parts)) + "\n")


def add_flags(flags: argparse.ArgumentParser) -> None:
    """Add the flags by which a program is told what `assemble` needs."""
    flags.add_argument("--metadata", type=Path, required=True, help="report/brief.yaml")
    flags.add_argument("--sections", type=Path, nargs="+", required=True, help="the Markdown files, in order")
    flags.add_argument("--bib", type=Path, required=True, help="the bibliography")
    flags.add_argument("--csl", type=Path, required=True, help="the style of the notes")
    flags.add_argument("--data", type=Path, required=True, help="datapackage.json")
    flags.add_argument("--exhibits", type=Path, nargs="*", default=[], help="the made exhibits (JSON)")
    flags.add_argument("--ledger", type=Path, required=True, help="the history of the links; may be missing")


if __name__ == "__main__":
    flags = parser(__doc__)
    add_flags(flags)
    flags.add_argument("--out", type=Path, required=True, help="the manuscript, a Pandoc document as JSON")
    run(main, flags.parse_args())
