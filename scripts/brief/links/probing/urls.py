"""Addresses as they go on the wire, encoded exactly once; the ones that cannot be asked are refused."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urljoin, urlsplit

import idna
from yarl import URL

from brief.links.collect import DOI
from brief.links.model import Observation

LONGEST = 8000
"""The longest address (octets); servers refuse longer ones (RFC 9110, section 4.1)."""

_UNENCODED = ":/?@!$&'()*+,;=-._~%"
"""Characters that a path and a query keep (RFC 3986, sections 3.3 and 3.4); `%` begins an escape."""

_NUMERIC = re.compile(r"(?:.*\.)?(?:0x[0-9a-f]*|\d+)\.?", re.IGNORECASE)
"""A host that ends in a number is an IPv4 address or nothing (WHATWG URL, section 3.5)."""

_LABEL = re.compile(r"[a-z0-9_-]{1,63}", re.IGNORECASE)


class NoAnswerError(Exception):
    """A request without an answer: the observation that follows, and the reason for an editor."""

    def __init__(self, observation: Observation, reason: str) -> None:
        super().__init__(reason)
        self.observation, self.reason = observation, reason


def invalid(reason: str) -> NoAnswerError:
    """Return the error for an address that nobody could ask."""
    return NoAnswerError(Observation.INVALID, reason)


def refused(reason: str) -> NoAnswerError:
    """Return the error for a request that we do not make."""
    return NoAnswerError(Observation.REFUSED, reason)


def request_url(text: str) -> URL:
    """Return the address to ask for `text`, a link as it is cited.

    Characters are percent-encoded where they must be; existing escapes stay as they are. A
    host is written in IDNA, a fragment left out. Raises NoAnswerError for an address that
    cannot or must not be asked. The address policy checks the machines later, by their numbers.
    """
    if text.startswith("doi:") and not DOI.fullmatch(text[4:]):
        raise invalid(f"{text[4:]} is no DOI")
    if re.search(r"\s", text):
        raise invalid("the address has a blank in it")
    return _read(text)


def redirect_url(text: str, base: URL) -> URL:
    """Return the address that the Location header `text` of an answer from `base` names.

    As in browsers, it may be relative, hold blanks, and have bytes of any encoding, which
    aiohttp passes on as surrogates. Raises NoAnswerError as `request_url` does.
    """
    try:
        return _read(urljoin(str(base), text.strip()))
    except ValueError as error:
        raise invalid(f"the address cannot be read ({error})") from None


def ip_literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the IP address that a host is written as, or None where it is a name."""
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
    """Return `text` with every character percent-encoded that an address cannot hold; escapes are kept."""
    bare = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    return quote(bare.encode("utf-8", "surrogateescape"), safe=_UNENCODED)


def _host(host: str) -> str:
    """Return a host as it goes on the wire: an IP address, or a name in IDNA (UTS 46)."""
    if ":" in host:
        if "%" in host:
            raise refused("the host names a zone of this machine")
        if ip_literal(host) is None:
            raise invalid(f"{host} is no address")
        return f"[{host}]"
    try:
        name = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError:
        raise invalid(f"{host} is not a name of a host") from None
    if _NUMERIC.fullmatch(name):
        if ip_literal(name) is None:
            raise refused("the host is a number in place of a name or a dotted address")
        return name
    labels = name.removesuffix(".").split(".")
    if len(name) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise invalid(f"{host} is not a name of a host" if host else "the address names no host")
    return name
