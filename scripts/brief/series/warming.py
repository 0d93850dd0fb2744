"""What all briefs share, loaded before the first: libraries, and what is kept in memory."""

from __future__ import annotations

import gc
import runpy

from brief.building.workflow import machinery_of_project
from brief.checks.letters import letters_of
from brief.links.probing.transport import trusted
from brief.places import PROJECT, STYLE
from brief.series.recipe import PROGRAMS
from brief.word.openxml import embed_fonts, read_parts, write_parts
from brief.writers.reference import default_reference


def warm() -> None:
    """Load what every brief needs, so that the processes forked from this one have it."""
    for program in PROGRAMS:
        runpy.run_path(str(program), run_name="warming")  # its imports; no program works under this name
    _load_libraries()
    _fill_caches()
    gc.collect()
    gc.freeze()  # the collector would touch, and so copy, all of this in each child


def _fill_caches() -> None:
    """Deflate what lies in every archive, fonts and programs, and read what else is the same for all."""
    trusted(None)
    write_parts({path.name: path.read_bytes() for path in machinery_of_project()})
    fonts = sorted((PROJECT / STYLE / "fonts").glob("*.ttf"))
    write_parts(embed_fonts(read_parts(default_reference()), fonts))
    letters_of(fonts)


def _load_libraries() -> None:
    """Load what the steps of a build import where they need it."""
    import babel.dates
    import babel.lists
    import babel.numbers
    import bibtexparser
    import docx
    import fontTools.ttLib
    import jinja2
    import jsonschema
    import lxml.etree
    import matplotlib.backends.backend_agg
    import matplotlib.backends.backend_svg
    import matplotlib.figure
    import matplotlib.font_manager
    import matplotlib.style
    import panflute
    import PIL.Image
    import pypandoc
    import rocrate.rocrate
    import typst

    import brief.links.probing.runs

    PIL.Image.init()  # it loads the formats of pictures
