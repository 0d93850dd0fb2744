"""Which addresses may be asked at all, and how they go on the wire: encoded exactly once."""

from __future__ import annotations

import ipaddress
import re

from yarl import URL

from brief.links.model import Observation

_NUMBER = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}\.?", re.IGNORECASE)
_DOTTED = re.compile(r"(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}")
LONGEST = 8000
"""Longer addresses are refused by servers and proxies everywhere (RFC 9110, section 4.1)."""


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


def target(text: str, base: URL | None = None) -> URL:
    """Return the address to ask for `text`, a link or the goal of a redirect from `base`.

    Non-ASCII characters are percent-encoded (and the host put into IDNA) unless they already
    are; a fragment is left out. Raises Halt for what cannot or must not be asked. Which
    machine answers is looked at when it is known.
    """
    if text.startswith("doi:"):
        raise invalid(f"{text[4:]} is no DOI")
    if re.search(r"[\x00-\x20\x7f]", text) or len(text) > LONGEST or "\\" in text:
        raise invalid("the address has a blank, a control character, a backslash or no end")
    try:
        url = URL(text)
        url = (base.join(url) if base else url).with_fragment(None)
        host, port = url.host, url.port
    except (ValueError, UnicodeError) as error:
        raise invalid(f"the address cannot be read ({error})") from None
    if url.scheme and url.scheme not in ("http", "https"):
        raise refused(f"only http and https are asked, not {url.scheme}")
    if not url.scheme or not host or port is None:
        raise invalid("the address names no scheme or no host")
    _check_authority(url, host)
    return url


def _check_authority(url: URL, host: str) -> None:
    if url.user is not None or url.password is not None:
        raise refused("the address holds a user name or a password")
    if "%" in host:
        raise refused("the host names a zone of this machine")
    if _NUMBER.fullmatch(host) and not _DOTTED.fullmatch(host):
        raise refused("the host is a number in place of a name or a dotted address")
    if _is_literal(host):
        return
    try:
        wire = (url.raw_host or "").rstrip(".")
        if len(wire) > 253 or not all(re.fullmatch(r"[\w-]{1,63}", part) for part in wire.split(".")):
            raise ValueError
    except ValueError:
        raise invalid(f"{host} is no name of a host") from None


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
