"""Compose one table, as it is printed, as JSON."""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.exhibits.tables import keep_table
from brief.places import add_places, places_of
from brief.program import parser, report, run


def main(arguments: argparse.Namespace) -> None:
    report(keep_table(arguments.table, places_of(arguments), arguments.lang, arguments.out))


if __name__ == "__main__":
    flags = parser(__doc__)
    add_places(flags, "data", "bib", "tokens", "fonts")
    flags.add_argument("--table", type=Path, required=True, help="the table's file")
    flags.add_argument("--lang", required=True, help="the language of the brief: en-US")
    flags.add_argument("--out", type=Path, required=True, help="the table, as JSON")
    run(main, flags.parse_args())
