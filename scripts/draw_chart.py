"""Draw one chart: its SVG, a PNG twin for Word, and what is printed with it as JSON."""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.checks.returned import returned_faults
from brief.content.bibliography import load_bibliography
from brief.exhibits import Chart, plotting
from brief.exhibits.making import blamed, desk_of, exhibit_json, make, material_of
from brief.faults import raise_faults
from brief.files import write_bytes, write_json, write_text
from brief.places import add_places
from brief.program import parser, run


def main(arguments: argparse.Namespace) -> None:
    desk = desk_of(arguments.lang, arguments.tokens)
    material = material_of(arguments.chart, arguments.data, arguments.bib)
    plotting.use_fonts(arguments.fonts)
    chart: Chart = make(arguments.chart, material, desk)
    keys = load_bibliography(arguments.bib)[0].keys
    raise_faults(returned_faults(arguments.chart, chart, keys, arguments.fonts))
    path = arguments.out.with_suffix(".svg")
    with blamed(arguments.chart):
        drawing = plotting.svg(chart.figure, arguments.out.stem)
        raise_faults(returned_faults(arguments.chart, chart, keys, arguments.fonts, drawing))
        write_text(path, drawing)
        picture = plotting.png(path, arguments.fonts, desk.tokens.measure)
    write_bytes(arguments.out.with_suffix(".png"), picture)
    printed = exhibit_json(chart.numbers, chart.note, chart.sources, material)
    write_json(arguments.out, printed | {"image": str(path), "alt": chart.alt})


if __name__ == "__main__":
    flags = parser(__doc__)
    add_places(flags, "data", "bib", "tokens", "fonts")
    flags.add_argument("--chart", type=Path, required=True, help="the chart's file")
    flags.add_argument("--lang", required=True, help="the language of the brief: en-US")
    flags.add_argument(
        "--out", type=Path, required=True, help="NAME.json; NAME.svg and NAME.png come beside it"
    )
    run(main, flags.parse_args())
