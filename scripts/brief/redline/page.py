"""The page that shows what has changed: the brief's own page, with marks and a list of the changes first."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import panflute as pf

from brief.content.language import Language
from brief.redline import DELETION, INSERTION
from brief.redline.listing import Change
from brief.redline.moves import MOVE
from brief.writers.templates import fill

ELEMENTS = {INSERTION: "ins", DELETION: "del"}
DRAWING = re.compile(r"<del[^<>]*><span class=\"drawing\".*?</span>", re.DOTALL)
"""A drawing as it was."""

NAMES = re.compile(r'(\bid="|url\(#|href="#)(?!change-)')
"""Where a drawing gives its parts names, and where it calls them."""

START = '<main id="text">\n'
"""Where the list goes: before all text."""


@dataclass(frozen=True)
class Since:
    """What the page begins with: how the old state is called, its day, and who made the changes."""

    revision: str
    day: str
    author: str


def html_marks(document: pf.Doc) -> pf.Doc:
    """Return a merged manuscript with elements of HTML around what came and went."""

    def visit(element: pf.Element, _: pf.Doc) -> pf.Element | list[pf.Element] | None:
        match element:
            case pf.Span(classes=["insertion" | "deletion" as kind]):
                return [*_wrapped(element, kind, pf.RawInline)]
            case pf.Div(classes=["insertion" | "deletion" as kind]):
                return [*_wrapped(element, kind, pf.RawBlock)]
            case pf.Span(classes=["divide-insertion" | "divide-deletion" as name]):
                return [*_wrapped(element, name.removeprefix("divide-"), pf.RawInline)]
            case pf.Span(classes=[name]) if name.startswith(("paragraph-", "row-")):
                return []
        return None

    return document.walk(visit)


def _wrapped(element: pf.Element, kind: str, raw: type[pf.Element]) -> list[pf.Element]:
    name = f' id="{element.identifier}"' if element.identifier else ""
    moved = ' class="moved"' if MOVE in element.attributes else ""
    tag = ELEMENTS[kind]
    return [raw(f"<{tag}{name}{moved}>", format="html"), *element.content, raw(f"</{tag}>", format="html")]


def spoken(language: Language) -> str:
    """Return the words, as custom properties, by which the style sheet names the changes."""
    terms = ("inserted", "deleted", "moved_here", "moved_away")
    words = (f"--{term}: {json.dumps(language[term], ensure_ascii=False)};" for term in terms)
    return f":root {{ {' '.join(words)} }}"


def with_list(page: str, changes: Sequence[Change], since: Since, template: Path, language: Language) -> str:
    """Return the page with the list of changes before its text."""
    numbered = enumerate(changes, 1)
    groups = [(title, list(group)) for title, group in groupby(numbered, key=lambda one: one[1].section)]
    lead = language["changes_since"].format(
        revision=since.revision, date=language.date(since.day), author=since.author
    )
    listed = fill(template, groups=groups, lead=lead, terms=language)
    contents, end, text = page.partition("</nav>")
    head, start, contents = contents.partition('<nav class="contents"')
    contents = re.sub(r' id="change-\d+"', "", contents)  # the headings stand in the contents too
    start = f"{head}{start}{contents}"
    # A drawing as it was names its parts as the one that it became.
    text = DRAWING.sub(lambda found: NAMES.sub(r"\g<1>before-", found[0]), text)
    return f"{start}{end}{text.replace(START, START + listed, 1)}"
