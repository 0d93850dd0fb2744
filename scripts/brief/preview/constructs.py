"""The construct that a fault is about: what of its line the preview marks."""

from __future__ import annotations

import re
from pathlib import Path

SHORTCODE = r"\{\{<.*?(?:>\}\}|$)"
KEY = r"-?@(?:\{[^}]*\}|\w(?:[\w:.#$%&+?<>~/-]*\w)?)"
NOTE = r"\[\^[^\]\s]*\]"
PICTURE = r"!?\[[^\[\]]*\]\([^)]*\)(?:\{[^}]*\})?"
RAW = r"`+[^`]*`+\{=\w+\}|\\\w+(?:\{[^}]*\})*|</?\w[^>]*>|<!--.*?(?:-->|$)"
ATTRIBUTES = r"\{[^{}]*\}"
WORD = r"[\w.:-]*\w|\S"
STRING = r'"(?:\\.|[^"\\])*"'
REST = r"\S.*"

CONSTRUCTS = {
    ".md": (SHORTCODE, KEY, NOTE, PICTURE, RAW, ATTRIBUTES),
    ".bib": (r"\S.*",),
    ".json": (STRING,),
    ".yaml": (SHORTCODE,),
}
"""The constructs of each kind of file; the first that holds the place is the one."""


def marked(path: str, text: str, column: int) -> tuple[str, str, str]:
    """Return a line of a file in three: what stands before the construct at `column`, it, and the rest."""
    text = text.rstrip()
    at = max(column - 1, len(text) - len(text.lstrip()))
    kind = Path(path).suffix
    patterns = (_cell(text),) if kind == ".csv" else CONSTRUCTS.get(kind, ())
    for pattern in patterns:
        for found in re.finditer(pattern, text):
            if found.start() <= at < found.end():
                return text[: found.start()], found[0], text[found.end() :]
    if column == 1 and kind != ".yaml":  # this may mean the whole line, which needs no mark
        return text, "", ""
    nearest = re.compile(REST if kind == ".yaml" else WORD).match(text, at)
    end = nearest.end() if nearest else at
    return text[:at], text[at:end], text[end:]


def _cell(header: str) -> str:
    """Return the pattern of a cell, by the delimiter that a line has most of."""
    delimiter = re.escape(max(",;\t|", key=header.count))
    return rf'"(?:[^"]|"")*"|[^{delimiter}]+'
