"""The reference document of Word: Pandoc's own, in the design of the brief."""

from __future__ import annotations

import io
import subprocess
from functools import cache
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from brief.content.tokens import Tokens
from brief.word.openxml import same_bytes

HEADINGS = tuple(f"Heading {level}" for level in range(1, 7))
SMALL = ("Image Caption", "Table Caption", "Table Text", "Footnote Text", "Exhibit Note", "Exhibit Credits")


@cache
def default_reference() -> bytes:
    """Return the reference document that Pandoc carries."""
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def styled(reference: bytes, tokens: Tokens) -> bytes:
    """Return the reference document with every style that a brief uses set by the tokens."""
    document = Document(io.BytesIO(reference))
    _page(document, tokens)
    _add_styles(document)
    _text_styles(document, tokens)
    _heading_styles(document, tokens)
    _box_styles(document, tokens)
    _table_style(document, tokens)
    _running_lines(document, tokens)
    stream = io.BytesIO()
    document.save(stream)
    return same_bytes(stream.getvalue())


def _page(document: Any, tokens: Tokens) -> None:
    page, section = tokens["page"], document.sections[0]
    section.page_width, section.page_height = Mm(page["width"]), Mm(page["height"])
    section.top_margin, section.bottom_margin = Mm(page["top"]), Mm(page["bottom"])
    for restart in section._sectPr.iter(qn("w:numRestart")):
        restart.set(qn("w:val"), "continuous")
    section.left_margin, section.right_margin = Mm(page["inner"]), Mm(page["outer"])


def _add_styles(document: Any) -> None:
    """Add what Pandoc's document lacks; TableNormal is the style that all tables stand on."""
    for name, base in {
        "Key Messages Heading": "Normal",
        "Key Message": "Normal",
        "Table Text": "Normal",
        "Exhibit Note": "Normal",
        "Exhibit Credits": "Normal",
        "Footer": "Normal",
    }.items():
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles[base]
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
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    if line:
        form.line_spacing = Pt(line)


def _text_styles(document: Any, tokens: Tokens) -> None:
    serif, sans, ink, muted = (tokens[n] for n in ("font.serif", "font.sans", "color.ink", "color.muted"))
    size, leading = tokens["size.body"] + 0.5, tokens["size.leading"] + 0.5
    _font(document.styles["Normal"], serif, size, ink)
    for name in ("Body Text", "First Paragraph", "Bibliography", "Compact"):
        _font(document.styles[name], serif, size, ink)
        _spacing(document.styles[name], 0, 2 if name == "Compact" else 7, leading)
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
    document.styles["Captioned Figure"].paragraph_format.keep_with_next = True
    _font(document.styles["Hyperlink"], serif, size, tokens["color.accent"])
    link = document.styles["Hyperlink"].element.rPr
    for tag in ("w:rFonts", "w:sz", "w:szCs"):
        for element in link.findall(qn(tag)):
            link.remove(element)


def _heading_styles(document: Any, tokens: Tokens) -> None:
    sans, ink, accent, muted = (tokens[n] for n in ("font.sans", "color.ink", "color.accent", "color.muted"))
    for index, name in enumerate(HEADINGS):
        style, step = document.styles[name], min(index, 2)
        _font(style, sans, tokens["size.heading"][step], accent if index == 0 else ink, bold=True)
        _spacing(style, (26, 18, 14)[step], 6)
        style.font.italic = False
        style.paragraph_format.keep_with_next = True
    _font(document.styles["Title"], sans, tokens["size.title"], ink, bold=True)
    _font(document.styles["Subtitle"], sans, tokens["size.subtitle"], muted, bold=False)
    _font(document.styles["Author"], sans, tokens["size.small"] + 1, muted, bold=False)
    _font(document.styles["Date"], sans, tokens["size.small"] + 1, muted, bold=False)
    for name in ("Title", "Subtitle", "Author", "Date"):
        style = document.styles[name]
        style.paragraph_format.alignment = 0
        _spacing(style, 0, 8)
        for tracking in style.element.rPr.findall(qn("w:spacing")):
            style.element.rPr.remove(tracking)


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


def _running_lines(document: Any, tokens: Tokens) -> None:
    """Put the page number into the foot, as a field."""
    _font(document.styles["Footer"], tokens["font.sans"], tokens["size.note"], tokens["color.muted"])
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles["Footer"]
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(tokens.text_width), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run("\t")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    paragraph._p.append(field)
