"""Print what an editor must do about the links, and end with 2 where something must be done.

Faults stop, warnings do not.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.escapes import plain
from brief.faults import raise_faults
from brief.links.judgement import load_judgement
from brief.links.requirements import required_repairs
from brief.links.summary import one_line
from brief.program import parser, report, run


def main(arguments: argparse.Namespace) -> None:
    judgement = load_judgement(arguments.links)
    faults = list(required_repairs(judgement))
    print(plain(one_line(judgement)))
    raise_faults(faults)
    report(faults)


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("links", type=Path, help="what judge_links.py wrote")
    run(main, flags.parse_args())
