"""A passage rewritten as a reviewer changed it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from brief.review.changes import Change, Remark, changed_text
from brief.review.composing import Writing, compose
from brief.review.escaping import comment_markup, escape, shield_lines, straighten
from brief.review.matching import Origin
from brief.review.passages import Passage
from brief.review.refusals import RefusalError, check_neighbors, check_origin
from brief.review.shapes import refined
from brief.review.units import CITATION, SPACE, TEXT, Container
from brief.word.wordtext import END, Piece


@dataclass
class _Rewriting:
    """A passage while it is rewritten: what of its source is deleted, and what is inserted where."""

    passage: Passage
    writing: Writing
    literal: bool = False
    wanted: str = ""
    """What the passage is to print."""

    gone: list[tuple[int, int]] = field(default_factory=list)
    new: list[tuple[int, int, str]] = field(default_factory=list)

    def change(self, change: Change) -> None:
        """Take a change in; raises RefusalError and leaves everything as it was."""
        covered = self.passage.between(change.start, change.end)
        for origin in covered:
            check_origin(origin, change)
        left = max((o for o in self.passage.origins if o.end <= change.start), key=_end, default=None)
        right = min((o for o in self.passage.origins if o.start >= change.end), key=_start, default=None)
        check_neighbors(change, left, right, self.passage.source)
        if END in change.text:
            self._check_division(change)
        gone = _widened([(origin.first, origin.last) for origin in covered], self.passage.containers)
        self._keep_points(covered)
        tail = ""
        if not covered and left and right and right.first < left.first:  # a note behind its punctuation
            behind = [o for o in self.passage.origins if o.start >= change.end and o.first < left.first]
            gone = [(origin.first, origin.last) for origin in behind]
            tail = "".join(map(self._in_print, behind))
            spot = left.last
        else:
            spot = self._spot(change, covered, gone, left, right)
        text = self._written(change.pieces, spot) + tail
        self.gone += gone
        self._add(spot, text)

    def _keep_points(self, covered: Sequence[Origin]) -> None:
        """Keep a full stop inside a quotation where it is printed, though the citation behind it goes.

        The note of `"text" [@key].` has moved it there: without the citation it is `"text."`.
        """
        origins = self.passage.origins
        for at, origin in enumerate(origins):
            if origin in covered and origin.kind == CITATION and at > 1:
                point, mark = origins[at - 2 : at]
                if point.first > origin.first and point not in covered and mark not in covered:
                    self.gone.append((point.first, point.last))
                    self._add(mark.first, self.passage.source[point.first : point.last])

    def _check_division(self, change: Change) -> None:
        """Refuse a new paragraph where none can begin, and one of another kind."""
        ends = [piece for piece in change.pieces if piece.text == END]
        listed = self.passage.divider.strip() != ""
        if not self.passage.divider or any(bool(end.item) != listed for end in ends):
            raise RefusalError("no paragraph can begin here", "write it into the section where it belongs")
        if any(end.style.startswith("Heading") or end.style == "TableText" for end in ends):
            raise RefusalError("a part of this paragraph was made a heading", "do it in the section")

    def remark(self, remark: Remark) -> None:
        """Put a comment after the passage that it is about."""
        before = (origin.last for origin in self.passage.origins if origin.start < remark.at)
        spot = max(before, default=self.passage.first)
        markup = comment_markup(remark.comment)
        spaced = spot == self.passage.last or self.passage.source[spot : spot + 1].isspace()
        self._add(spot, " " * spaced + markup)

    def spell_out(self) -> None:
        """Write each mark that Markdown would turn into another as what is printed."""
        origins = self.passage.origins
        for at, origin in enumerate(origins):
            untouched = not _overlap(self.gone, [origin])
            turned = [one for one in origins[at + 1 : at + 3] if one.first < origin.first]
            if turned and untouched and not _overlap(self.gone, turned):
                self.gone += [(one.first, one.last) for one in turned]
                self._add(origin.last, "".join(map(self._in_print, turned)))
            elif untouched and self._in_print(origin) != self.passage.source[origin.first : origin.last]:
                self.gone.append((origin.first, origin.last))
                self._add(origin.first, self._in_print(origin))

    def _in_print(self, origin: Origin) -> str:
        """Return the source of an origin for a place where only what is printed counts."""
        source = self.passage.source[origin.first : origin.last]
        if origin.kind == CITATION:
            return f"{' ' * source[0].isspace()}{source.strip()}"
        if self.literal and source in ('"', "'"):
            return escape(self.passage.printed[origin.start : origin.end])
        return source

    def text(self) -> str:
        """Return the new source of the passage."""
        source, at = self.passage.source, self.passage.first
        out: list[str] = []
        done: set[int] = set()
        cuts = sorted({*(spot for spot, _, _ in self.new), *(edge for pair in self.gone for edge in pair)})
        for end in [*cuts, self.passage.last]:
            if not any(first <= at and end <= last for first, last in self.gone):
                out.append(source[at:end])
            out += [text for spot, _, text in sorted(self.new) if spot == end and end not in done]
            done.add(end)
            at = end
        old = source[self.passage.first : self.passage.last]
        return _tidied("".join(out), old, self.passage.divider)

    def _add(self, spot: int, text: str) -> None:
        if text:
            self.new.append((spot, len(self.new), text))

    def _spot(
        self,
        change: Change,
        covered: Sequence[Origin],
        gone: Sequence[tuple[int, int]],
        left: Origin | None,
        right: Origin | None,
    ) -> int:
        """Return where in the source new text goes: inside the emphasis that it shares, else outside."""
        if covered:
            first = covered[0].first
            return next((start for start, end in gone if start <= first < end), first)
        before = [one.last for one in self.passage.origins if one.end <= change.start]
        spots = [max(before)] if before else [self.passage.first if right is None else right.first]
        spots += [right.first] if right and left else []
        wanted = _wanted(change.pieces)
        return next((spot for spot in spots if self._emphasis(spot) == wanted), spots[-1])

    def _emphasis(self, spot: int) -> frozenset[str]:
        """Return the emphasis at an offset of the source."""
        return frozenset(
            container.emphasis
            for container in self.passage.containers
            if container.inner_first <= spot <= container.inner_last and container.emphasis
        )

    def _written(self, pieces: Sequence[Piece], spot: int) -> str:
        if self.literal:
            plain = [replace(piece, emphasis=frozenset()) for piece in pieces]
            return compose(plain, self.writing, quotes=False)
        text = "".join(piece.text for piece in pieces)
        before, after = self.passage.source[self.passage.first : spot], self.passage.source[spot : spot + 1]
        joined = (re.search(r"\w$", before) and text[:1].strip()) or (text[-1:].strip() and after.isalnum())
        quotes = not joined and before.count('"') % 2 == 0
        written = compose(pieces, self.writing, self._emphasis(spot), quotes=quotes)
        return straighten(written, self.wanted, self.writing.language["quotes"])


def _widened(gone: list[tuple[int, int]], containers: Iterable[Container]) -> list[tuple[int, int]]:
    """Return what is deleted, with the marks of emphasis of which all the text is deleted."""
    widened = _merged(gone)
    for container in sorted(containers, key=lambda container: container.last - container.first):
        inner = (container.inner_first, container.inner_last)
        if any(first <= inner[0] and inner[1] <= last for first, last in widened):
            widened = _merged([*widened, (container.first, container.last)])
    return widened


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _wanted(pieces: Iterable[Piece]) -> frozenset[str]:
    return next((piece.emphasis for piece in pieces if piece.text.strip()), frozenset())


def _overlap(gone: Iterable[tuple[int, int]], origins: Sequence[Origin]) -> bool:
    return any(first < one.last and one.first < last for first, last in gone for one in origins)


def _start(origin: Origin) -> int:
    return origin.start


def _end(origin: Origin) -> int:
    return origin.end


def _tidied(text: str, old: str, divider: str) -> str:
    """Return a passage without the blanks and blank lines that deletions left; END becomes the divider."""
    text = re.sub(r"[ \t]*\n(?:[ \t]*\n)+", "\n", text) if "\n\n" not in old else text
    if "  " not in old:
        text = re.sub(r"[ \t]+\n", "\n", text)
    if not re.search(r"\S {2,}\S", old):
        text = re.sub(r"(?<=\S) {2,}(?=\S)", " ", text)
    text = re.sub(r"\\\n +", "\\\n", text)
    text = re.sub(rf"\s*{END}\s*", END, text).strip()
    known = old.split("\n")
    return divider.join(shield_lines(part, known) for part in text.split(END) if part)


def rewrite(
    passage: Passage,
    changes: Sequence[Change],
    remarks: Sequence[Remark],
    writing: Writing,
    *,
    literal: bool = False,
) -> tuple[str, dict[Change, RefusalError]]:
    """Return the new source of a passage, and each change that it does not have, with the reason."""
    rewriting = _Rewriting(passage, writing, literal, changed_text(passage.printed, changes))
    refused: dict[Change, RefusalError] = {}
    for change in changes:
        gone, new = list(rewriting.gone), list(rewriting.new)
        try:
            for part in _parts(change, passage):
                rewriting.change(part)
        except RefusalError as refusal:
            rewriting.gone, rewriting.new = gone, new
            refused[change] = refusal
    for remark in remarks:
        rewriting.remark(remark)
    if literal:
        rewriting.spell_out()
    return rewriting.text(), refused


def _parts(change: Change, passage: Passage) -> list[Change]:
    """Return a change as smaller ones, around the constructs that stand in old and new text alike."""
    covered = passage.between(change.start, change.end)
    if all(one.kind in (TEXT, SPACE) for one in covered):
        return [change]
    return refined(change, passage.printed, passage.looks)
