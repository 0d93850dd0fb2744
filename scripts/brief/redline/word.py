"""A Word file with changes as Word tracks them: who accepts or rejects them gets the new or the old text.

Pandoc writes `w:ins` and `w:del` around runs. What it has no words for comes here: ends of
paragraphs, rows of tables, links, and the author and time of each change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

import panflute as pf
from lxml import etree

from brief.redline.ends import mark_end, settle_division, settle_end
from brief.redline.moves import MOVE
from brief.redline.wordmoves import settle_moves
from brief.redline.wordxml import MOVED, TAGS, Marks, W

TEXTS = ("word/document.xml", "word/footnotes.xml")

MARK = "changed"
"""The processing instruction that carries a mark through Pandoc."""


@dataclass(frozen=True)
class Stamp:
    """Who made the changes, and when, as `2026-11-24T00:00:00Z`."""

    author: str
    date: str


def docx_marks(document: pf.Doc) -> pf.Doc:
    """Return a merged manuscript with the marks that Pandoc does not know as instructions to `track`."""

    def visit(element: pf.Element, _: pf.Doc) -> pf.Element | list[pf.Element] | None:
        match element:
            case pf.Span(classes=[name]) if name.startswith(("paragraph-", "row-", "divide-")):
                return pf.RawInline(f"<?{MARK} {name}?>", format="openxml")
            case pf.Span(classes=["insertion" | "deletion"]) if MOVE in element.attributes:
                number = element.attributes.pop(MOVE)
                start, end = (
                    pf.RawInline(f"<?{MARK} {name}-{number}?>", format="openxml")
                    for name in ("move", "moved")
                )
                return [start, element, end]
            case pf.Div(classes=["insertion" | "deletion" as kind]):
                ends = (pf.RawBlock(f"<?{MARK} {end}-{kind}?>", format="openxml") for end in ("from", "to"))
                return [next(ends), *element.content, next(ends)]
        return None

    return document.walk(visit)


def track(parts: Mapping[str, bytes], stamp: Stamp) -> dict[str, bytes]:
    """Return the parts of a Word file with its changes whole, each with a number of its own."""
    trees = {name: etree.fromstring(parts[name]) for name in TEXTS}
    taken = [int(one.get(f"{W}id")) for tree in trees.values() for one in tree.iter(f"{W}bookmarkStart")]
    numbers = count(max(taken, default=0) + 1)
    for tree in trees.values():
        divided = _marked_divisions(tree)
        marks = _marked_blocks(tree) | _marked_paragraphs(tree) | _marked_gaps(tree) | divided
        for container in tree.iter(f"{W}body", f"{W}tc", f"{W}footnote"):
            settle_end(container, marks)
        for paragraph, tags in marks.items():
            mark_end(paragraph, tags)
        for change in list(tree.iter(*TAGS.values())):
            _part(change)
        moves = settle_moves(_instructions(tree, "move-"), numbers)
        _settle_texts(tree)
        for change in [*tree.iter(*TAGS.values(), *MOVED.values(), f"{W}pPrChange"), *moves]:
            number = change.get(f"{W}id") if change in moves else str(next(numbers))
            for name, value in (("id", number), ("author", stamp.author), ("date", stamp.date)):
                change.set(f"{W}{name}", value)
    made = {
        name: etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        for name, tree in trees.items()
    }
    return dict(parts) | made


def _marked_blocks(tree: etree._Element) -> Marks:
    """Take the instructions around whole blocks away: mark the runs between, and return the paragraphs."""
    marks: Marks = {}
    for start in _instructions(tree, "from-"):
        tag = TAGS[start.text.removeprefix("from-")]
        block = start.getnext()
        while block.tag is not etree.ProcessingInstruction:
            for paragraph in block.iter(f"{W}p"):
                marks[paragraph] = (tag,)
                for run in paragraph.findall(f"{W}r"):
                    change = etree.Element(tag)
                    run.addprevious(change)
                    change.append(run)
            block = block.getnext()
        for instruction in (start, block):
            instruction.getparent().remove(instruction)
    return marks


def _marked_paragraphs(tree: etree._Element) -> Marks:
    """Take the marks out of paragraphs and rows: mark the rows, and return the paragraphs.

    Those in the rows too: a reader that knows no marks of rows then keeps an empty line of each cell alone.
    """
    for instruction in _instructions(tree, "row-"):
        row = next(instruction.iterancestors(f"{W}tr"))
        properties = row.find(f"{W}trPr")
        if properties is None:
            properties = etree.Element(f"{W}trPr")
            row.insert(0, properties)
            etree.SubElement(
                properties, f"{W}cantSplit"
            )  # as the style says; by the schema one must be there
        etree.SubElement(properties, TAGS[instruction.text.removeprefix("row-")])
        instruction.getparent().remove(instruction)
    marks: Marks = {}
    for instruction in _instructions(tree, "paragraph-"):
        paragraph = next(instruction.iterancestors(f"{W}p"))
        marks[paragraph] = (TAGS[instruction.text.removeprefix("paragraph-")],)
        instruction.getparent().remove(instruction)
    return marks


def _marked_divisions(tree: etree._Element) -> Marks:
    """Take the marks out of paragraphs that were divided or joined, and return those with their tags.

    The paragraph that is left has the properties of its last part: these become what the first's were.
    """
    marks: Marks = {}
    for instruction in _instructions(tree, "divide-"):
        paragraph = next(instruction.iterancestors(f"{W}p"))
        kind = instruction.text.removeprefix("divide-")
        marks[paragraph] = (TAGS[kind],)
        instruction.getparent().remove(instruction)
        following = paragraph.getnext()
        while following is not None and following.tag != f"{W}p":
            following = following.getnext()
        settle_division(paragraph, following, kind)
    return marks


def _marked_gaps(tree: etree._Element) -> Marks:
    """Return the empty paragraphs by which Pandoc parts two tables: each goes with either of them."""
    marks: Marks = {}
    for gap in tree.iter(f"{W}p"):
        around = (gap.getprevious(), gap.getnext())
        if len(gap) == 0 and all(one is not None and one.tag == f"{W}tbl" for one in around):
            tags = [tag for tag in TAGS.values() if any(_is_whole(table, tag) for table in around)]
            marks |= {gap: tuple(tags)} if tags else {}
    return marks


def _is_whole(table: etree._Element, tag: str) -> bool:
    """Return whether all rows of a table came, or all went."""
    return all(row.find(f"{W}trPr/{tag}") is not None for row in table.iterchildren(f"{W}tr"))


def _instructions(tree: etree._Element, beginning: str) -> list[etree._Element]:
    found = tree.iter(etree.ProcessingInstruction)
    return [one for one in found if one.target == MARK and one.text.startswith(beginning)]


def _part(change: etree._Element) -> None:
    """Part a change where links stand in it: a link may hold changes, and no change a link."""
    pieces: list[etree._Element] = []
    for child in list(change):
        if child.tag == f"{W}hyperlink":
            inside = etree.Element(change.tag)
            inside.extend(list(child))
            child.append(inside)
            pieces.append(child)
            continue
        if not pieces or pieces[-1].tag != change.tag:
            pieces.append(etree.Element(change.tag))
        pieces[-1].append(child)
    parent, place = change.getparent(), change.getparent().index(change)
    if change.getparent().tag not in (f"{W}rPr", f"{W}trPr"):
        parent[place : place + 1] = pieces


def _settle_texts(tree: etree._Element) -> None:
    """Name texts for what they are: Word has names of their own for those that were deleted."""
    for now, then in (("t", "delText"), ("instrText", "delInstrText")):
        for text in list(tree.iter(f"{W}{now}", f"{W}{then}")):
            deleted = next(text.iterancestors(f"{W}del"), None) is not None
            text.tag = f"{W}{then if deleted else now}"
