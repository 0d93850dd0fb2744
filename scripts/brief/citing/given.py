"""What an editor gives to be cited: an address, a DOI, an ISBN or an arXiv number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from brief.faults import Fault, Faults
from brief.links.collect import DOI

CSL = "application/vnd.citationstyles.csl+json"
"""What a DOI is asked for (https://www.crosscite.org/docs.html)."""

_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.|www\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:arxiv:\s*|https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?",
    re.IGNORECASE,
)
_ISBN = re.compile(r"(?:isbn(?:-1[03])?:?\s*)?([\dXx][\dXx\s‐-]{8,20})", re.IGNORECASE)

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|yclid|ysclid|msclkid|twclid|igshid|mc_[ce]id|mkt_tok|_openstat"
    r"|oly_(?:anon|enc)_id|_hs(?:enc|mi)|vero_id|wt_mc|ref_src|phpsessid|jsessionid|aspsessionid\w*"
    r"|sid|sessionid|session_id",
    re.IGNORECASE,
)
"""Parameters of an address that say who came from where, and in which session."""


@dataclass(frozen=True)
class Given:
    """What is to be cited: its kind (`url`, `doi`, `isbn`, `arxiv`), itself, and the address to ask."""

    kind: str
    value: str
    address: str
    accept: str = ""


def read_given(text: str, *, books: str, doi: str, arxiv: str) -> Given:
    """Return what a text means; `books`, `doi` and `arxiv` are the services that know the last three.

    Raises Faults for a text that is none of them.
    """
    text = text.strip()
    if match := _DOI.fullmatch(text):
        value = unquote(match[1]) if "://" in text else match[1]
        if DOI.fullmatch(value):
            return Given("doi", value, f"{doi}/{quote(value, safe='/:;()._-')}", CSL)
    if match := _ARXIV.fullmatch(text):
        return Given("arxiv", match[1], f"{arxiv}/abs/{match[1]}")
    if re.match(r"https?://", text, re.IGNORECASE):
        address = without_tracking(text)
        return Given("url", address, address)
    if (match := _ISBN.fullmatch(text)) and (isbn := _isbn(match[1])):
        query = urlencode({"bibkeys": f"ISBN:{isbn}", "format": "json", "jscmd": "data"})
        return Given("isbn", isbn, f"{books}/api/books?{query}")
    problem = f"{text[:80]!r} is no address, DOI, ISBN or arXiv number" if text else "nothing is given"
    remedy = "write https://…, 10.1111/pafo.12163, 978-0-691-12345-6 or arXiv:2203.01234"
    raise Faults([Fault("FROM", 1, 1, problem, remedy)])


def without_tracking(address: str) -> str:
    """Return an address without its fragment, tracking parameters and session ids."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = parts.query
    if any(_TRACKING.fullmatch(name) for name, _ in pairs):
        kept = [part for part in parts.query.split("&") if not _TRACKING.fullmatch(part.partition("=")[0])]
        query = "&".join(kept)
    path = re.sub(r";jsessionid=[^/?#;]*", "", parts.path, flags=re.IGNORECASE)
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def same_place(address: str) -> str:
    """Return an address in the form in which two that lead to one page are mostly equal."""
    try:
        parts = urlsplit(without_tracking(address))
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:  # as in http://host:port/
        return address
    named = f":{port}" if port not in (None, 80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{named}{unquote(parts.path).rstrip('/')}{query}"


def _isbn(text: str) -> str:
    """Return an ISBN without hyphens, or an empty text where its check digit is wrong (ISO 2108)."""
    digits = re.sub(r"[\s‐-]", "", text).upper()
    if re.fullmatch(r"\d{13}", digits):
        total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
        return digits if total % 10 == 0 else ""
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return digits if sum(value * (10 - place) for place, value in enumerate(values)) % 11 == 0 else ""
    return ""
