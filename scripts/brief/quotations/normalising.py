"""Texts made comparable: what printers and web pages do differently without meaning anything by it.

Alike become: composed and decomposed letters (NFC), blanks and line ends, quotation marks and
apostrophes, dashes with or without blanks, ligatures, and three dots. Soft hyphens and marks
without width or of direction fall away. Capitals stay: they may tell a name from a word.
"""

from __future__ import annotations

import re
import unicodedata

LINE_HYPHEN = "\x1f"
"""A hyphen at the end of a line of a PDF: nobody can tell whether it belongs to the word."""

_QUOTES = "\"'`´‘’‚‛“”„‟«»‹›′″ʹʺʻʼʽˮ‵‶❛❜❝❞〝〞〟「」『』《》〈〉＂＇"
_DASHES = "-‐‑‒–—―⁃−⸺⸻﹘﹣－﹣"
_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    "ﬓ": "մն", "ﬔ": "մե", "ﬕ": "մի", "ﬖ": "վն", "ﬗ": "մխ",
}  # fmt: skip
_DROPPED = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
"""Soft hyphens, marks of direction, and characters without width (Unicode, categories Cf and Mn)."""

_SAME: dict[int, str | None] = {
    **dict.fromkeys(map(ord, _QUOTES), "'"),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **{ord(ligature): letters for ligature, letters in _LIGATURES.items()},
    **dict.fromkeys(map(ord, _DROPPED)),
    ord("…"): "...",
}

WITHOUT_BLANKS = (
    "\u2e80-\u2fdf\u3001-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003134f"
)
"""Characters, as a class of `re` has them, of the scripts that put no blanks between words."""

_BLANKS = re.compile(r"[^\S\x1f]+")
_AROUND_DASH = re.compile(r" ?([-\x1f](?: ?[-\x1f])*) ?")
_IN_FRENCH_MARKS = re.compile(r"(?<![^\s(])([«‹])\s+|\s+([»›])(?!\w)")
"""Blanks inside of « and »; a » that opens, as in German, has a word behind it."""

_QUOTES_IN_A_ROW = re.compile("'{2,}")
_DOTS = re.compile(r"\.(?: ?\.){2,}")
_BETWEEN_HAN = re.compile(f"(?<=[{WITHOUT_BLANKS}]) (?=[{WITHOUT_BLANKS}])")


def normalised(text: str) -> str:
    """Return a text as it is compared; doing so twice changes nothing more."""
    text = _IN_FRENCH_MARKS.sub(r"\1\2", text)
    text = unicodedata.normalize("NFC", text).translate(_SAME)
    text = _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")
    text = _DOTS.sub("...", text)
    text = _AROUND_DASH.sub(_dash, text)
    text = _QUOTES_IN_A_ROW.sub("'", text)
    return unicodedata.normalize("NFC", _BETWEEN_HAN.sub("", text))


def _dash(run: re.Match[str]) -> str:
    return LINE_HYPHEN if "-" not in run[1] else "-"
