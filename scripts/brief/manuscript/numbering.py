"""Section numbers, numbers of figures and tables, and the references to all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import panflute as pf

from brief.content.labels import EXHIBIT_PREFIXES, LABEL_KINDS, LABEL_PREFIXES
from brief.content.language import Language
from brief.manuscript.texts import walk

RESERVED = ("contents", "key-messages", "notes", "refs", "restates", "sources", "text")
"""Identifiers that the page gives its own parts."""


@dataclass
class Numbering:
    """The numbers of all labels, counted in the order of the text."""

    language: Language
    numbers: dict[str, str] = field(default_factory=dict)

    def name(self, label: str) -> str:
        """Return the name of a label: `Figure 2`, `Section 2.1`, the heading of an unnumbered section."""
        number = self.numbers[label]
        if not number[0].isdigit():
            return number
        return f"{self.language[LABEL_KINDS[label[:4]]]}\N{NO-BREAK SPACE}{number}"


def number_everything(blocks: Sequence[pf.Block], language: Language) -> tuple[list[pf.Block], Numbering]:
    """Return the blocks with numbered headings, and the numbers of all labels."""
    numbering = Numbering(language)
    counters = [0] * 6
    counts = dict.fromkeys(EXHIBIT_PREFIXES, 0)

    taken = set(RESERVED)

    def visit(element: pf.Element, _: pf.Doc) -> pf.Element | None:
        if isinstance(element, pf.Header):
            element.identifier = _free(element.identifier, taken)
            return _number_heading(element, counters, numbering)
        label = getattr(element, "identifier", "")
        if isinstance(element, pf.Div | pf.Figure | pf.Table) and label[:4] in counts:
            counts[label[:4]] += 1
            numbering.numbers[label] = str(counts[label[:4]])
        return None

    return walk(blocks, visit), numbering


def _free(identifier: str, taken: set[str]) -> str:
    """Return an identifier that is not taken, and take it: Pandoc made them for each section on its own."""
    name, count = identifier or "section", 1
    while name in taken:
        count += 1
        name = f"{identifier}-{count}"
    taken.add(name)
    return name


def _number_heading(heading: pf.Header, counters: list[int], numbering: Numbering) -> pf.Header:
    if "unnumbered" in heading.classes:
        numbering.numbers[heading.identifier] = pf.stringify(heading).strip()
        return heading
    counters[heading.level - 1] += 1
    counters[heading.level :] = [0] * (6 - heading.level)
    number = ".".join(map(str, counters[: heading.level]))
    numbering.numbers[heading.identifier] = number
    heading.content = [pf.Span(pf.Str(number), classes=["number"]), pf.Space(), *heading.content]
    return heading


def resolve_references(blocks: Sequence[pf.Block], numbering: Numbering) -> list[pf.Block]:
    """Turn `@fig-energy`, `[see -@tbl-x, left]` and `[@sec-a; @sec-b]` into links; citations stay."""

    def visit(element: pf.Element, _: pf.Doc) -> list[pf.Inline] | None:
        if not isinstance(element, pf.Cite):
            return None
        if not all(citation.id.startswith(LABEL_PREFIXES) for citation in element.citations):
            return None
        links: list[pf.Inline] = []
        for citation in element.citations:
            links += [pf.Str(","), pf.Space()] if links else []
            links += [*citation.prefix, pf.Space()] if citation.prefix else []
            links.append(_link(citation, numbering))
            links += _after(citation.suffix)
        return links

    return walk(blocks, visit)


def _after(suffix: Sequence[pf.Inline]) -> list[pf.Inline]:
    """Return the text behind a reference in its brackets, after a space unless it begins with a comma."""
    is_joined = not suffix or pf.stringify(suffix[0])[:1] in (",", ":", " ")
    return [*suffix] if is_joined else [pf.Space(), *suffix]


def _link(citation: pf.Citation, numbering: Numbering) -> pf.Link:
    bare = citation.mode == "SuppressAuthor"
    name = numbering.numbers[citation.id] if bare else numbering.name(citation.id)
    return pf.Link(pf.Str(name), url=f"#{citation.id}", classes=["reference"])
