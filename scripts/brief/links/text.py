"""The readable text of a page, and a fingerprint of it by which two can be compared.

The fingerprint is a bottom-k sketch: of all runs of four words (shingles), hashed, the 64
smallest hashes. The share of them that two sketches have in common estimates the Jaccard
similarity of the texts (A. Broder, On the resemblance and containment of documents, 1997).
"""

from __future__ import annotations

import base64
import codecs
import html
import re
from collections.abc import Iterator
from heapq import nsmallest
from zlib import crc32

SHINGLE, KEPT = 4, 64
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
"""A word. Chinese and Japanese are written without blanks, so there each character counts as one."""

_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*(?:>|\Z)")
_HIDDEN = ("script", "style", "template", "noscript", "svg", "title")
_HIDDEN_STARTS = re.compile(rf"<!--|<({'|'.join(_HIDDEN)})\b", re.IGNORECASE)
_HIDDEN_ENDS = {name: re.compile(rf"</{name}\b[^<>]*>?", re.IGNORECASE) for name in _HIDDEN}
"""The end of each kind of element that a reader does not see."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w-]+)", re.IGNORECASE)
_REFUSED_CODECS = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf-7"}
"""Python's codecs that no page is encoded in; some of them take very long."""


def decoded(body: bytes, charset: str | None) -> str:
    """Return the text of a body, decoded by the charset of its header, of its `meta`, or else UTF-8."""
    named = _CHARSET.search(body[:2048])
    for name in (charset, named[1].decode("ascii") if named else None):
        try:
            if name and codecs.lookup(name).name not in _REFUSED_CODECS:
                return body.decode(name, "replace")
        except LookupError:
            continue
    return body.decode("utf-8", "replace")


def title_of(page: str) -> str:
    """Return the title of an HTML page in one line, or an empty text."""
    start = re.search(r"<title\b[^>]{0,500}>", page, re.IGNORECASE)
    end = page.find("<", start.end()) if start else -1
    return " ".join(html.unescape(page[start.end() : end]).split()) if start and end > 0 else ""


def readable(page: str) -> str:
    """Return the words of an HTML page that a reader sees.

    Each pass only goes forward: a hostile page takes no longer than another of its size.
    """
    visible = _TAG.sub(" ", " ".join(visible_pieces(page)))
    return " ".join(html.unescape(visible).split())


def visible_pieces(page: str) -> Iterator[str]:
    """Yield the pieces between comments and hidden elements; one that never closes hides the rest."""
    at = 0
    while start := _HIDDEN_STARTS.search(page, at):
        yield page[at : start.start()]
        if start[1]:
            end = _HIDDEN_ENDS[start[1].lower()].search(page, start.end())
            at = end.end() if end else len(page)
        else:
            at = page.find("-->", start.start() + 2) + 3
            if at < 3:
                return
    yield page[at:]


def text_fingerprint(text: str) -> str | None:
    """Return the sketch of a readable text, or None where it has no words."""
    words = " ".join(_WORD.findall(text.lower())).encode("utf-8")
    if not words:
        return None
    starts = [0, *(blank.end() for blank in re.finditer(b" ", words)), len(words) + 1]
    ends = starts[SHINGLE:] or starts[-1:]
    runs = {crc32(words[start : end - 1]) for start, end in zip(starts, ends, strict=False)}
    sketch = b"".join(number.to_bytes(4, "big") for number in nsmallest(KEPT, runs))
    return base64.b64encode(sketch).decode("ascii")


def similarity(left: str, right: str) -> float:
    """Return how alike two texts are by their fingerprints, from 0 to 1; 0 for a broken fingerprint."""
    ours, theirs = _hashes(left), _hashes(right)
    smallest = sorted(ours | theirs)[:KEPT]
    return sum(number in ours and number in theirs for number in smallest) / max(len(smallest), 1)


def _hashes(sketch: str) -> set[int]:
    try:
        raw = base64.b64decode(sketch, validate=True)
    except ValueError:
        return set()
    return {int.from_bytes(raw[at : at + 4], "big") for at in range(0, len(raw), 4)}
