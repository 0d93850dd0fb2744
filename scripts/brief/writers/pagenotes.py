"""Notes on the page: beside the text where there is room, else opened by their mark, and listed at the end.

The mark is a button that opens its note by `popover`, without a script. In a wide window the page's
script puts the same notes into the margin, each as high as its mark or below the note before it.
"""

from __future__ import annotations

import html
import json
import re
from itertools import groupby

import panflute as pf

from brief.content.language import Language

MARK = re.compile(r'<a href="#fn(\d+)" class="footnote-ref" id="fnref\1"\s+role="doc-noteref">(.*?)</a>')
"""The mark of a note, as Pandoc writes it."""

IDENTIFIER = re.compile(r'\sid="[^"]*"')

LONGEST = 30
"""Letters of what is kept in one line with a mark, at most."""


def with_side_notes(document: pf.Doc, language: Language) -> pf.Doc:
    """Return the document with a copy of each note behind the paragraph that has its mark."""
    sides: dict[int, list[pf.Block]] = {}
    for number, note in enumerate(_notes(document), 1):
        if paragraph := _paragraph(note):
            sides.setdefault(id(paragraph), []).extend(_side_note(note, number, language))

    def visit(element: pf.Element, _: pf.Doc) -> list[pf.Block] | None:
        if id(element) not in sides:
            return None
        element.walk(_keep)
        return [element, *sides[id(element)]]

    return document.walk(visit)


def _notes(document: pf.Doc) -> list[pf.Note]:
    """Return the notes of the text, in order."""
    notes: list[pf.Note] = []

    def visit(element: pf.Element, _: pf.Doc | None) -> None:
        if isinstance(element, pf.Note):
            notes.append(element)

    for block in document.content:
        block.walk(visit)
    return notes


def _paragraph(note: pf.Note) -> pf.Element | None:
    """Return the block that holds a note; None where nothing can stand behind it, as in a term."""
    element = note.parent
    while element is not None and not isinstance(element, pf.Para | pf.Plain | pf.Header | pf.LineBlock):
        element = element.parent
    return element


def _keep(element: pf.Element, _: pf.Doc | None) -> None:
    """Keep marks in the line of the word before them: a line could break before a button."""
    inlines = list(getattr(element, "content", ()))
    if _is_mark(element) or not any(map(_is_mark, inlines)):
        return
    kept: list[pf.Inline] = []
    for _blank, group in groupby(
        inlines, lambda one: isinstance(one, pf.Space | pf.SoftBreak | pf.LineBreak)
    ):
        run = list(group)
        letters = [len(pf.stringify(inline)) for inline in run if not _is_mark(inline)]
        marked = len(letters) < len(run) and sum(letters) < LONGEST
        whole = not any(
            isinstance(inline, pf.RawInline) for inline in run
        )  # the tags of a redline go further
        kept += [pf.Span(*run, classes=["kept"])] if marked and whole else run
    element.content = kept


def _is_mark(element: pf.Element) -> bool:
    """Return whether an element prints as a mark alone: a note, or a citation that has become one."""
    if isinstance(element, pf.Cite):
        return all(map(_is_mark, element.content))
    return isinstance(element, pf.Note)


def _side_note(note: pf.Note, number: int, language: Language) -> list[pf.Block]:
    """Return a copy of a note, without the identifiers that its text has; its number leads to the list."""
    blocks = [_copied(block) for block in note.content]
    for block in blocks:
        block.walk(_nameless)
    name = html.escape(f"{language['footnote']} {number}")
    start = (
        f'<div class="side-note" id="fn{number}-side" popover role="note" aria-label="{name}">'
        f'<a class="listed" href="#fn{number}" aria-label="{name}">{number}</a>'
    )
    return [_raw(start), *blocks, _raw("</div>")]


def _copied(block: pf.Block) -> pf.Block:
    """Return a copy of a block; `deepcopy` would take the whole document along, by its parents."""
    text = json.dumps(block, default=lambda element: element.to_json())
    copy: pf.Block = json.loads(text, object_hook=pf.elements.from_json)
    return copy


def _nameless(element: pf.Element, _: pf.Doc | None) -> None:
    """Take an element's identifier away, which the note in the list has."""
    if getattr(element, "identifier", ""):
        element.identifier = ""
    if isinstance(element, pf.RawInline | pf.RawBlock):
        element.text = IDENTIFIER.sub("", element.text)


def with_openers(text: str) -> str:
    """Return the page with a button in place of each mark whose note stands beside the text."""

    def visit(match: re.Match[str]) -> str:
        number, printed = match.groups()
        name = re.search(rf'id="fn{number}-side" popover role="note" aria-label="([^"]*)"', text)
        if not name:
            return match[0]
        return (
            f'<button type="button" class="footnote-ref" id="fnref{number}" popovertarget="fn{number}-side"'
            f' aria-label="{name[1]}">{printed}</button>'
        )

    return MARK.sub(visit, text)


def with_list(text: str, language: Language) -> str:
    """Return the page with a heading above the list of its notes, and a label on each link back.

    Raises ValueError where Pandoc has written the notes in another way than this expects.
    """
    before, notes, after = text.partition('role="doc-endnotes">')
    if not notes:
        return text
    rule, link = "\n<hr />\n", 'role="doc-backlink">'
    if not after.startswith(rule) or after.count(link) != after.count('class="footnote-back"'):
        raise ValueError("Pandoc has written the notes of the page in an unknown way")
    heading = f'\n<h2 id="notes">{html.escape(language["notes"])}</h2>\n'
    label = f'role="doc-backlink" aria-label="{html.escape(language["back"])}">'
    return before + notes + heading + after.removeprefix(rule).replace(link, label)


def _raw(text: str) -> pf.RawBlock:
    return pf.RawBlock(text, format="html")
