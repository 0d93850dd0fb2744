"""The text of a Word file in pieces: what is kept, what was inserted, what was deleted, the comments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

END = "\N{PARAGRAPH SEPARATOR}"
NOTE, PICTURE, OBJECT = "\ue000", "\ue001", "\ue002"


@dataclass(frozen=True)
class Comment:
    """What a reviewer said at a place: author, ISO day, and the text as one line."""

    author: str
    day: str
    text: str


@dataclass(frozen=True)
class Piece:
    """Text that shares one fate. An END has the style of its paragraph; a comment has no text."""

    text: str
    inserted: bool = False
    deleted: bool = False
    by: str = ""
    emphasis: frozenset[str] = frozenset()
    style: str = ""
    note: str = ""
    comment: Comment | None = None


@dataclass(frozen=True)
class WordText:
    """The body and the notes of a Word file; a note goes by the name that a NOTE in the body has."""

    body: tuple[Piece, ...]
    notes: dict[str, tuple[Piece, ...]]
    formatting: int
    """How many changes there are of formatting alone."""

    references: dict[str, frozenset[str]]
    """What links inside the document print, by their goal."""

    stamp: str = ""
    """The fingerprint of the text as it was sent, where the file still has it."""


def rejected(pieces: Iterable[Piece]) -> str:
    """Return the text without the changes."""
    return "".join(piece.text for piece in pieces if not piece.inserted)


def accepted(pieces: Iterable[Piece]) -> str:
    """Return the text with the changes."""
    return "".join(piece.text for piece in pieces if not piece.deleted)


def note_order(word: WordText) -> list[str]:
    """Return the names of the notes in the order of their marks, new ones left out."""
    return [piece.note for piece in word.body if piece.note and not piece.inserted]


def fingerprint(word: WordText) -> str:
    """Return what tells the text of a Word file, without its changes, from any other."""
    notes = (rejected(word.notes.get(name, ())) for name in note_order(word))
    return hashlib.sha256("\n".join([rejected(word.body), *notes]).encode()).hexdigest()
