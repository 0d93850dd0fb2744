"""The text of a Word file in pieces: what is kept, what was inserted, what was deleted, the comments."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from brief.review.marks import Marks

END = "\N{PARAGRAPH SEPARATOR}"
NOTE, PICTURE, OBJECT = "\ue000", "\ue001", "\ue002"
NEW_NOTE = "\ue003"
"""The mark of a note that a reviewer put in, where it is not one of the brief's."""

SIGNS = 0xE100
"""The first of the signs that stand for places in the document."""


@dataclass(frozen=True)
class Comment:
    """What a reviewer said at a place: author, ISO day, and the text as one line."""

    author: str
    day: str
    text: str
    resolved: bool = False
    marks: frozenset[int] = field(default=frozenset(), compare=False)


@dataclass(frozen=True)
class Piece:
    """Text that shares one fate. An END has the style of its paragraph; a comment has no text."""

    text: str
    inserted: bool = False
    deleted: bool = False
    by: str = ""
    emphasis: frozenset[str] = frozenset()
    """How it looks: the names of brief/review/formats.py."""

    style: str = ""
    item: str = ""
    """Of an END: the kind and level of the list that its paragraph is an item of, as `bullet 0`."""

    note: str = ""
    link: str = ""
    """Where it leads: an address, or `#` with the name of a place in the document."""

    comment: Comment | None = None
    marks: frozenset[int] = frozenset()
    """The numbers of the tracked changes that it is in."""

    restyled: frozenset[int] = frozenset()
    """The numbers of the tracked changes of its formatting."""

    @property
    def look(self) -> tuple[frozenset[str], str]:
        """What of it can be seen beside its text: how it is formatted, and where it leads."""
        return self.emphasis, self.link


@dataclass(frozen=True)
class WordText:
    """The body and the notes of a Word file; a note goes by the name that a NOTE in the body has."""

    body: tuple[Piece, ...]
    notes: dict[str, tuple[Piece, ...]]
    references: dict[str, frozenset[str]]
    """What links inside the document print, by their goal."""

    stamp: str = ""
    """The fingerprint of the text as it was sent, where the file still has it."""

    marks: Marks = field(default_factory=Marks)
    edges: tuple[str, ...] = ()
    """The paragraphs of headers, footers and endnotes that say something."""


def rejected(pieces: Iterable[Piece]) -> str:
    """Return the text without the changes."""
    return "".join(piece.text for piece in pieces if not piece.inserted)


def accepted(pieces: Iterable[Piece]) -> str:
    """Return the text with the changes."""
    return "".join(piece.text for piece in pieces if not piece.deleted)


def anchored(pieces: Iterable[Piece]) -> str:
    """Return the text of pieces in which a reference is a sign of its goal, whatever number it prints."""
    return "".join(sign_of(piece.link) * len(piece.text) or piece.text for piece in pieces)


def sign_of(link: str) -> str:
    """Return the sign for a place in the document; none where a link leads elsewhere."""
    return chr(SIGNS + zlib.crc32(link.encode()) % 0x1000) if link.startswith("#") else ""


def marks_of(pieces: Iterable[Piece]) -> frozenset[int]:
    """Return the numbers of the tracked changes that pieces are in."""
    return frozenset().union(*(piece.marks for piece in pieces))


def note_order(word: WordText) -> list[str]:
    """Return the names of the notes in the order of their marks, new ones left out."""
    return [piece.note for piece in word.body if piece.note and not piece.inserted]


def fingerprint(word: WordText) -> str:
    """Return what tells the text of a Word file, without its changes, from any other."""
    notes = (rejected(word.notes.get(name, ())) for name in note_order(word))
    return hashlib.sha256("\n".join([rejected(word.body), *notes]).encode()).hexdigest()
