"""The list of changes: what became what, and where, in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import panflute as pf

from brief.content.language import Language
from brief.redline import DELETION, INSERTION
from brief.redline.moves import MOVE
from brief.redline.wording import around, changed_text, said, shortened
from brief.writers.printing import Exhibit, front_line


@dataclass(frozen=True)
class Change:
    """One change: the section and the thing that it is in, what went and came, what stands around it.

    `anchor` is its name in the page; empty for what the page does not print. What moved was not typed
    anew: `moved` says from where to where.
    """

    section: str
    where: str
    deleted: str
    inserted: str
    before: str = ""
    after: str = ""
    anchor: str = ""
    moved: str = ""


def list_changes(document: pf.Doc, language: Language) -> list[Change]:
    """Return the changes in a merged manuscript, and name each in it by its anchor."""
    lister = Lister(language)
    lister.front(document)
    lister.blocks(document.content, language["text"])
    lister.name_moves()
    return sorted(lister.found, key=lambda change: change.section == language["renumbered"])


@dataclass
class Lister:
    """Goes through a merged manuscript, names each change in it and lists it."""

    language: Language
    section: str = ""
    notes: int = 0
    found: list[Change] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)
    """The sections in which text that moved was, by the number of the move."""

    def front(self, document: pf.Doc) -> None:
        """List the changes of the front matter, in the order of the page; the abstract it does not print."""
        self.section = self.language["front_matter"]
        metadata = document.metadata
        for name, term in (("series", "series"), ("title", "title"), ("subtitle", "subtitle")):
            self.line(front_line(metadata[name]) if name in metadata else [], self.language[term])
        for author in metadata["authors"]:
            for value in author.content.values():
                self.line(front_line(value), self.language["author"])
        self.line(front_line(metadata["date_printed"]), self.language["date"])
        for message in metadata["key_messages"]:
            self.line(list(message.content), self.language["key_messages"])
        abstract = front_line(metadata["abstract"]) if "abstract" in metadata else []
        self.line(abstract, self.language["abstract"], printed=False)

    def blocks(self, blocks: Sequence[pf.Block], where: str) -> None:
        """List the changes in blocks; `where` is what these are called."""
        for block in blocks:
            match block:
                case pf.Header():
                    self.section = said(block.content)
                    self.line(list(block.content), self.language["heading"])
                case pf.Para() | pf.Plain():
                    self.line(list(block.content), where)
                case pf.Table():
                    self._table(block, where)
                case pf.DefinitionItem():
                    self.line(list(block.term), where)
                    self.blocks(block.definitions, where)
                case pf.Div():
                    self._div(block, where)
                case _:
                    self.blocks(getattr(block, "content", ()), where)

    def _div(self, div: pf.Div, where: str) -> None:
        match div.classes:
            case ["exhibit"]:
                self._exhibit(div)
            case ["csl-entry"]:
                self.blocks(div.content, self.language["source_line_one"])
            case [("insertion" | "deletion") as kind]:
                text = getattr(div.content[0], "text", "* * *")  # of code, else a rule
                texts = (text, "") if kind == DELETION else ("", text)
                self._add(div, Change(self.section, where, *texts))
            case _:
                self.blocks(div.content, where)

    def _exhibit(self, div: pf.Div) -> None:
        parts = {part.classes[0]: list(part.content) for part in div.content}
        exhibit = Exhibit(div.identifier, div.attributes["kind"], parts)
        title = exhibit.title or said(exhibit.caption)
        for name, blocks in parts.items():
            if name == "body" and exhibit.pictures:  # one that went and one that came are one change
                self.line([one for line in exhibit.pictures for one in line if one.content], title)
            else:
                self.blocks(blocks, title)

    def _table(self, table: pf.Table, where: str) -> None:
        heads = [said([cell]) for row in table.head.content for cell in row.content]
        for part in (table.head, *table.content, table.foot):
            for row in part.content:
                first = said([row.content[0]])
                for index, cell in enumerate(row.content):
                    head = heads[index] if index < len(heads) and part is not table.head else ""
                    names = [name for name in (first if index else "", head) if name]
                    self.blocks(cell.content, f"{where}, {', '.join(names)}" if names else where)

    def line(self, inlines: Sequence[pf.Inline], where: str, *, printed: bool = True) -> None:
        """List the changes of a line of text; those that stand together are one."""
        position = 0
        for (changed, move), stretch in ((key, list(group)) for key, group in groupby(inlines, key=_kind)):
            if move:
                self._move(stretch[0], where, move)
            elif changed:
                deleted, inserted = (
                    changed_text(one for one in stretch if one.classes[0].endswith(kind))
                    for kind in (DELETION, INSERTION)
                )
                before, after = around(inlines[:position], inlines[position + len(stretch) :])
                change = Change(self.section, where, deleted, inserted, before, after)
                self._add(stretch[0], change, printed=printed)
            position += len(stretch)
            for inline in stretch if not move else ():
                self._inside(inline, where)

    def _move(self, span: pf.Span, where: str, move: str) -> None:
        """List text that moved where it is now; of where it was, remember the section."""
        self.notes += _count_notes(span)
        if span.classes == [DELETION]:
            self.origins[move] = self.section
        else:
            self._add(span, Change(self.section, where, "", changed_text([span]), moved=move))

    def name_moves(self) -> None:
        """Say of each text that moved from where to where, in the place of the number of its move."""
        quotes = self.language["quotes"]
        for at, change in enumerate(self.found):
            if change.moved:
                before = self.origins[change.moved]
                term = "moved_within" if before == change.section else "moved"
                names = {"before": before, "after": change.section}
                quoted = {key: f"{quotes[0]}{name}{quotes[1]}" for key, name in names.items()}
                self.found[at] = replace(change, moved=self.language[term].format(**quoted))

    def _inside(self, inline: pf.Inline, where: str) -> None:
        if isinstance(inline, pf.Note):
            self.notes += 1
            self.blocks(inline.content, f"{self.language['footnote']} {self.notes}")
        elif getattr(inline, "content", None):
            self.line(list(inline.content), where)

    def _add(self, holder: pf.Element, change: Change, *, printed: bool = True) -> None:
        if not (change.deleted.strip() or change.inserted.strip()):
            return
        holder.identifier = f"change-{len(self.found) + 1}" if printed else ""
        section = self.language["renumbered"] if _is_number(holder) else change.section
        self.found.append(
            replace(
                change,
                section=section,
                anchor=holder.identifier,
                deleted=shortened(change.deleted),
                inserted=shortened(change.inserted),
            )
        )


def is_change(inline: pf.Inline) -> bool:
    """Return whether an inline holds what was inserted or deleted."""
    kinds = [[INSERTION], [DELETION], [f"divide-{INSERTION}"], [f"divide-{DELETION}"]]
    return isinstance(inline, pf.Span) and inline.classes in kinds


def _kind(inline: pf.Inline) -> tuple[bool, str]:
    """Return whether an inline is a change, and the number of its move if it has moved."""
    return is_change(inline), inline.attributes.get(MOVE, "") if is_change(inline) else ""


def _count_notes(element: pf.Element) -> int:
    notes: list[pf.Element] = []
    element.walk(lambda inner, _: notes.append(inner) if isinstance(inner, pf.Note) else None)
    return len(notes)


def _is_number(holder: pf.Element) -> bool:
    """Return whether a change is but one of a number that counts: of a section, a figure, a reference."""
    around = [*holder.content, holder.parent]
    classes = [set(getattr(one, "classes", ())) & {"number", "label", "reference"} for one in around]
    return all(classes[:-1]) or bool(classes[-1])
