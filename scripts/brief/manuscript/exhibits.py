"""Where a section places a chart, a table or a picture: the whole exhibit, ready to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

import panflute as pf

from brief.content.bibliography import PUBLISHED_BRIEF, Bibliography
from brief.content.labels import LABEL_KINDS
from brief.content.language import Language
from brief.manuscript.numbering import Numbering
from brief.manuscript.texts import walk

RESTATES, SOURCES = "restates", "sources"
"""The identifiers of the parts that say what the brief restates, and what it cites."""


@dataclass(frozen=True)
class Exhibits:
    """The made exhibits by label, as draw_chart and compose_table left them."""

    made: Mapping[str, Mapping[str, Any]]
    bibliography: Bibliography
    language: Language
    folder: str
    """The folder of the sections: pictures are named from there."""

    def place(self, blocks: Sequence[pf.Block], numbering: Numbering) -> list[pf.Block]:
        """Put each exhibit in the place that its div or picture marks."""

        def visit(element: pf.Element, _: pf.Doc) -> pf.Element | None:
            if isinstance(element, pf.Div) and element.identifier in self.made:
                return self._exhibit(element, numbering)
            if isinstance(element, pf.Figure):
                return self._picture(element, numbering)
            if isinstance(element, pf.Table) and element.caption and element.caption.content:
                return _typed(element, numbering)
            return None

        return walk(blocks, visit)

    def _exhibit(self, div: pf.Div, numbering: Numbering) -> pf.Div:
        made = self.made[div.identifier]
        kind = LABEL_KINDS[div.identifier[:4]]
        caption = list(div.content[0].content) if div.content else []
        parts = [_caption(numbering.name(div.identifier), caption)]
        if kind == "figure":
            image = pf.Image(url=made["image"], attributes={"alt": made["alt"]})
            parts.append(pf.Div(pf.Plain(image), classes=["body"]))
        else:
            parts.append(pf.Div(table(made["table"]), classes=["body"]))
        if made["table"]["note"]:
            parts.append(pf.Div(pf.Para(*words(made["table"]["note"])), classes=["note"]))
        parts.append(pf.Div(pf.Para(*self.credits(made["sources"])), classes=["credits"]))
        if kind == "figure":
            parts.append(pf.Div(table(made["table"]), classes=["numbers"]))
        return pf.Div(*parts, identifier=div.identifier, classes=["exhibit"], attributes={"kind": kind})

    def _picture(self, figure: pf.Figure, numbering: Numbering) -> pf.Div:
        """Pandoc reads a picture in a paragraph of its own as a figure; here it becomes an exhibit."""
        image = next(image for image in _images(figure))
        image.url = str(PurePosixPath(self.folder) / unquote(image.url))
        label = figure.identifier
        caption = [inline for block in figure.caption.content for inline in block.content]
        parts = [_caption(numbering.name(label) if label in numbering.numbers else "", caption)]
        alt = pf.stringify(image).strip()  # Pandoc moves the attribute `alt` here
        parts.append(pf.Div(pf.Plain(pf.Image(url=image.url, attributes={"alt": alt})), classes=["body"]))
        return pf.Div(*parts, identifier=label, classes=["exhibit"], attributes={"kind": "figure"})

    def credits(self, keys: Sequence[str]) -> list[pf.Inline]:
        """Return the line of sources: plain text, each name a link into the list of sources.

        An exhibit without a key is made of the list itself.
        """
        plain = self.language["source_line" if len(keys) > 1 else "source_line_one"]
        inlines: list[pf.Inline] = [pf.Span(pf.Str(plain + ":"), classes=["lead"])]
        links = [self._credit(key) for key in keys]
        links = links or [pf.Link(*words(self.language["list_of_sources"]), url=f"#{SOURCES}")]
        for position, link in enumerate(links):
            inlines += [pf.Str(";")] if position else []
            inlines += [pf.Space(), link]
        return [*inlines, pf.Str(".")]

    def _credit(self, key: str) -> pf.Link:
        if key == PUBLISHED_BRIEF:
            return pf.Link(*words(self.language["published_brief"]), url=f"#{RESTATES}")
        return pf.Link(*words(self.bibliography[key].label), url=f"#ref-{key}")


def _typed(table: pf.Table, numbering: Numbering) -> pf.Div:
    """Return a table that was typed into a section, with a caption, as an exhibit like the others."""
    label = table.identifier
    caption = [inline for block in table.caption.content for inline in block.content]
    named = _caption(numbering.name(label) if label in numbering.numbers else "", caption)
    table.caption, table.identifier = pf.Caption(), ""
    body = pf.Div(table, classes=["body"])
    return pf.Div(named, body, identifier=label, classes=["exhibit"], attributes={"kind": "table"})


def _caption(label: str, caption: Sequence[pf.Inline]) -> pf.Div:
    lead = [pf.Span(pf.Str(label), classes=["label"]), pf.Space()] if label else []
    return pf.Div(pf.Para(*lead, *caption), classes=["caption"])


def _images(figure: pf.Figure) -> list[pf.Image]:
    return [inline for block in figure.content for inline in block.content if isinstance(inline, pf.Image)]


def words(text: str) -> list[pf.Inline]:
    """Return plain text as inlines."""
    inlines: list[pf.Inline] = []
    for word in text.split():
        inlines += [pf.Space()] if inlines else []
        inlines.append(pf.Str(word))
    return inlines


def table(made: Mapping[str, Any]) -> pf.Table:
    """Return a made table as Pandoc has it: a header row, and first cells that head their rows."""
    aligns = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}
    total = sum(column["share"] for column in made["columns"])
    spec = [(aligns[column["align"]], round(column["share"] / total, 4)) for column in made["columns"]]
    head = pf.TableHead(_row([column["title"] for column in made["columns"]]))
    body = pf.TableBody(*(_row(cells) for cells in made["rows"]), row_head_columns=1)
    return pf.Table(body, head=head, colspec=spec)


def _row(cells: Sequence[str]) -> pf.TableRow:
    return pf.TableRow(*(pf.TableCell(pf.Plain(*words(cell))) if cell else pf.TableCell() for cell in cells))


def load_exhibits(paths: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """Return what the programs of the exhibits left, by label."""
    from brief.files import read_json

    return {path.stem: read_json(path) for path in paths}
