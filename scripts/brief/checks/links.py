"""Links in the text: to public addresses and to places inside the brief, and to nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

import panflute as pf

from brief.content.sections import Section
from brief.faults import Fault, did_you_mean

PUBLIC = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
"""How an address begins that a reader may be sent to; others would run on the reader's own machine."""


def link_faults(section: Section, elements: Iterable[pf.Element], places: Collection[str]) -> Iterator[Fault]:
    """Yield a fault for each link that leads nowhere, or where no reader should be led.

    `elements` are all that Pandoc reads in the section, `places` the identifiers of the whole brief.
    """
    for url in targets(elements):
        problem, remedy = objection(url, places)
        if problem:
            place = section.at(url, "](", "]: ", "<") if url else section.at("]()")
            yield place.fault(problem, remedy)


def elements_of(blocks: Iterable[pf.Element]) -> list[pf.Element]:
    """Return all elements of some blocks, those within others too."""
    elements: list[pf.Element] = []
    for block in blocks:
        block.walk(lambda element, _: elements.append(element))
    return elements


def targets(elements: Iterable[pf.Element]) -> list[str]:
    """Return where the links among some elements lead, each target once."""
    return list(dict.fromkeys(element.url for element in elements if isinstance(element, pf.Link)))


def objection(url: str, places: Collection[str]) -> tuple[str, str]:
    """Return what is wrong with the target of a link, and what to do; two empty texts if nothing is."""
    if not url:
        return "the link has no address", "write it between the round brackets: [text](https://…)"
    if url.startswith("#"):
        if url[1:] in places:
            return "", ""
        return f"the link leads to {url}, and nothing here is called so", did_you_mean(
            url, [f"#{place}" for place in places]
        )
    if PUBLIC.match(url):
        return "", ""
    remedy = "link to an address with http:, https: or mailto:, or to a label of the brief, as #sec-outlook"
    return f"the link leads to {url[:60]}, where no reader can follow", remedy
