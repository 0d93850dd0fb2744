"""Marks on what came or went: words in a paragraph, or whole blocks."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

import panflute as pf

from brief.redline import DELETION


def changed(inlines: Sequence[pf.Inline], kind: str) -> list[pf.Inline]:
    """Return inlines marked; the label of an exhibit stays a span, and what parts it from the rest apart."""
    if not inlines:
        return []
    if is_label(inlines[0]):
        label = pf.Span(*changed(list(inlines[0].content), kind), classes=["label"])
        return [label, *changed(list(inlines[1:2]), kind), *changed(list(inlines[2:]), kind)]
    marked = pf.Span(*_with_notes(inlines, kind), classes=[kind])
    return [unnamed(marked) if kind == DELETION else marked]


def is_label(inline: pf.Inline) -> bool:
    """Return whether an inline is the label of an exhibit, `Figure 2`."""
    return isinstance(inline, pf.Span) and "label" in inline.classes


def _with_notes(inlines: Sequence[pf.Inline], kind: str) -> list[pf.Inline]:
    """Return inlines with the text of their notes marked too, for it stands elsewhere."""

    def visit(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, pf.Note):
            for block in element.content:
                if isinstance(block, pf.Para | pf.Plain):
                    block.content = [pf.Span(*block.content, classes=[kind])]

    return list(pf.Plain(*inlines).walk(visit).content)


def unnamed(element: pf.Element, names: Container[str] | None = None) -> pf.Element:
    """Return an element without the names that links lead to: all, or those that are taken."""

    def visit(one: pf.Element, _: pf.Doc) -> None:
        if getattr(one, "identifier", "") and (names is None or one.identifier in names):
            one.identifier = ""

    return element.walk(visit)


def mark(kind: str, what: str = "paragraph") -> pf.Span:
    """Return the empty span that says that a paragraph or a row came or went as a whole."""
    return pf.Span(classes=[f"{what}-{kind}"])


def whole(blocks: Iterable[pf.Block], kind: str) -> list[pf.Block]:
    """Return blocks that came or went as a whole."""
    return [_whole(block, kind) for block in blocks]


def _whole(block: pf.Block, kind: str) -> pf.Block:
    match block:
        case pf.Para() | pf.Plain() | pf.Header():
            block.content = [*changed(list(block.content), kind), mark(kind)]
        case pf.Table():
            for part in (block.head, *block.content, block.foot):
                part.content = whole(part.content, kind)
        case pf.TableRow():
            _whole_row(block, kind)
        case pf.DefinitionList():
            for item in block.content:
                item.term = [*changed(list(item.term), kind), mark(kind)]
                for definition in item.definitions:
                    definition.content = whole(list(definition.content), kind)
        case pf.Div() | pf.BlockQuote() | pf.ListItem() | pf.BulletList() | pf.OrderedList():
            block.content = whole(list(block.content), kind)
        case _:
            return pf.Div(block, classes=[kind])
    return block


def _whole_row(row: pf.TableRow, kind: str) -> None:
    for cell in row.content:
        cell.content = whole(list(cell.content), kind) or [pf.Plain(mark(kind))]
    first = next(_leaves(row.content[0]))
    first.content = [mark(kind, "row"), *first.content]


def _leaves(element: pf.Element) -> Iterator[pf.Block]:
    """Yield the blocks that hold text, in order."""
    for block in element.content:
        if isinstance(block, pf.Para | pf.Plain | pf.Header):
            yield block
        elif hasattr(block, "content"):
            yield from _leaves(block)
