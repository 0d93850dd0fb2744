"""The notes of quotations that were seen to stand: their links know the place of the passage.

The place is an attribute of the link, which the page alone turns into the end of its address. A note
that names its source in short has no link: there it is an attribute of a span, which the page makes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import panflute as pf

from brief.content.bibliography import Bibliography
from brief.links.collect import address_of_text
from brief.links.ledger import LedgerRow
from brief.links.passage_history import by_name
from brief.manuscript.texts import walk
from brief.quotations.fragments import joined_places
from brief.quotations.model import Outcome, Quotation
from brief.quotations.normalising import normalised

PLACE = "data-place"
"""The attribute of a link that has the place of what is quoted."""

ADDRESS = "data-address"
"""The attribute of a note without an address, as of one that repeats a source, that has it."""


@dataclass(frozen=True)
class StandingQuotation:
    """A quotation that its page was seen to hold, and where: the page's address, and the end of one."""

    key: str
    text: str
    address: str
    place: str


def standing_quotations(
    quotations: Iterable[Quotation], bibliography: Bibliography, rows: Iterable[LedgerRow]
) -> tuple[StandingQuotation, ...]:
    """Return the quotations whose place the ledger remembers."""
    histories = {row.url: by_name(row.passages) for row in rows}
    addresses = {source.key: address_of_text(source) for source in bibliography}
    standing = []
    for quotation in quotations:
        address = addresses.get(quotation.key, "")
        history = histories.get(address, {}).get(quotation.name)
        if history and history.outcome is Outcome.STANDS and history.place:
            text = _compared(quotation.text)
            standing.append(StandingQuotation(quotation.key, text, address, history.place))
    return tuple(dict.fromkeys(standing))  # the same words may be quoted twice


def mark_passages(blocks: Sequence[pf.Block], standing: Sequence[StandingQuotation]) -> list[pf.Block]:
    """Return the blocks with the place on each link that the note of a quotation has to its source."""

    def visit(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, pf.Para | pf.Plain):
            _mark(element, standing)

    return walk(blocks, visit) if standing else list(blocks)


def _mark(block: pf.Block, standing: Sequence[StandingQuotation]) -> None:
    """Mark the citations of a block: each quotation belongs to the one behind it, or else before it."""
    pieces = list(_pieces(block))
    whole = _compared("".join(text for text, _ in pieces))
    cited = [(_compared(text), cite) for text, cite in pieces if cite is not None]
    for quotation in standing if cited else ():
        own = [(text, cite) for text, cite in cited if quotation.key in {one.id for one in cite.citations}]
        behind = [cite for text, cite in own if quotation.text in text]
        before = [cite for _, cite in own[-1:] if quotation.text in whole]
        for cite in behind or before:
            _mark_citation(cite, quotation)


def _mark_citation(cite: pf.Cite, quotation: StandingQuotation) -> None:
    """Mark the links of a citation that lead to the page; where it has none, its whole note."""
    marked: list[pf.Element] = []

    def visit(element: pf.Element, _: pf.Doc | None) -> None:
        if isinstance(element, pf.Link) or ADDRESS in getattr(element, "attributes", {}):
            marked.append(element)

    cite.walk(visit)
    notes = [note for note in cite.content if isinstance(note, pf.Note)]
    if notes and not marked:
        paragraph = notes[0].content[0]
        marked = [pf.Span(*paragraph.content, attributes={ADDRESS: quotation.address})]
        paragraph.content = marked
    for element in marked:
        if quotation.address in (getattr(element, "url", ""), element.attributes.get(ADDRESS)):
            known = [element.attributes[PLACE]] if PLACE in element.attributes else []
            element.attributes[PLACE] = joined_places([*known, quotation.place])


def _pieces(block: pf.Block) -> Iterator[tuple[str, pf.Cite | None]]:
    """Yield the text before each citation of a block with it, and at last the text behind all."""
    text = ""
    for element in _inlines(block):
        if isinstance(element, pf.Cite):
            yield text, element
            text = ""
        else:
            text += element.text if isinstance(element, pf.Str | pf.Code) else " "
    yield text, None


def _inlines(element: pf.Element) -> Iterator[pf.Element]:
    """Yield the words, blanks and citations of a block in their order, without its notes."""
    for child in element.content:
        if isinstance(child, pf.Cite | pf.Str | pf.Code | pf.Space | pf.SoftBreak | pf.LineBreak):
            yield child
        elif not isinstance(child, pf.Note) and hasattr(child, "content"):
            yield from _inlines(child)


def _compared(text: str) -> str:
    """Return a text as it is compared: without the marks that Pandoc makes elements of."""
    return normalised(normalised(text).replace("'", "")).rstrip(" .,;:")
