"""New text as Markdown: emphasis, links, notes, and what was moved from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from brief.content.language import Language
from brief.review.changes import Change, cut
from brief.review.escaping import escape, unbound
from brief.review.formats import EMPHASIS, HIDDEN, STRONG, STRUCK, SUBSCRIPT, SUPERSCRIPT
from brief.review.moving import Move, Moves
from brief.review.refusals import RefusalError, described
from brief.word.wordtext import END, NEW_NOTE, NOTE, OBJECT, PICTURE, Piece

DELIMITERS = {STRONG: "**", EMPHASIS: "*", SUPERSCRIPT: "^", SUBSCRIPT: "~"}
OBJECTS = re.compile(f"[{PICTURE}{OBJECT}]")
WEB = re.compile(r"(https?://|mailto:)[^\s<>]+")
"""An address that a link may lead to."""

LINE_BREAK = "\\\n"


@dataclass(frozen=True)
class Writing:
    """What it takes to write new text as Markdown."""

    language: Language
    moves: Moves
    notes: Mapping[str, str | RefusalError] = field(default_factory=dict)
    """By name, the Markdown of the notes that are new; or why a note cannot be written."""

    copies: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The Markdown of those that say what one of a section does, by its path and their name."""

    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What references to the labels of the brief print."""

    letters: frozenset[str] = frozenset()
    """The characters that the fonts of the brief have."""

    path: str = ""
    """The section that is written in."""

    literal: Collection[Change] = ()
    """Changes in whose passages each mark is written as it is printed, for want of a nicer way."""


def compose(
    pieces: Sequence[Piece], writing: Writing, there: frozenset[str] = frozenset(), *, quotes: bool = True
) -> str:
    """Return new text as Markdown; what was moved from elsewhere is what it was there."""
    text = "".join(piece.text for piece in pieces)
    written, typed, at = [], [], 0
    for move in [*writing.moves.find(text, writing.path, whole=quotes), Move(len(text), len(text), "")]:
        between = [piece for piece in cut(pieces, at, move.first) if not _is_comma(piece, text)]
        typed.append("".join(piece.text for piece in between))
        written += [write(piece, writing, there, quotes=quotes) for piece in between]
        written.append(move.source)
        at = move.last
    lost = writing.moves.lost(text, NOTE.join(typed)) if "".join(typed).strip() else None
    if lost:
        problem, _ = described(lost)
        raise RefusalError(f"{problem}; it was moved, and edited", "move it in the section")
    return "".join(written)


def _is_comma(piece: Piece, text: str) -> bool:
    """Return whether a piece is a comma between the marks of two notes, which the build sets."""
    return piece.text == "," and bool(re.search(f"[{NOTE}{NEW_NOTE}],[{NOTE}{NEW_NOTE}]", text))


def write(piece: Piece, writing: Writing, there: frozenset[str] = frozenset(), *, quotes: bool = True) -> str:
    """Return new text as Markdown, where emphasis `there` is around it already."""
    if piece.note:
        if piece.note not in writing.notes:
            raise RefusalError("this note is a source's", "cite it in the section, as [@key]")
        note = writing.copies.get((writing.path, piece.note), writing.notes[piece.note])
        if isinstance(note, RefusalError):
            raise note
        return note
    if piece.link.startswith("#"):
        return _reference(piece, writing)
    return write_plain(piece, writing, there, quotes=quotes)


def write_plain(
    piece: Piece, writing: Writing, there: frozenset[str] = frozenset(), *, quotes: bool = True
) -> str:
    """Return new text that is no more than text as Markdown, where emphasis `there` is around it already."""
    _check_letters(piece.text, writing.letters)
    if OBJECTS.search(piece.text):
        raise RefusalError("a picture or another object was put in", "add it to the section by hand")
    if STRUCK in piece.emphasis or HIDDEN in piece.emphasis:
        raise RefusalError("text was put in that is struck through or hidden", "show it, or delete it")
    opening, closing = "", ""
    for name in sorted(piece.emphasis - there, key=list(DELIMITERS).index):
        opening, closing = opening + DELIMITERS[name], DELIMITERS[name] + closing
    if piece.link and not piece.link.startswith("#"):
        if not WEB.fullmatch(piece.link):
            raise RefusalError(f"the link here leads to {piece.link}", "link to an address on the web")
        opening, closing = f"{opening}[", f"](<{piece.link}>){closing}"
    tight = {SUPERSCRIPT, SUBSCRIPT} & piece.emphasis - there
    texts = piece.text.split(END)
    marks = writing.language["quotes"] if quotes and not tight else ""
    text = END.join(_wrapped(one, opening, closing, marks) for one in texts)
    return text.replace(" ", "\\ ") if tight else text


def _check_letters(text: str, letters: frozenset[str]) -> None:
    """Refuse text with a character that no font of the brief has, as the next build would."""
    signs = (PICTURE, OBJECT, NOTE, NEW_NOTE, END)
    lacking = sorted({sign for sign in text if not sign.isspace() and sign not in signs} - letters)
    if lacking and letters:
        names = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in lacking)
        raise RefusalError(f"the fonts of the brief have no {names}", "write it another way")


def _reference(piece: Piece, writing: Writing) -> str:
    """Return a link inside the document as a reference to a label."""
    label = piece.link[1:]
    if piece.text not in writing.names.get(label, ()):
        raise RefusalError("a reference was put in by hand", "write it in the section, as @sec-name")
    return f"@{label}"


def _wrapped(text: str, opening: str, closing: str, quotes: str) -> str:
    """Return text between delimiters, which stand at its first and last sign; lines end as in Word."""
    text = unbound(text)
    bare = text.strip()
    if not bare:
        return LINE_BREAK.join(map(escape, text.split("\n")))
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    lines = LINE_BREAK.join(escape(line, quotes) for line in bare.split("\n"))
    edges = [LINE_BREAK.join(map(escape, edge.split("\n"))) for edge in (lead, trail)]
    return edges[0] + opening + lines + closing + edges[1]
