"""The notes of quotations that were seen to stand: their links know the place of the passage.

The place is an attribute of the link, which the page alone turns into the end of its address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    return tuple(standing)


def mark_passages(blocks: Sequence[pf.Block], standing: Sequence[StandingQuotation]) -> list[pf.Block]:
    """Return the blocks with the place on each link that the note of a quotation has to its source."""

    def visit(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, pf.Para | pf.Plain):
            _mark(element, standing)

    return walk(blocks, visit) if standing else list(blocks)


def _mark(block: pf.Block, standing: Sequence[StandingQuotation]) -> None:
    """Mark the links of a block: those of a quotation's citation, which comes behind it or before it."""
    pieces = list(_pieces(block))
    whole = _compared("".join(text for text, _ in pieces))
    for text, cite in pieces:
        if cite is None:
            continue
        keys = {citation.id for citation in cite.citations}
        own = [quotation for quotation in standing if quotation.key in keys]
        before = _compared(text)
        quoted = [quotation for quotation in own if quotation.text in before]
        quoted = quoted or [quotation for quotation in own if quotation.text in whole]
        places: dict[str, list[str]] = {}
        for quotation in quoted:
            places.setdefault(quotation.address, []).append(quotation.place)
        _mark_links(cite, places)


def _mark_links(cite: pf.Cite, places: Mapping[str, list[str]]) -> None:
    def visit(element: pf.Element, _: pf.Doc | None) -> None:
        if isinstance(element, pf.Link) and element.url in places:
            element.attributes[PLACE] = joined_places(places[element.url])

    cite.walk(visit)


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
