"""The header and the footer of Word: the title and the number of the page, as fields."""

from __future__ import annotations

import re
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from brief.content.language import Language
from brief.content.tokens import Tokens
from brief.writers.wordpage import column

COUNTS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
"""The fields of what the words of a language say of a page."""


def add_running_lines(document: Any, tokens: Tokens, language: Language) -> None:
    """Put the title above every page but the first, and below each its number."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    styles = document.styles
    empty, header = (part.paragraphs[0] for part in (section.first_page_header, section.header))
    empty.style = header.style = styles["Header"]
    _add_field(header, "TITLE", "")
    for footer in (section.first_page_footer, section.footer):
        paragraph = footer.paragraphs[0]
        paragraph.style = styles["Footer"]
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(column(tokens)), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run("\t")
        for part in re.split(r"(\{\w+\})", language["page_of"]):
            if part in COUNTS:
                _add_field(paragraph, COUNTS[part], "1")
            elif part:
                paragraph.add_run(part)


def _add_field(paragraph: Any, instruction: str, result: str) -> None:
    """Add a field; Word reckons those of headers and footers whenever it lays out the pages."""
    paragraph._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" {instruction} ">'
            f"<w:r><w:t>{result}</w:t></w:r></w:fldSimple>"
        )
    )
