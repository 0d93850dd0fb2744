"""Exhibits: each chart, table and picture in the place that a section gives it, ready to print."""

from __future__ import annotations

import re
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
"""The identifiers of the sections on the restated work and on the sources."""


@dataclass(frozen=True)
class ExhibitPlacer:
    """Puts exhibits in their places; `contents` has the JSON of draw_chart and compose_table by label."""

    contents: Mapping[str, Mapping[str, Any]]
    bibliography: Bibliography
    language: Language
    folder: str
    """The folder of the sections, from which they name their pictures."""

    def place(self, blocks: Sequence[pf.Block], numbering: Numbering) -> list[pf.Block]:
        """Return the blocks with each exhibit in the place of its div, picture or table."""

        def visit(element: pf.Element, _: pf.Doc) -> pf.Element | None:
            if isinstance(element, pf.Div) and element.identifier in self.contents:
                return self._exhibit(element, numbering)
            if isinstance(element, pf.Figure):
                return self._picture(element, numbering)
            if isinstance(element, pf.Table) and element.caption and element.caption.content:
                return _typed(element, numbering)
            return None

        return walk(blocks, visit)

    def _exhibit(self, div: pf.Div, numbering: Numbering) -> pf.Div:
        content = self.contents[div.identifier]
        kind = LABEL_KINDS[div.identifier[:4]]
        caption = list(div.content[0].content) if div.content else []
        parts = [_caption(numbering.name(div.identifier), caption)]
        if kind == "figure":
            image = pf.Image(url=content["image"], attributes={"alt": content["alt"]})
            parts.append(pf.Div(pf.Plain(image), classes=["body"]))
        else:
            parts.append(pf.Div(pandoc_table(content["table"]), classes=["body"]))
        if content["table"]["note"]:
            parts.append(pf.Div(pf.Para(*words(content["table"]["note"])), classes=["note"]))
        parts.append(pf.Div(pf.Para(*self.credits(content["sources"])), classes=["credits"]))
        if kind == "figure":
            parts.append(pf.Div(pandoc_table(content["table"]), classes=["numbers"]))
        return pf.Div(*parts, identifier=div.identifier, classes=["exhibit"], attributes={"kind": kind})

    def _picture(self, figure: pf.Figure, numbering: Numbering) -> pf.Div:
        """Return a figure of Pandoc's, which is a picture in a paragraph of its own, as an exhibit."""
        image = next(image for image in _images(figure))
        image.url = str(PurePosixPath(self.folder) / unquote(image.url))
        label = figure.identifier
        caption = [inline for block in figure.caption.content for inline in block.content]
        parts = [_caption(numbering.name(label) if label in numbering.numbers else "", caption)]
        alt = pf.stringify(image).strip()  # Pandoc moves the attribute `alt` here
        attributes = {"alt": alt} | {
            key: image.attributes[key] for key in ("width",) if key in image.attributes
        }
        parts.append(pf.Div(pf.Plain(pf.Image(url=image.url, attributes=attributes)), classes=["body"]))
        return pf.Div(*parts, identifier=label, classes=["exhibit"], attributes={"kind": "figure"})

    def credits(self, keys: Sequence[str]) -> list[pf.Inline]:
        """Return the line of sources: each is named and linked to its entry in the list of sources.

        Without a key, the line names the list itself.
        """
        lead = self.language["source_line" if len(keys) > 1 else "source_line_one"]
        inlines: list[pf.Inline] = [pf.Span(pf.Str(lead + ":"), classes=["lead"])]
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
    """Return a table with a caption that was typed into a section as an exhibit."""
    label = table.identifier
    caption = [inline for block in table.caption.content for inline in block.content]
    printed_caption = _caption(numbering.name(label) if label in numbering.numbers else "", caption)
    table.caption, table.identifier = pf.Caption(), ""
    body = pf.Div(table, classes=["body"])
    return pf.Div(printed_caption, body, identifier=label, classes=["exhibit"], attributes={"kind": "table"})


def _caption(label: str, caption: Sequence[pf.Inline]) -> pf.Div:
    lead = [pf.Span(pf.Str(label), classes=["label"]), pf.Space()] if label else []
    return pf.Div(pf.Para(*lead, *caption), classes=["caption"])


def _images(figure: pf.Figure) -> list[pf.Image]:
    return [inline for block in figure.content for inline in block.content if isinstance(inline, pf.Image)]


def words(text: str) -> list[pf.Inline]:
    """Return plain text as inlines; its no-break spaces stay."""
    inlines: list[pf.Inline] = []
    for word in filter(None, re.split(r"[ \t\r\n]+", text)):
        inlines += [pf.Space()] if inlines else []
        inlines.append(pf.Str(word))
    return inlines


def pandoc_table(table: Mapping[str, Any]) -> pf.Table:
    """Return the JSON of a table as Pandoc's table; the first cell of each row is its header."""
    aligns = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}
    total = sum(column["share"] for column in table["columns"])
    spec = [(aligns[column["align"]], round(column["share"] / total, 4)) for column in table["columns"]]
    head = pf.TableHead(_row([column["title"] for column in table["columns"]]))
    body = pf.TableBody(*(_row(cells) for cells in table["rows"]), row_head_columns=1)
    return pf.Table(body, head=head, colspec=spec)


def _row(cells: Sequence[str]) -> pf.TableRow:
    return pf.TableRow(*(pf.TableCell(pf.Plain(*words(cell))) if cell else pf.TableCell() for cell in cells))


def load_exhibits(paths: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """Return the JSON that draw_chart and compose_table wrote, by label."""
    from brief.files import read_json

    return {path.stem: read_json(path) for path in paths}
