"""A chart drawn and kept: as SVG, twice for the page, as a PNG for Word, and what goes with it as JSON."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from brief.checks.returned import returned_faults
from brief.content.bibliography import load_bibliography
from brief.content.language import apostrophes
from brief.exhibits import Chart, phone_twin, plotting
from brief.exhibits.making import blamed, desk_of, exhibit_json, make, material_of
from brief.faults import raise_faults
from brief.files import write_bytes, write_json, write_text
from brief.places import Places

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def keep_chart(chart: Path, places: Places, lang: str, out: Path) -> None:
    """Draw the chart of a file; write its SVG, its twins for Word and for phones, and the rest as JSON.

    All stand beside `out`. Raises Faults where the chart cannot be printed.
    """
    desk = desk_of(lang, places.tokens)
    material = material_of(chart, places.data, places.bib)
    keys = load_bibliography(places.bib)[0].keys
    plotting.use_fonts(places.fonts)
    path = out.with_suffix(".svg")
    returned: Chart = make(chart, material, desk)
    raise_faults(returned_faults(chart, returned, keys, places.fonts))
    with blamed(chart):
        drawing = plotting.svg(returned.figure, out.stem)
        raise_faults(returned_faults(chart, returned, keys, places.fonts, drawing))
        write_text(path, drawing)
        picture = plotting.png(path, places.fonts, desk.tokens.measure)
        small: Chart = make(chart, material, replace(desk, phone=True))
        write_text(phone_twin(path), _for_phones(small.figure, returned.figure, f"{out.stem}-phone"))
    write_bytes(out.with_suffix(".png"), picture)
    printed = exhibit_json(returned.numbers, returned.note, returned.sources, material)
    write_json(out, printed | {"image": str(path), "alt": apostrophes(returned.alt)})


def _for_phones(small: Figure, wide: Figure, name: str) -> str:
    """Return the drawing of a chart for phones; it is the wide one where a phone's sheet has no room for it.

    A phone shows a part of the wide one, and the reader moves it to see the rest.
    """
    with warnings.catch_warnings(action="ignore", category=UserWarning):  # of matplotlib, for want of room
        drawing = plotting.svg(small, name)
    return plotting.svg(wide, name) if plotting.overhung(small) else drawing
