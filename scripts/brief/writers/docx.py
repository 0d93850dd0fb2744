"""The manuscript as DOCX, with real styles, captions that Word can renumber, and footnotes."""

from __future__ import annotations

import html

import panflute as pf

from brief.content.language import Language, load_language
from brief.content.tokens import Tokens
from brief.writers.printing import Exhibit, front_line, print_exhibits, replaced, width_of

SEQUENCES = {"figure": "Figure", "table": "Table"}
"""The names of Word's own counters of captions, in every language."""

LABEL = "Caption Label"
"""The style of the name in a caption, as `Figure 2`; its id in Word is the name without the blank."""


def docx_document(document: pf.Doc, tokens: Tokens) -> pf.Doc:
    """Return the manuscript prepared for Pandoc's DOCX writer."""
    language = load_language(pf.stringify(document.metadata["lang"]))
    document = print_exhibits(document, lambda exhibit: _exhibit(exhibit, tokens)).walk(_cell)
    document = document.walk(_mark_language)
    document.content = [*_front(document, language), *document.content]
    metadata = document.metadata
    if not metadata["authors"].content:
        del metadata["authors"]
    else:
        metadata["author"] = [author["name"] for author in metadata["authors"]]
    series, day = (front_line(metadata[name]) for name in ("series", "date_printed"))
    metadata["date"] = pf.MetaInlines(*series, *([pf.Str(" · ")] if series else []), *day)
    metadata["keywords"] = pf.MetaList(*(pf.MetaInlines(pf.Str(word.text)) for word in metadata["keywords"]))
    metadata["subject"] = pf.stringify(metadata["subtitle"]) if "subtitle" in metadata else ""
    metadata["description"] = pf.stringify(metadata["abstract"]) if "abstract" in metadata else ""
    for name in ("abstract", "key_messages", "series", "license", "publisher"):
        if name in metadata:
            del metadata[name]
    return document


def _front(document: pf.Doc, language: Language) -> list[pf.Block]:
    """Return the key messages as a list in styles of their own."""
    messages = [list(message.content) for message in document.metadata["key_messages"]]
    if not messages:
        return []
    heading = pf.Para(pf.Str(language["key_messages"]))
    blocks: list[pf.Block] = [pf.Div(heading, attributes={"custom-style": "Key Messages Heading"})]
    items = pf.BulletList(*(pf.ListItem(pf.Para(*message)) for message in messages))
    return [*blocks, pf.Div(items, attributes={"custom-style": "Key Message"})]


def _exhibit(exhibit: Exhibit, tokens: Tokens) -> list[pf.Block]:
    style = "Image Caption" if exhibit.kind == "figure" else "Table Caption"
    caption = pf.Para(*_numbered(exhibit))
    blocks: list[pf.Block] = [pf.Div(caption, identifier=exhibit.label, attributes={"custom-style": style})]
    if exhibit.pictures:
        lines = [replaced(line, pf.Image, lambda image: _image(image, tokens)) for line in exhibit.pictures]
        paragraphs = [pf.Para(*line) for line in lines]
        blocks.append(pf.Div(*paragraphs, attributes={"custom-style": "Captioned Figure"}))
    else:
        blocks += exhibit.parts["body"]
    for part, name in (("note", "Exhibit Note"), ("credits", "Exhibit Credits")):
        line = exhibit.line(part)
        blocks += [pf.Div(pf.Para(*line), attributes={"custom-style": name})] if line else []
    return blocks


def _image(image: pf.Image, tokens: Tokens) -> pf.Image:
    """Return a picture with its width; for a chart, the PNG beside its SVG."""
    url = image.url.removesuffix(".svg") + ".png" * image.url.endswith(".svg")
    width = tokens.text_width
    if url == image.url:  # an editor's own picture, no chart
        width = width_of(image, width, tokens["page.height"] / 2)
    return pf.Image(pf.Str(image.attributes["alt"]), url=url, attributes={"width": f"{width}mm"})


def _cell(element: pf.Element, _: pf.Doc) -> None:
    """Give the text of tables a style of its own: Pandoc's is also that of lists."""
    if isinstance(element, pf.TableCell):
        blocks = [
            pf.Para(*block.content) if isinstance(block, pf.Plain) else block for block in element.content
        ]
        element.content = [pf.Div(*blocks, attributes={"custom-style": "Table Text"})] if blocks else []


def _mark_language(element: pf.Element, _: pf.Doc) -> None:
    """Take the script out of the tag of a language, as in ru-Latn: Word knows few tags with one."""
    if isinstance(element, pf.Span) and element.attributes.get("lang"):
        element.attributes["lang"] = element.attributes["lang"].partition("-")[0]


def _numbered(exhibit: Exhibit) -> list[pf.Inline]:
    """Return the caption with its number as a field of Word's, which Word can count anew."""
    if not exhibit.name:
        return exhibit.caption
    name = replaced(exhibit.name, pf.Str, lambda text: _counted(text, exhibit.kind))
    gap = replaced(exhibit.gap, pf.Space, lambda _: pf.Str("\N{EM SPACE}"))
    return [*name, *gap, *exhibit.caption]


def _counted(name: pf.Str, kind: str) -> list[pf.Inline]:
    word, _, number = name.text.partition("\N{NO-BREAK SPACE}")
    field = (
        f'<w:fldSimple w:instr=" SEQ {SEQUENCES[kind]} \\* ARABIC ">'
        f'<w:r><w:rPr><w:rStyle w:val="{LABEL.replace(" ", "")}"/></w:rPr>'
        f"<w:t>{html.escape(number)}</w:t></w:r></w:fldSimple>"
    )
    lead = pf.Span(pf.Str(f"{word}\N{NO-BREAK SPACE}"), attributes={"custom-style": LABEL})
    return [lead, pf.RawInline(field, format="openxml")]
