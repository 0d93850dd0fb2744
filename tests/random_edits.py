"""Edits of a manuscript, as an editor might make them, where a list of numbers says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import panflute as pf

TEXTS = (pf.Para, pf.Plain, pf.Header)
Edit = tuple[str, int]


def edited(document: pf.Doc, edits: Sequence[Edit]) -> pf.Doc:
    """Return the document with each edit made, by its name, at the place of its number."""
    for name, number in edits:
        EDITS[name](document, number)
    return document


def _elements(document: pf.Doc, kinds: type | tuple[type, ...]) -> list[pf.Element]:
    found: list[pf.Element] = []

    def visit(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, kinds):
            found.append(element)

    document.walk(visit)
    return found


def _picked(document: pf.Doc, number: int, kinds: type | tuple[type, ...] = TEXTS) -> pf.Element | None:
    found = [one for one in _elements(document, kinds) if one.content]
    return found[number % len(found)] if found else None


def _words(number: int) -> list[pf.Inline]:
    pool = ("neu", "and", "1,234", "„Wort“", "Казань", "x²", "of", "the")
    words = [pf.Str(pool[(number + step * 3) % len(pool)]) for step in range(number % 4 + 1)]
    return [inline for word in words for inline in (word, pf.Space())][:-1]


def _change_word(document: pf.Doc, number: int) -> None:
    words = _elements(document, pf.Str)
    words[number % len(words)].text = f"w{number % 7}"


def _drop_words(document: pf.Doc, number: int) -> None:
    line = _picked(document, number)
    if line and len(line.content) > 6:
        start = number % (len(line.content) - 5)
        del line.content[start : start + 4]


def _add_words(document: pf.Doc, number: int) -> None:
    line = _picked(document, number)
    place = number % (len(line.content) + 1)
    holders: Sequence[Callable[..., pf.Inline]] = (
        pf.Emph,
        pf.Strong,
        lambda *w: pf.Link(*w, url="https://e.example/"),
    )
    line.content.insert(place, holders[number % 3](*_words(number)))


def _add_note(document: pf.Doc, number: int) -> None:
    line = _picked(document, number, pf.Para)
    if not line.ancestor(2) or not isinstance(line.parent, pf.Note):
        line.content.append(pf.Note(pf.Para(*_words(number))))


def _drop_note(document: pf.Doc, number: int) -> None:
    notes = _elements(document, pf.Note)
    if notes:
        note = notes[number % len(notes)]
        note.container.remove(note)


def _block(number: int) -> Iterator[pf.Block]:
    yield from (
        pf.Para(*_words(number), pf.Note(pf.Para(pf.Str("Anm.")))),
        pf.Header(*_words(number), level=number % 3 + 1),
        pf.BulletList(*(pf.ListItem(pf.Plain(*_words(number + step))) for step in range(3))),
        pf.BlockQuote(pf.Para(*_words(number)), pf.Para(*_words(number + 1))),
        pf.CodeBlock("a = 1\n\nb = 2"),
        pf.HorizontalRule(),
        pf.Para(pf.Math("x^2", format="InlineMath"), pf.Space(), pf.Code("y")),
    )


def _add_block(document: pf.Doc, number: int) -> None:
    made = list(_block(number))[number % 7]
    document.content.insert(1 + number % (len(document.content) - 1), made)


def _drop_block(document: pf.Doc, number: int) -> None:
    if len(document.content) > 8:
        del document.content[number % (len(document.content) - 1)]


def _move_block(document: pf.Doc, number: int) -> None:
    count = len(document.content) - 1
    block = document.content[number % count]
    del document.content[number % count]
    document.content.insert(number * 7 % count, block)


def _divide(document: pf.Doc, number: int) -> None:
    """Divide a paragraph of the body at a blank."""
    lines = [one for one in document.content if isinstance(one, pf.Para) and len(one.content) > 12]
    if lines:
        line = lines[number % len(lines)]
        blanks = [at for at, one in enumerate(line.content) if isinstance(one, pf.Space)]
        if blanks:
            at = blanks[number // 7 % len(blanks)]
            rest = pf.Para(*line.content[at + 1 :])
            line.content = line.content[:at]
            document.content.insert(line.index + 1, rest)


def _join(document: pf.Doc, number: int) -> None:
    """Join a paragraph of the body with the next."""
    lines = [one for one in document.content if isinstance(one, pf.Para) and isinstance(one.next, pf.Para)]
    if lines:
        line = lines[number % len(lines)]
        line.content.extend([pf.Space(), *line.next.content])
        del document.content[line.index + 1]


def _drop_part(document: pf.Doc, number: int) -> None:
    """Drop an item of a list, a source or a row, if it is not the last of its kind."""
    parts = [one for one in _elements(document, (pf.ListItem, pf.TableRow)) if len(one.container) > 1]
    entries = [
        one for one in _elements(document, pf.Div) if "csl-entry" in one.classes and len(one.container) > 1
    ]
    found = [*parts, *entries]
    if found:
        one = found[number % len(found)]
        one.container.remove(one)


def _add_row(document: pf.Doc, number: int) -> None:
    body = _picked(document, number, pf.TableBody)
    if body:
        cells = [
            pf.TableCell(pf.Plain(*_words(number + i))) if i != number % 2 else pf.TableCell()
            for i, _ in enumerate(body.content[0].content)
        ]
        body.content.insert(number % (len(body.content) + 1), pf.TableRow(*cells))


def _fill_cell(document: pf.Doc, number: int) -> None:
    cells = _elements(document, pf.TableCell)
    if cells:
        cells[number % len(cells)].content = [pf.Plain(*_words(number))] if number % 3 else []


def _add_source(document: pf.Doc, number: int) -> None:
    refs = [one for one in _elements(document, pf.Div) if one.identifier == "refs"]
    if refs:
        entry = pf.Div(pf.Para(*_words(number)), identifier=f"ref-new{number}", classes=["csl-entry"])
        refs[0].content.insert(number % (len(refs[0].content) + 1), entry)


def _change_title(document: pf.Doc, number: int) -> None:
    document.metadata["title"] = pf.MetaInlines(
        *_words(number), pf.Space(), *document.metadata["title"].content
    )


def _change_subtitle(document: pf.Doc, number: int) -> None:
    if number % 2 and "subtitle" in document.metadata:
        del document.metadata["subtitle"]
    else:
        document.metadata["subtitle"] = pf.MetaInlines(*_words(number))


def _change_messages(document: pf.Doc, number: int) -> None:
    messages = document.metadata["key_messages"]
    if number % 2 and len(messages.content) > 1:
        del messages.content[number % len(messages.content)]
    else:
        messages.content.insert(number % (len(messages.content) + 1), pf.MetaInlines(*_words(number)))


EDITS = {
    function.__name__.lstrip("_"): function
    for function in (
        _change_word, _drop_words, _add_words, _add_note, _drop_note, _add_block, _drop_block, _move_block,
        _divide, _join, _drop_part, _add_row, _fill_cell, _add_source, _change_title, _change_subtitle,
        _change_messages,
    )
}  # fmt: skip
