"""Gather the links of all briefs of a series, each address once, and what is remembered of them."""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.content.series import load_series
from brief.files import write_json, write_text
from brief.links.ledger import dump_ledger
from brief.program import parser, run
from brief.series.linking import gathered


def main(arguments: argparse.Namespace) -> None:
    cited, rows = gathered(load_series(arguments.series).folders)
    write_json(arguments.out, {"days": cited.days, "passages": cited.passages})
    write_text(arguments.out_ledger, dump_ledger(rows))


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("--series", type=Path, required=True, help="series.yaml")
    flags.add_argument(
        "--out",
        type=Path,
        required=True,
        help="what the briefs cite and quote",
    )
    flags.add_argument("--out-ledger", type=Path, required=True, help="the rows of all ledgers, merged")
    run(main, flags.parse_args(), steps=20)
