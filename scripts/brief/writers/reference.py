"""The reference document of Word: Pandoc's own, in the design of the brief."""

from __future__ import annotations

import io
import subprocess
from functools import cache
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from brief.content.language import Language
from brief.content.tokens import Tokens
from brief.word.finishing import PLAIN_LIST
from brief.word.openxml import same_bytes
from brief.writers.wordlists import add_heading_lists, put_in_list
from brief.writers.wordpage import leading, text_size, title_size
from brief.writers.wordsheet import add_running_lines, set_sheet

HEADINGS = tuple(f"Heading {level}" for level in range(1, 7))
SMALL = ("Image Caption", "Table Caption", "Table Text", "Footnote Text", "Exhibit Note", "Exhibit Credits")
ADDED = (
    *("Key Messages Heading", "Key Message", "Table Text", "Exhibit Note", "Exhibit Credits", "Source Code"),
    *("Header", "Footer", "toc 1", "toc 2"),
)


@cache
def default_reference() -> bytes:
    """Return the reference document that Pandoc carries."""
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def styled(reference: bytes, tokens: Tokens, language: Language, line: float) -> bytes:
    """Return the reference document with every style that a brief uses set by the tokens.

    `line` is the height of a line of the serif font, in its sizes.
    """
    document = Document(io.BytesIO(reference))
    set_sheet(document, tokens)
    _add_styles(document)
    _text_styles(document, tokens, leading(tokens) / text_size(tokens) / line)
    _exhibit_styles(document, tokens)
    _code_styles(document, tokens)
    _heading_styles(document, tokens)
    add_heading_lists(document, HEADINGS)
    _contents_styles(document, tokens)
    _box_styles(document, tokens)
    _table_style(document, tokens)
    add_running_lines(document, tokens, language)
    for name in ("Header", "Footer"):
        _font(document.styles[name], tokens["font.sans"], tokens["size.note"], tokens["color.muted"])
    stream = io.BytesIO()
    document.save(stream)
    return same_bytes(stream.getvalue())


def _add_styles(document: Any) -> None:
    """Add what Pandoc's document lacks; TableNormal is the style that all tables stand on."""
    for name in ADDED:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        if name.startswith("toc "):  # the ids that Word gives its own
            style.element.styleId = name.upper().replace(" ", "")
    document.styles.add_style("Caption Label", WD_STYLE_TYPE.CHARACTER)
    ids = {style.style_id for style in document.styles}
    if "TableNormal" not in ids:
        document.styles.element.append(
            parse_xml(
                f'<w:style {nsdecls("w")} w:type="table" w:default="1" w:styleId="TableNormal">'
                '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
                '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
                '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
                '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
            )
        )


def _font(style: Any, family: str, size: float, color: str, *, bold: bool | None = None) -> None:
    """Set the face of a style; the theme's fonts, which would win, are taken out."""
    style.font.name, style.font.size, style.font.bold = family, Pt(size), bold
    style.font.color.rgb = _rgb(color)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), family)


def _rgb(color: str) -> RGBColor:
    return RGBColor.from_string(color.lstrip("#").upper())


def _spacing(style: Any, before: float, after: float, line: float | None = None) -> None:
    """Set the space around a paragraph in points, and its lines as a multiple of the font's own.

    Lines of an exact height would cut off formulas and pictures.
    """
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    if line:
        form.line_spacing = line


def _text_styles(document: Any, tokens: Tokens, line: float) -> None:
    """Set the styles of running text, links in it, and the list of sources."""
    serif, ink = tokens["font.serif"], tokens["color.ink"]
    size = text_size(tokens)
    _font(document.styles["Normal"], serif, size, ink)
    for name in ("Body Text", "First Paragraph", "Bibliography", "Compact", "Block Text", "Definition"):
        _font(document.styles[name], serif, size, ink)
        _spacing(document.styles[name], 0, 7, line)
    document.styles["Definition"].paragraph_format.left_indent = Mm(8)
    # The items of a list stand close, what follows it does not.
    apart = document.styles["Compact"].element.get_or_add_pPr().find(qn("w:spacing"))
    apart.addnext(parse_xml(f"<w:contextualSpacing {nsdecls('w')}/>"))
    document.styles["Bibliography"].font.size = Pt(size - 1)
    sources = document.styles["Bibliography"].paragraph_format
    sources.left_indent, sources.first_line_indent, sources.keep_together = Mm(8), Mm(-8), True
    _font(document.styles["Hyperlink"], serif, size, tokens["color.accent"])
    link = document.styles["Hyperlink"].element.rPr
    for tag in ("w:rFonts", "w:sz", "w:szCs"):
        for element in link.findall(qn(tag)):
            link.remove(element)


def _exhibit_styles(document: Any, tokens: Tokens) -> None:
    """Set the styles of captions, tables, the lines below them, and notes."""
    sans, ink, muted = (tokens[n] for n in ("font.sans", "color.ink", "color.muted"))
    for name in SMALL:
        _font(document.styles[name], sans, tokens["size.small"], ink)
        _spacing(document.styles[name], 0, 3)
    for name in ("Exhibit Note", "Exhibit Credits", "Footnote Text"):
        _font(document.styles[name], sans, tokens["size.note"], muted if name != "Footnote Text" else ink)
    for name in ("Image Caption", "Table Caption"):
        style = document.styles[name]
        _font(style, sans, tokens["size.small"] + 0.5, ink, bold=True)
        style.font.italic = False
        _spacing(style, 14, 5)
        style.paragraph_format.keep_with_next = True
    document.styles["Caption Label"].font.color.rgb = _rgb(tokens["color.accent"])
    _spacing(document.styles["Exhibit Credits"], 4, 16)
    for name in ("Captioned Figure", "Table Text", "Exhibit Note"):
        document.styles[name].paragraph_format.keep_with_next = True


def _code_styles(document: Any, tokens: Tokens) -> None:
    """Give code its face and one size, and listings a panel in which long lines break."""
    block, inline = document.styles["Source Code"], document.styles["Verbatim Char"]
    _font(inline, tokens["font.mono"], tokens["size.body"] - 0.5, tokens["color.ink"])
    _spacing(block, 4, 10)
    fill = tokens["color.panel"].lstrip("#")
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>')
    block.element.get_or_add_pPr().find(qn("w:spacing")).addprevious(shade)


def _heading_styles(document: Any, tokens: Tokens) -> None:
    sans, ink, accent, muted = (tokens[n] for n in ("font.sans", "color.ink", "color.accent", "color.muted"))
    for index, name in enumerate(HEADINGS):
        style, step = document.styles[name], min(index, 2)
        _font(style, sans, tokens["size.heading"][step], accent if index == 0 else ink, bold=True)
        _spacing(style, (26, 18, 14)[step], 6)
        style.font.italic = False
        style.paragraph_format.keep_with_next = True
    _font(document.styles["Title"], sans, title_size(tokens), ink, bold=True)
    _font(document.styles["Subtitle"], sans, tokens["size.subtitle"], muted, bold=False)
    _font(document.styles["Author"], sans, tokens["size.small"] + 1, muted, bold=False)
    _font(document.styles["Date"], sans, tokens["size.small"] + 1, muted, bold=False)
    for name in ("Title", "Subtitle", "Author", "Date"):
        style = document.styles[name]
        style.paragraph_format.alignment = 0
        _spacing(style, 0, 8)
        for tracking in style.element.rPr.findall(qn("w:spacing")):
            style.element.rPr.remove(tracking)


def _contents_styles(document: Any, tokens: Tokens) -> None:
    """Set the list of contents, each number in a column of its own."""
    sans, ink = tokens["font.sans"], tokens["color.ink"]
    heading = document.styles["TOC Heading"]
    _font(heading, sans, tokens["size.heading"][1], ink, bold=True)
    _spacing(heading, 18, 6)
    put_in_list(heading, PLAIN_LIST)
    for level, (left, hanging) in enumerate(((7, 7), (17, 10)), 1):
        style = document.styles[f"toc {level}"]
        _font(style, sans, tokens["size.small"] + 0.5, ink)
        _spacing(style, 3 if level == 1 else 0, 1)
        form = style.paragraph_format
        form.left_indent, form.first_line_indent = Mm(left), Mm(-hanging)


def _box_styles(document: Any, tokens: Tokens) -> None:
    """Give the key messages their panel: shading, and a rule on the left, of the style itself."""
    fill, accent = tokens["color.panel"].lstrip("#"), tokens["color.accent"].lstrip("#")
    for name in ("Key Messages Heading", "Key Message"):
        style = document.styles[name]
        heading = name.endswith("Heading")
        size = tokens["size.small"] if heading else tokens["size.body"]
        _font(
            style, tokens["font.sans"], size, tokens["color.accent" if heading else "color.ink"], bold=heading
        )
        _spacing(style, 0, 5)
        # As Pandoc indents a list: with one indent for both, heading and messages stand in one box.
        style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Pt(36), Pt(-18)
        border = f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="4" w:space="5" w:color="{fill}"/>'
        border += f'<w:left w:val="single" w:sz="24" w:space="10" w:color="{accent}"/>'
        border += f'<w:bottom w:val="single" w:sz="4" w:space="5" w:color="{fill}"/></w:pBdr>'
        shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>'
        properties = style.element.get_or_add_pPr()
        spacing = properties.find(qn("w:spacing"))
        for made in (border, shade):
            spacing.addprevious(parse_xml(made))
        style.paragraph_format.keep_with_next = heading


def _table_style(document: Any, tokens: Tokens) -> None:
    """Rules below whole rows and a bold header: of the table style, so that Word can restyle it."""
    line, ink = tokens["color.line"].lstrip("#"), tokens["color.ink"].lstrip("#")
    style = document.styles["Table"].element
    for child in list(style):
        if child.tag in {qn("w:tblPr"), qn("w:tblStylePr"), qn("w:pPr"), qn("w:rPr")}:
            style.remove(child)
    style.append(
        parse_xml(
            f'<w:tblPr {nsdecls("w")}><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>'
            f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{line}"/>'
            f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{line}"/></w:tblBorders>'
            '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="57" w:type="dxa"/>'
            '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="142" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        )
    )
    style.append(parse_xml(f"<w:trPr {nsdecls('w')}><w:cantSplit/></w:trPr>"))
    style.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>'
            f'<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ink}"/></w:tcBorders>'
            "</w:tcPr></w:tblStylePr>"
        )
    )
