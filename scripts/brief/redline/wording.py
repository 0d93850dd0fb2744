"""The texts of changes, as the list of changes shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import panflute as pf

from brief.pandoc import text_of
from brief.redline import DELETION, INSERTION
from brief.redline.marking import is_label

AROUND = 40
"""How many letters of what stayed are shown on either side of a change."""

MOST = 240
"""How many letters of a change are shown."""

DIVISIONS = [[f"divide-{INSERTION}"], [f"divide-{DELETION}"]]
"""The classes of the signs of a paragraph's end."""


def shortened(text: str) -> str:
    return text if len(text) <= MOST else text[:MOST].rpartition(" ")[0] + " …"


def said(elements: Iterable[pf.Element]) -> str:
    """Return the text of elements without what was deleted of it; all of it where nothing else is left."""
    elements = list(elements)
    return _now(elements).strip() or text_of(elements).strip()


def _now(elements: Iterable[pf.Element]) -> str:
    texts = []
    for element in elements:
        if isinstance(element, pf.Span) and element.classes[-1:] in ([DELETION], *DIVISIONS):
            continue
        content = getattr(element, "content", None)
        texts.append(_now(content) if content and not isinstance(element, pf.Note) else text_of([element]))
    return "".join(texts)


def changed_text(inlines: Iterable[pf.Inline]) -> str:
    """Return what inlines say, or what a picture among them shows."""
    inlines = list(inlines)
    alts: list[str] = []

    def visit(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, pf.Image):
            alts.append(element.attributes.get("alt", ""))

    for inline in inlines:
        inline.walk(visit)
    return text_of(inlines) + " ".join(alts)


def around(before: Sequence[pf.Inline], after: Sequence[pf.Inline]) -> tuple[str, str]:
    """Return a few words of what stayed on either side."""
    left, right = (_now(one for one in side if not is_label(one)) for side in (before, after))
    if len(left) > AROUND:
        left = "… " + left[-AROUND:].partition(" ")[2]
    if len(right) > AROUND:
        right = right[:AROUND].rpartition(" ")[0] + " …"
    return left, right
