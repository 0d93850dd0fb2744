"""Which addresses may be asked at all, and how they go on the wire: encoded exactly once."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urljoin, urlsplit

import idna
from yarl import URL

from brief.links.collect import DOI
from brief.links.model import Observation

LONGEST = 8000
"""Octets of an address; longer ones are refused by servers everywhere (RFC 9110, section 4.1)."""

_KEPT = ":/?@!$&'()*+,;=-._~%"
"""What stands unencoded in a path and a query (RFC 3986, sections 3.3 and 3.4); `%` if it is an escape."""

_NUMERIC = re.compile(r"(?:.*\.)?(?:0x[0-9a-f]*|\d+)\.?", re.IGNORECASE)
"""A host that ends in a number is an IPv4 address or nothing (WHATWG URL, section 3.5)."""

_LABEL = re.compile(r"[a-z0-9_-]{1,63}", re.IGNORECASE)


class Halt(Exception):  # noqa: N818 (an outcome, not an error of the program)
    """The end of a request: what was seen, and why, in words for an editor."""

    def __init__(self, observation: Observation, reason: str) -> None:
        super().__init__(reason)
        self.observation, self.reason = observation, reason


def invalid(reason: str) -> Halt:
    """Return the end of a request for an address that nobody could ask."""
    return Halt(Observation.INVALID, reason)


def refused(reason: str) -> Halt:
    """Return the end of a request that we do not make."""
    return Halt(Observation.REFUSED, reason)


def target(text: str) -> URL:
    """Return the address to ask for `text`, a link as it is cited.

    What has to be percent-encoded is, what already is stays as it stands, byte for byte; a
    host goes into IDNA; a fragment is left out. Raises Halt for what cannot or must not be
    asked. Which machine answers is looked at when it is known.
    """
    if text.startswith("doi:") and not DOI.fullmatch(text[4:]):
        raise invalid(f"{text[4:]} is no DOI")
    if re.search(r"\s", text):
        raise invalid("the address has a blank in it")
    return _read(text)


def goal(text: str, base: URL) -> URL:
    """Return the address that the Location header `text` of an answer from `base` names.

    Read as browsers do: relative or not, with blanks, and with bytes of any encoding, which
    aiohttp hands on as surrogates. Raises Halt as `target` does.
    """
    try:
        return _read(urljoin(str(base), text.strip()))
    except ValueError as error:
        raise invalid(f"the address cannot be read ({error})") from None


def literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address that a host is written as, or None where it is a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _read(text: str) -> URL:
    text = text.partition("#")[0]
    if len(text) > LONGEST or re.search(r"[\x00-\x1f\x7f\\]", text):
        raise invalid("the address has a backslash, a control character, or no end")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise invalid(f"the address cannot be read ({error})") from None
    if not parts.scheme or "." in parts.scheme:  # as in example.org:80/x
        raise invalid("the address has no https:// or http:// before it")
    if parts.scheme not in ("http", "https"):
        raise refused(f"only http and https are asked, not {parts.scheme}")
    if "@" in parts.netloc:
        raise refused("the address holds a user name or a password")
    path = _encoded(parts.path) or "/"
    query = f"?{_encoded(parts.query)}" if parts.query else ""
    tail = "" if port is None else f":{port}"
    return URL(f"{parts.scheme}://{_host(host)}{tail}{path}{query}", encoded=True)


def _encoded(text: str) -> str:
    """Return `text` with everything percent-encoded that is no character of an address, escapes kept."""
    bare = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    return quote(bare.encode("utf-8", "surrogateescape"), safe=_KEPT)


def _host(host: str) -> str:
    """Return a host as it goes on the wire: an address, or a name in IDNA (UTS 46)."""
    if ":" in host:
        if "%" in host:
            raise refused("the host names a zone of this machine")
        if literal(host) is None:
            raise invalid(f"{host} is no address")
        return f"[{host}]"
    try:
        name = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError:
        raise invalid(f"{host} is no name of a host") from None
    if _NUMERIC.fullmatch(name):
        if literal(name) is None:
            raise refused("the host is a number in place of a name or a dotted address")
        return name
    labels = name.removesuffix(".").split(".")
    if len(name) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise invalid(f"{host} is no name of a host" if host else "the address names no host")
    return name
