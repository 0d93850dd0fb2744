"""A chart drawn and kept: as SVG, as a PNG twin for Word, and what is printed with it as JSON."""

from __future__ import annotations

from pathlib import Path

from brief.checks.returned import returned_faults
from brief.content.bibliography import load_bibliography
from brief.content.language import apostrophes
from brief.exhibits import Chart, plotting
from brief.exhibits.making import blamed, desk_of, exhibit_json, make, material_of
from brief.faults import raise_faults
from brief.files import write_bytes, write_json, write_text
from brief.places import Places


def keep_chart(chart: Path, places: Places, lang: str, out: Path) -> None:
    """Draw the chart of a file; write its SVG and its PNG beside `out`, and the rest as JSON there.

    Raises Faults where it cannot be printed.
    """
    desk = desk_of(lang, places.tokens)
    material = material_of(chart, places.data, places.bib)
    plotting.use_fonts(places.fonts)
    returned: Chart = make(chart, material, desk)
    keys = load_bibliography(places.bib)[0].keys
    raise_faults(returned_faults(chart, returned, keys, places.fonts))
    path = out.with_suffix(".svg")
    with blamed(chart):
        drawing = plotting.svg(returned.figure, out.stem)
        raise_faults(returned_faults(chart, returned, keys, places.fonts, drawing))
        write_text(path, drawing)
        picture = plotting.png(path, places.fonts, desk.tokens.measure)
    write_bytes(out.with_suffix(".png"), picture)
    printed = exhibit_json(returned.numbers, returned.note, returned.sources, material)
    write_json(out, printed | {"image": str(path), "alt": apostrophes(returned.alt)})
