"""Where two files of a build first differ, in words that an editor understands."""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from brief.links.text import readable

WIDTH = 60
"""How many characters of a text are shown around what differs."""


def difference(name: str, old: bytes, new: bytes) -> str:
    """Return where `new` first differs from `old`, two contents of the file `name`; empty if nowhere."""
    if old == new:
        return ""
    match PurePath(name).suffix:
        case ".html":
            return _first_line(_blocks(old), _blocks(new), "text") or "the styles or the code of the page"
        case ".docx":
            return _in_archive(old, new)
        case ".zip":
            return _in_archive(old, new)
        case ".pdf":
            return _in_pdf(old, new)
    return _first_line(_lines(old), _lines(new), "line")


def _first_line(old: Sequence[str], new: Sequence[str], kind: str) -> str:
    for number, (before, after) in enumerate(zip(old, new, strict=False), 1):
        if before != after:
            was, now = _around(before, after)
            return f"{kind} {number} was “{was}” and is “{now}”"
    if len(old) == len(new):
        return ""
    longer, word = (new, "has been added") if len(new) > len(old) else (old, "is gone")
    return f"{kind} {min(len(old), len(new)) + 1} {word}: “{longer[min(len(old), len(new))][:WIDTH]}”"


def _around(before: str, after: str) -> tuple[str, str]:
    """Return both texts from a little before the place where they part."""
    same = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    start = max(before.rfind(" ", 0, max(same - 20, 0)) + 1, 0)
    return before[start : start + WIDTH], after[start : start + WIDTH]


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").splitlines()


def _blocks(page: bytes) -> list[str]:
    """Return the paragraphs and headings of a page as they are read."""
    pieces = re.split(r"</(?:p|h\d|li|t[dh]|figcaption|title)>", page.decode("utf-8", "replace"))
    return [text for text in map(readable, pieces) if text]


def _paragraphs(document: bytes) -> list[str]:
    pieces = re.split(r"</w:p>", document.decode("utf-8", "replace"))
    return [
        text for text in ("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", piece)) for piece in pieces) if text
    ]


def _in_archive(old: bytes, new: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(old)) as before, zipfile.ZipFile(io.BytesIO(new)) as after:
        names, others = before.namelist(), after.namelist()
        for name in sorted({*names, *others}, key=lambda name: (not name.endswith("document.xml"), name)):
            if name not in names or name not in others:
                return f"{name} inside {'has been added' if name in others else 'is gone'}"
            former, latter = before.read(name), after.read(name)
            if former == latter:
                continue
            if name.endswith(("document.xml", "footnotes.xml")):
                where = _first_line(_paragraphs(former), _paragraphs(latter), "paragraph")
                if where:
                    return where
            return (
                f"{name} inside: {difference(name, former, latter)}" if _is_text(name) else f"{name} inside"
            )
    return "the order or the times of what is inside"


def _is_text(name: str) -> bool:
    return name.endswith((".csv", ".md", ".bib", ".yaml", ".json", ".cff", ".py", ".html"))


def _in_pdf(old: bytes, new: bytes) -> str:
    import pikepdf

    with pikepdf.open(io.BytesIO(old)) as before, pikepdf.open(io.BytesIO(new)) as after:
        inside = [
            {name: files[name].get_file().read_bytes() for name in files}
            for files in (before.attachments, after.attachments)
        ]
        for name in sorted({*inside[0], *inside[1]} - {"inputs.json"}):
            former, latter = (files.get(name, b"") for files in inside)
            if former != latter:
                return f"{name} inside: {difference(name, former, latter)}"
        if len(before.pages) != len(after.pages):
            return f"it had {len(before.pages)} pages and has {len(after.pages)}"
        for number, (former, latter) in enumerate(zip(before.pages, after.pages, strict=True), 1):
            if _drawn(former) != _drawn(latter):
                return f"page {number}"
    return "its properties: title, dates, fonts or tags"


def _drawn(page: Any) -> bytes:
    import pikepdf

    return bytes(pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page)))


def changed(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """Return a line for each input, by name and SHA-256, that is not what it was."""
    lines = []
    for name in sorted({*old, *new}):
        if name not in new:
            lines.append(f"{name} is no longer there")
        elif name not in old:
            alike = difflib.get_close_matches(name, set(old) - set(new), 1)
            lines.append(f"{name} is new" + (f" (was it {alike[0]}?)" if alike else ""))
        elif old[name] != new[name]:
            lines.append(f"{name} has changed since")
    return lines
