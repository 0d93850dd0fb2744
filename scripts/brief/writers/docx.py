"""The manuscript as DOCX, with real styles, captions that Word can renumber, and footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

import panflute as pf

from brief.content.language import Language, load_language
from brief.content.tokens import Tokens
from brief.redline import DELETION, INSERTION
from brief.word.fields import bookmark_of, field
from brief.word.finishing import UNNUMBERED
from brief.writers.printing import Exhibit, front_line, print_exhibits, replaced, width_of
from brief.writers.wordpage import column

SEQUENCES = {"figure": "Figure", "table": "Table"}
"""The names of Word's own counters of captions, in every language."""

CHANGES = {INSERTION, DELETION}

LABEL = "Caption Label"
LABEL_ID = LABEL.replace(" ", "")
"""The style of the name in a caption, as `Figure 2`, and its id in Word."""


def docx_document(document: pf.Doc, tokens: Tokens) -> pf.Doc:
    """Return the manuscript prepared for Pandoc's DOCX writer."""
    language = load_language(pf.stringify(document.metadata["lang"]))
    document = print_exhibits(document, lambda exhibit: _exhibit(exhibit, tokens)).walk(_cell)
    document = document.walk(_mark_language)
    titles = _titles(document)
    document = document.walk(lambda element, _: _refer(element, titles)).walk(_number)
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
    width = column(tokens)
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


def _titles(document: pf.Doc) -> frozenset[str]:
    """Return the names of the headings without a number, which references print by their words."""
    names: set[str] = set()

    def visit(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, pf.Header) and "unnumbered" in element.classes:
            names.add(element.identifier)

    document.walk(visit)
    return frozenset(names)


def _number(element: pf.Element, _: pf.Doc) -> None:
    """Leave the number of a heading to Word, which has a list for them; mark a heading without one."""
    if not isinstance(element, pf.Header):
        return
    if "unnumbered" in element.classes:
        element.content = [pf.RawInline(f"<?{UNNUMBERED}?>", format="openxml"), *element.content]
    else:
        element.content = _without_number(element.content)


def _without_number(inlines: Sequence[pf.Inline]) -> list[pf.Inline]:
    """Return the inlines of a heading without its number and the blank behind it.

    In a redline there are two headings in one, and neither may begin with a blank.
    """
    kept: list[pf.Inline] = []
    begun: set[str] = set()
    for inline in inlines:
        classes = set(getattr(inline, "classes", ()))
        within = classes & CHANGES or CHANGES
        if "number" in classes:
            continue
        if within <= begun:
            kept.append(inline)
        elif isinstance(inline, pf.Space):
            kept += [pf.Span(inline, classes=[kind]) for kind in begun]
        else:
            if classes & CHANGES:
                inline.content = _without_number(inline.content)
            kept.append(inline)
            begun |= within if pf.stringify(inline) else set()
    return kept


def _refer(element: pf.Element, titles: frozenset[str]) -> None:
    """Make what a reference prints, a number or a heading, a field that Word can update.

    Of a bookmark in a heading that is counted, the switch `n` asks for the number.
    """
    if not isinstance(element, pf.Link) or "reference" not in element.classes:
        return
    goal = element.url.removeprefix("#")
    is_counted = goal.startswith("sec-") and goal not in titles
    code = f"REF {bookmark_of(goal)}" + r" \n" * is_counted

    def visit(text: pf.Str) -> list[pf.Inline]:
        lead, counted = ("", text.text) if goal in titles else _parted(text)
        return [*([pf.Str(lead)] if lead else []), *([_field(code, counted, "Hyperlink")] if counted else [])]

    element.content = replaced(element.content, pf.Str, visit)


def _numbered(exhibit: Exhibit) -> list[pf.Inline]:
    """Return the caption with its number as a field of Word's, which Word can count anew."""
    if not exhibit.name:
        return exhibit.caption
    code = rf"SEQ {SEQUENCES[exhibit.kind]} \* ARABIC"

    def visit(text: pf.Str) -> list[pf.Inline]:
        lead, number = _parted(text)
        return [pf.Span(pf.Str(lead), attributes={"custom-style": LABEL}), _field(code, number, LABEL_ID)]

    name = replaced(exhibit.name, pf.Str, visit)
    gap = replaced(exhibit.gap, pf.Space, lambda _: pf.Str("\N{EM SPACE}"))
    return [*name, *gap, *exhibit.caption]


def _parted(name: pf.Str) -> tuple[str, str]:
    """Return a name as `Figure 2` in two: all before its number, and the number."""
    lead = re.sub(r"\d+(\.\d+)*$", "", name.text)
    return lead, name.text.removeprefix(lead)


def _field(code: str, result: str, style: str) -> pf.RawInline:
    return pf.RawInline(field(code, result, style), format="openxml")
