"""What is too wide for the printed page: the PDF shows it whole, but not as its author sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import panflute as pf

from brief.checks.links import elements_of
from brief.content.sections import Section
from brief.content.tokens import Tokens
from brief.faults import Fault
from brief.writers.widths import TURNED, Room, letters_of_code, table_room

NARROWER = "leave out a column, shorten its longest words, or turn rows and columns round"


def section_width_faults(section: Section, blocks: Sequence[pf.Block], tokens: Tokens) -> Iterator[Fault]:
    """Yield a warning for each table and each line of code that has no room in a section's column."""
    most = letters_of_code(tokens)
    for element in elements_of(blocks):
        if isinstance(element, pf.Table):
            problem = width_slip(table_room(element, tokens))
            if problem:
                first = pf.stringify(element.head.content[0].content[0]) if element.head.content else ""
                place = section.at(element.identifier, "#") if element.identifier else section.at(first)
                yield place.fault(problem, NARROWER, warning=True)
        elif isinstance(element, pf.CodeBlock):
            for line in element.text.split("\n"):
                if len(line) > most:
                    problem = (
                        f"a line of code has {len(line)} letters, and a printed line has room for {most}"
                    )
                    yield section.at(line).fault(
                        problem, "break it, or it is broken where it ends", warning=True
                    )


def width_slip(room: Room) -> str:
    """Return what happens to a table that has no room upright on the page, or an empty text."""
    if room.is_too_small:
        return "the table is too wide for the page: words are broken in print"
    return "the table is too wide for the page: the PDF turns it" if room.place == TURNED else ""
