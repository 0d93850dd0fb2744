"""The sheet of Word: the page, its header with the title, its footer with the number, as fields."""

from __future__ import annotations

import re
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from brief.content.language import Language
from brief.content.tokens import Tokens
from brief.writers.wordpage import column

COUNTS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
"""The fields of what the words of a language say of a page."""


def set_sheet(document: Any, tokens: Tokens) -> None:
    """Set the page, its margins, and the settings of the file."""
    _set_page(document, tokens)
    _set_mode(document)


def _set_page(document: Any, tokens: Tokens) -> None:
    page, section = tokens["page"], document.sections[0]
    section.page_width, section.page_height = Mm(page["width"]), Mm(page["height"])
    section.top_margin, section.bottom_margin = Mm(page["top"]), Mm(page["bottom"])
    for restart in section._sectPr.iter(qn("w:numRestart")):
        restart.set(qn("w:val"), "continuous")
    section.header_distance, section.footer_distance = Mm(page["top"] / 2), Mm(page["bottom"] / 2)
    section.gutter = Mm(0)
    section.left_margin = section.right_margin = Mm((page["width"] - column(tokens)) / 2)


def _set_mode(document: Any) -> None:
    """Say that the file is of today's Word: without that, Word opens it in a mode for old ones."""
    names = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    document.settings.element.find(qn("w:rsids")).addprevious(
        parse_xml(f'<w:compat {nsdecls("w")}>{names} w:val="15"/></w:compat>')
    )


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
