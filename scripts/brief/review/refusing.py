"""Faults for the changes that cannot be made, each at the place in the source that it is about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from brief.content.metadata import Metadata
from brief.faults import Fault
from brief.review.blocks import CAPTION
from brief.review.changes import Change, changed_text
from brief.review.datacells import DataCells
from brief.review.draft import Draft
from brief.review.provenance import Printed
from brief.review.refusals import MADE, RefusalError
from brief.review.telling import told
from brief.word.wordtext import END


@dataclass
class Refuser:
    """Writes the faults of changes that cannot be made into a draft."""

    draft: Draft
    printed: Printed
    metadata: Metadata
    cells: DataCells

    def made(self, at: int) -> RefusalError:
        """Return why a paragraph that no section has cannot be changed."""
        return RefusalError(self._maker(at)[0], "change it there, and build")

    def _maker(self, at: int) -> tuple[str, tuple[str, ...]]:
        """Return what a paragraph is made of that no section has, with its key in brief.yaml."""
        style, behind = self.printed.styles[at], not any(self.printed.blocks[at:])
        if style not in MADE and behind:
            return "what the brief restates stands in brief.yaml", ("restates",)
        return MADE.get(style, ("this text is made by the build, or its Markdown is not understood", ()))

    def refuse(self, change: Change, refusal: RefusalError, wish: str = "") -> None:
        """Add a fault for a change that cannot be made; `wish` is what would be printed with it."""
        self.draft.refuse(self.fault(change, refusal), change.marks, wish)
        self.draft.unplaced.append(change.text)

    def wish(self, change: Change) -> str:
        """Return the paragraph of a change of words, with all changes in it; empty where it is several."""
        at = self.printed.paragraph(change.start)
        start, text = self.printed.starts[at], self.printed.texts[at]
        end = start + len(text)
        inside = [other for other in self.draft.asked if start <= other.start and other.end <= end]
        same = change.text == self.printed.text[change.start : change.end]
        if not any(other.start <= change.start and change.end <= other.end for other in inside):
            inside.append(change)  # a part of a change of several paragraphs
        if same or change.end > end or any(END in other.text for other in inside):
            return ""
        return changed_text(
            text, [replace(other, start=other.start - start, end=other.end - start) for other in inside]
        )

    def fault(self, change: Change, refusal: RefusalError) -> Fault:
        """Return the fault of a change, at the place in the source that it is about."""
        at = self.printed.paragraph(change.start)
        what = f"{refusal.problem} ({told(change, self.printed.text[change.start : change.end])})"
        block, keys = self.printed.blocks[at], self._maker(at)[1]
        if block is None and self.printed.styles[at] == "TableText":
            cell = self.cells.find(self._label(at), self.printed.texts[at], self.wish(change))
            if cell:
                remedy = f"write this line as {cell.wanted}"
                return Fault(cell.path, cell.line, cell.column, what, remedy)
        if block is None and keys:
            return self.metadata.file.fault(keys, what, refusal.remedy)
        block = block or next((block for block in reversed(self.printed.blocks[:at]) if block), None)
        offset = self._source(change, at) if refusal.offset is None else refusal.offset
        line, column = block.line(offset) if block else (1, 1)
        return Fault(block.section.path if block else "report", line, column, what, refusal.remedy)

    def _label(self, at: int) -> str:
        """Return the label of the exhibit that the paragraph `at` is in, by the caption before it."""
        captions = (block for block in reversed(self.printed.blocks[:at]) if block and block.kind == CAPTION)
        return next((block.label for block in captions), "")

    def _source(self, change: Change, at: int) -> int | None:
        """Return where in the source a change of the paragraph `at` begins, as far as it is known."""
        inside = change.start - self.printed.starts[at]
        found = (one.first for one in self.printed.origins[at] if one.start <= inside < one.end)
        return next(found, None)
