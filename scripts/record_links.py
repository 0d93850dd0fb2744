"""Record a judged run in the ledger of links; nothing else writes that file.

The ledger is replaced in one step: a run that is killed leaves the old one whole. Recording
a run twice changes nothing, and two ledgers that git has merged become one again.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.files import write_bytes
from brief.links.judgement import load_judgement
from brief.links.ledger import dump_ledger, read_ledger
from brief.links.recording import accept_texts, recorded
from brief.links.timestamps import read_timestamp, this_second
from brief.program import parser, run


def main(arguments: argparse.Namespace) -> None:
    judgement = load_judgement(arguments.links)
    rows = read_ledger(arguments.ledger, merging=True)
    now = arguments.now or this_second()
    rows = accept_texts(recorded(rows, judgement, now), judgement, arguments.accept, now)
    old = arguments.ledger.read_bytes() if arguments.ledger.exists() else b""
    new = dump_ledger(rows).encode("utf-8")
    if new != old and (rows or old):
        write_bytes(arguments.ledger, new)


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("--links", type=Path, required=True, help="what judge_links.py wrote")
    flags.add_argument("--ledger", type=Path, required=True, help="the ledger, bib/links.csv")
    flags.add_argument(
        "--accept",
        nargs="+",
        action="extend",
        default=[],
        metavar="URL",
        help="the text seen there is what is cited",
    )
    flags.add_argument("--now", type=read_timestamp, metavar="ISO-8601", help="the time; else the clock's")
    run(main, flags.parse_args())
