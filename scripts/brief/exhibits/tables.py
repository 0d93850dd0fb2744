"""A table made and kept as JSON."""

from __future__ import annotations

from pathlib import Path

from brief.checks.returned import returned_faults
from brief.checks.widths import NARROWER, width_slip
from brief.content.bibliography import load_bibliography
from brief.exhibits import Table
from brief.exhibits.making import desk_of, exhibit_json, make, material_of
from brief.faults import Fault, raise_faults
from brief.files import write_json
from brief.places import Places
from brief.writers.widths import room_for


def keep_table(table: Path, places: Places, lang: str, out: Path) -> list[Fault]:
    """Make the table of a file, and write it as JSON; return a warning where it is too wide for the page.

    Raises Faults where it cannot be printed.
    """
    material = material_of(table, places.data, places.bib)
    desk = desk_of(lang, places.tokens)
    returned: Table = make(table, material, desk)
    keys = load_bibliography(places.bib)[0].keys
    raise_faults(returned_faults(table, returned, keys, places.fonts))
    write_json(out, exhibit_json(returned, returned.note, returned.sources, material))
    rows = [[column.title for column in returned.columns], *returned.rows]
    slip = width_slip(room_for([column.share for column in returned.columns], rows, desk.tokens))
    return [Fault(str(table), 1, 1, slip, NARROWER, warning=True)] if slip else []
