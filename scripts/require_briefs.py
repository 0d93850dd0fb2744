"""End with 2, and with the faults of all, unless every brief of a series is built."""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.content.series import load_series
from brief.files import read_json, write_text
from brief.program import parser, run
from brief.series.summary import require


def main(arguments: argparse.Namespace) -> None:
    chosen = set(load_series(arguments.series).chosen(arguments.only))
    entries = read_json(arguments.summary)["briefs"]
    count = require(item for item in entries if item["folder"] in chosen)
    write_text(arguments.out, f"{count} briefs without a fault\n")


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("only", nargs="*", help="names or patterns of the briefs that have to be; else all")
    flags.add_argument("--series", type=Path, required=True, help="series.yaml")
    flags.add_argument("--summary", type=Path, required=True, help="what list_series wrote")
    flags.add_argument("--out", type=Path, required=True, help="a file to write when all are")
    run(main, flags.parse_args())
