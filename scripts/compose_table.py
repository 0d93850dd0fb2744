"""Compose one table, as it is printed, as JSON."""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.checks.returned import returned_faults
from brief.content.bibliography import load_bibliography
from brief.exhibits import Table
from brief.exhibits.making import desk_of, exhibit_json, make, material_of
from brief.faults import raise_faults
from brief.files import write_json
from brief.places import add_places
from brief.program import parser, run


def main(arguments: argparse.Namespace) -> None:
    desk = desk_of(arguments.lang, arguments.tokens)
    material = material_of(arguments.table, arguments.data, arguments.bib)
    table: Table = make(arguments.table, material, desk)
    keys = load_bibliography(arguments.bib)[0].keys
    raise_faults(returned_faults(arguments.table, table, keys, arguments.fonts))
    write_json(arguments.out, exhibit_json(table, table.note, table.sources, material))


if __name__ == "__main__":
    flags = parser(__doc__)
    add_places(flags, "data", "bib", "tokens", "fonts")
    flags.add_argument("--table", type=Path, required=True, help="the table's file")
    flags.add_argument("--lang", required=True, help="the language of the brief: en-US")
    flags.add_argument("--out", type=Path, required=True, help="the table, as JSON")
    run(main, flags.parse_args())
