"""A change in short, as messages tell of it."""

from __future__ import annotations

from brief.escapes import plain
from brief.review.changes import Change
from brief.word.wordtext import END, NEW_NOTE, NOTE, OBJECT, PICTURE

BEFORE = 12
"""So many characters are told of what a change leaves as it was."""

SIGNS = str.maketrans({NOTE: "[note]", NEW_NOTE: "[note]", END: " ¶ ", PICTURE: "*", OBJECT: "*"})
"""How messages name what is no text."""


def told(change: Change, text: str) -> str:
    """Return a change in short: by whom, what was there, what is, from a little before they part."""
    old, new = change.old or text, change.text
    parted = (at for at, (was, now) in enumerate(zip(old, new, strict=False)) if was != now)
    same = next(parted, 0)
    begin = old.rfind(" ", 0, same - BEFORE) + 1 if same > BEFORE else 0
    old, new = (_short(part[begin:], "…" * bool(begin)) for part in (old, new))
    what = f"{old} → {new}" if old and new else f"deleted: {old}" if old else f"new: {new}"
    return f"{change.by}, {what}" if change.by else what


def _short(text: str, lead: str) -> str:
    line = plain(text.translate(SIGNS))
    short = f"{line[:40]}…" if len(line) > 41 else line or " "
    return f"“{lead}{short}”" if text else ""
