"""Edits of a section's file: shown as a patch, and made without touching any other byte."""

from __future__ import annotations

import codecs
import difflib
import re
from collections.abc import Iterable, Sequence

from brief.review.draft import Edit


def unified(path: str, old: str, new: str) -> str:
    """Return a patch as `git apply` reads it; empty where nothing changes."""
    before, after = (text.splitlines(keepends=True) for text in (old, new))
    patch = difflib.unified_diff(before, after, f"a/{path}", f"b/{path}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in patch
    )


def edited(raw: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a file with edits made whose offsets count plain line ends and no byte order mark."""
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    text = raw[len(mark) :].decode("utf-8")
    spots = _spots(text)
    end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    out, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.first, edit.last)):
        out += [text[at : spots[edit.first]], edit.text.replace("\n", end)]
        at = max(at, spots[edit.last])
    return mark + "".join([*out, text[at:]]).encode("utf-8")


def _spots(text: str) -> Sequence[int]:
    """Return for each character, line ends counted as one, where it begins."""
    if "\r" not in text:
        return range(len(text) + 1)
    return [*(found.start() for found in re.finditer(r"\r\n|.", text, re.DOTALL)), len(text)]
