"""Fields of Word: text that Word can count anew, with what it says now."""

from __future__ import annotations

import hashlib
import html

LONGEST = 40
"""The most characters that the name of a bookmark can have."""


def bookmark_of(name: str) -> str:
    """Return the name that Pandoc gives the bookmark of a label: of a long one, its checksum."""
    return name if len(name) <= LONGEST else f"X{hashlib.sha1(name.encode()).hexdigest()[1:]}"


def field(instruction: str, result: str, style: str) -> str:
    """Return a field in a style of characters, as XML: as runs, for only runs can be tracked as changes."""
    looks = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>'
    begin, middle, end = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end"))
    code = f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>'
    text = f'<w:t xml:space="preserve">{html.escape(result)}</w:t>'
    return "".join(f"<w:r>{looks}{content}</w:r>" for content in (begin, code, middle, text, end))
