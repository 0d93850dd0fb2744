"""Hand what one run saw of all links to the briefs that cite them: judged, reported and recorded by each."""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.content.series import load_series
from brief.files import write_json
from brief.links.model import load_run
from brief.program import parser, run
from brief.series.linking import shared
from brief.series.warming import warm


def main(arguments: argparse.Namespace) -> None:
    series, seen = load_series(arguments.series), load_run(arguments.probes)
    warm()
    write_json(arguments.out, {"title": series["title"]} | shared(series.folders, seen))


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("--series", type=Path, required=True, help="series.yaml")
    flags.add_argument("--probes", type=Path, required=True, help="what probe_links.py wrote")
    flags.add_argument("--out", type=Path, required=True, help="the report of the series, build/links.json")
    run(main, flags.parse_args(), steps=None)
