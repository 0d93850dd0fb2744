"""Draw one chart: its SVG, its twins for Word and for phones, and what is printed with it as JSON."""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.exhibits.charts import keep_chart
from brief.places import add_places, places_of
from brief.program import parser, run


def main(arguments: argparse.Namespace) -> None:
    keep_chart(arguments.chart, places_of(arguments), arguments.lang, arguments.out)


if __name__ == "__main__":
    flags = parser(__doc__)
    add_places(flags, "data", "bib", "tokens", "fonts")
    flags.add_argument("--chart", type=Path, required=True, help="the chart's file")
    flags.add_argument("--lang", required=True, help="the language of the brief: en-US")
    flags.add_argument(
        "--out",
        type=Path,
        required=True,
        help="NAME.json; NAME.svg, NAME.phone.svg and NAME.png come beside it",
    )
    run(main, flags.parse_args())
