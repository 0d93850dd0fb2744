"""The text of a web page as a reader sees it: what stands in one line is joined, what stands apart is not.

The link check's own reading (`brief.links.text`) parts words at every tag, and must not change, because
the ledger keeps fingerprints of it.
"""

from __future__ import annotations

import html
import re

from brief.links.text import visible_pieces

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?:[^>=]++|=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|=)*+(?:>|\Z)"
    r"|<[/!?][^<>]*(?:>|\Z)"
)
"""A tag, whose attributes may hold `>` in quotation marks. One that never closes hides the rest."""

_BLOCK_NAMES = (
    "address article aside audio blockquote body br button canvas caption center col colgroup dd details "
    "dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head "
    "header hgroup hr html iframe input legend li link main map menu meta nav object ol optgroup option p "
    "pre search section select summary table tbody td textarea tfoot th thead tr ul video"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
"""Elements that part the text before them from the text behind them (WHATWG HTML, section 15.3)."""

_NOTE_MARK = re.compile(
    r"<sup\b[^<>]{0,300}>(?:\s|</?(?:a|span)\b[^<>]{0,500}>|&#9[13];|[\[\]()\d*†‡,–-]){1,40}</sup>",
    re.IGNORECASE,
)
"""A raised number, which leads to a note: no part of the sentence."""

_RUBY = re.compile(r"<(rt|rp)\b[^<>]{0,300}>[^<>]{0,300}</\1>", re.IGNORECASE)
"""How a Chinese character is read aloud, in small print above it."""


def page_text(page: str) -> str:
    """Return the text of an HTML page; each pass only goes forward."""
    visible = "".join(visible_pieces(page))
    visible = _RUBY.sub("", _NOTE_MARK.sub(_without_note, visible))
    return html.unescape(_TAG.sub(_parted, visible))


def _without_note(mark: re.Match[str]) -> str:
    """Return nothing for a number that leads to a note, and a power of ten as it is."""
    return "" if "<a" in mark[0].lower() else mark[0]


def _parted(tag: re.Match[str]) -> str:
    name = (tag["name"] or "").lower()
    if name == "q":
        return '"'  # browsers put quotation marks there
    return "\n" if name in _BLOCKS else ""
