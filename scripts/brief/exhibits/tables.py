"""A table made and kept as JSON."""

from __future__ import annotations

from pathlib import Path

from brief.checks.returned import returned_faults
from brief.content.bibliography import load_bibliography
from brief.exhibits import Table
from brief.exhibits.making import desk_of, exhibit_json, make, material_of
from brief.faults import raise_faults
from brief.files import write_json
from brief.places import Places


def keep_table(table: Path, places: Places, lang: str, out: Path) -> None:
    """Make the table of a file, and write it as JSON. Raises Faults where it cannot be printed."""
    material = material_of(table, places.data, places.bib)
    returned: Table = make(table, material, desk_of(lang, places.tokens))
    keys = load_bibliography(places.bib)[0].keys
    raise_faults(returned_faults(table, returned, keys, places.fonts))
    write_json(out, exhibit_json(returned, returned.note, returned.sources, material))
