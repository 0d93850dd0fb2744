"""The lists of Word that count the headings, each level of them within the one above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from brief.word.finishing import COUNTED_LIST, PLAIN_LIST


def add_heading_lists(document: Any, names: Sequence[str]) -> None:
    """Give headings of these styles, one a level, their numbers; and add the list of those without one."""
    styles = [document.styles[name] for name in names]
    levels = [_level(level, style.style_id) for level, style in enumerate(styles)]
    none = '<w:lvl w:ilvl="0"><w:numFmt w:val="none"/><w:suff w:val="nothing"/><w:lvlText w:val=""/></w:lvl>'
    _add_list(document, PLAIN_LIST, "singleLevel", none)
    _add_list(document, COUNTED_LIST, "multilevel", "".join(levels))
    for level, style in enumerate(styles):
        put_in_list(style, COUNTED_LIST, level)


def put_in_list(style: Any, number: int, level: int = 0) -> None:
    """Make the paragraphs of a style items of a list."""
    properties = style.element.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = level, number


def _level(level: int, style: str) -> str:
    number = ".".join(f"%{one + 1}" for one in range(level + 1))
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="{style}"/>'
        f'<w:suff w:val="space"/><w:lvlText w:val="{number}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
    )


def _add_list(document: Any, number: int, kind: str, levels: str) -> None:
    """Add a list; all definitions of lists stand before their uses."""
    numbering = document.part.numbering_part.element
    definition = (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="{kind}"/>'
    )
    numbering.insert(0, parse_xml(f"{definition}{levels}</w:abstractNum>"))
    use = f'<w:abstractNumId w:val="{number}"/>'
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}">{use}</w:num>'))
