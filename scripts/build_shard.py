"""Build the briefs of a shard, one after the other in one process; what each comes to is kept beside it.

Ends with 0 although briefs are at fault: that is judged by require_briefs when all are built.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.files import read_json, write_text
from brief.program import parser, run
from brief.series.shards import build_shard
from brief.series.warming import warm


def main(arguments: argparse.Namespace) -> None:
    tasks = read_json(arguments.shard)
    warm()
    faulty = build_shard(tasks)
    text = f"{len(tasks)} briefs, {faulty} of them at fault\n"
    write_text(arguments.out, text)
    print(text, end="", flush=True)


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("--shard", type=Path, required=True, help="the briefs, as the planner wrote them")
    flags.add_argument("--out", type=Path, required=True, help="a file to write when all were tried")
    run(main, flags.parse_args(), steps=None)
