"""The readable text of a page, and a fingerprint of it by which two can be compared.

The fingerprint is a bottom-k sketch: of all runs of four words (shingles), hashed, the 64
smallest hashes. The share of them that two sketches have in common estimates the Jaccard
similarity of the texts (A. Broder, On the resemblance and containment of documents, 1997).
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator
from zlib import crc32

SHINGLE, KEPT = 4, 64
_WORD = re.compile(r"\w+")
_TAG = re.compile(r"/?([a-zA-Z][^\s/>]*)")
_UNREAD = {"script", "style", "template", "noscript", "svg", "head", "title"}
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w-]+)", re.IGNORECASE)


def decoded(body: bytes, charset: str | None) -> str:
    """Return the text of a body: by the charset of its header, of its `meta`, or else UTF-8."""
    named = _CHARSET.search(body[:2048])
    for name in (charset, named[1].decode("ascii") if named else None, "utf-8"):
        try:
            return body.decode(name, "replace") if name else body.decode("utf-8")
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode("utf-8", "replace")


def title_of(page: str) -> str:
    """Return the title of an HTML page in one line, or an empty text."""
    start = re.search(r"<title\b[^>]{0,500}>", page, re.IGNORECASE)
    end = page.find("<", start.end()) if start else -1
    return " ".join(html.unescape(page[start.end() : end]).split()) if start and end > 0 else ""


def readable(page: str) -> str:
    """Return the words of an HTML page that a reader sees.

    In one pass that only goes forward, so that no page, however built, takes long.
    """
    return " ".join(html.unescape(" ".join(_pieces(page))).split())


def _pieces(page: str) -> Iterator[str]:
    at, lower = 0, page.lower()
    while (tag := page.find("<", at)) >= 0:
        yield page[at:tag]
        name = _TAG.match(page, tag + 1)
        if page.startswith("<!--", tag):
            end, width = page.find("-->", tag + 4), 3
        elif name and name[1].lower() in _UNREAD and page[tag + 1] != "/":
            end, width = lower.find(f"</{name[1].lower()}", tag), 2
        elif name or page.startswith(("<!", "<?"), tag):
            end, width = page.find(">", tag), 1
        else:
            yield "<"
            at = tag + 1
            continue
        if end < 0:  # what never closes is not read, and neither is what follows
            return
        at = end + width
        if width == 2:  # the closing tag of what is not read
            at = max(page.find(">", at) + 1, at)
    yield page[at:]


def fingerprint(text: str) -> str | None:
    """Return the sketch of a readable text, or None where it has no words."""
    words = _WORD.findall(text.lower())
    if not words:
        return None
    runs = (" ".join(words[at : at + SHINGLE]) for at in range(max(len(words) - SHINGLE, 0) + 1))
    smallest = sorted({crc32(run.encode("utf-8")) for run in runs})[:KEPT]
    return base64.b64encode(b"".join(number.to_bytes(4, "big") for number in smallest)).decode("ascii")


def similarity(one: str, other: str) -> float:
    """Return how alike two fingerprinted texts are, from 0 to 1."""
    left, right = _numbers(one), _numbers(other)
    smallest = sorted(left | right)[:KEPT]
    if not smallest:
        return 1.0
    return sum(number in left and number in right for number in smallest) / len(smallest)


def _numbers(sketch: str) -> set[int]:
    raw = base64.b64decode(sketch)
    return {int.from_bytes(raw[at : at + 4], "big") for at in range(0, len(raw), 4)}
