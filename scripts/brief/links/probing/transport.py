"""One request: by the address policy, with a verified certificate, and with limits on its answer."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from types import TracebackType
from typing import Any, Self

import aiohttp
from multidict import CIMultiDictProxy
from yarl import URL

from brief.links.model import Observation
from brief.links.probing.address_policy import AddressPolicy
from brief.links.probing.bodies import (
    DECODED,
    ENCODINGS,
    ON_THE_WIRE,
    SEARCHED_PAGE,
    SEARCHED_PDF,
    TruncatedError,
    beginning,
)
from brief.links.probing.resolving import BarredError, Pins, VettedResolver, is_unknown
from brief.links.probing.urls import NoAnswerError, ip_literal, refused

REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
CONNECTING, FIRST_BYTE = 10.0, 20.0
"""Seconds for lookup, connection and handshake, and for a silence before or within the answer."""

IDLE = 2.0
"""Seconds for which a connection stays open: those to thousands of hosts must not add up."""

BINARY = 1024
"""How much is read of a body that is not text: enough to tell the kind of file (bytes)."""

HEADER = 64 * 1024
"""The longest header line that is read (bytes): some sites' are longer than aiohttp's 8 KiB."""

TEXTS = ("text/", "application/xhtml", "application/xml", "application/json")
PDFS = ("application/pdf", "application/x-pdf", "application/octet-stream", "binary/octet-stream")
"""The media types under which servers send a PDF."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a server: its status, its headers, and the decoded beginning of its body.

    The body of a redirect is not read. `whole` says that no more than the `body` was sent.
    """

    url: URL
    status: int
    headers: CIMultiDictProxy[str]
    body: bytes
    whole: bool = True

    @property
    def kind(self) -> str:
        """The media type without its parameters, in lower case."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def location(self) -> str | None:
        """The target of a redirect as the server wrote it; None for other answers."""
        return self.headers.get("Location") or None if self.status in REDIRECT_STATUSES else None


class Transport:
    """Makes requests. No proxy, no netrc, no cookies of its own; TLS is always verified.

    `max_time` bounds one address whole, in seconds; `trust` holds the authorities.
    """

    def __init__(
        self, policy: AddressPolicy, trust: ssl.SSLContext, *, max_time: float, user_agent: str, pins: Pins
    ) -> None:
        self.policy, self.max_time, self.pins = policy, max_time, pins
        connector = aiohttp.TCPConnector(
            resolver=VettedResolver(policy, pins),
            use_dns_cache=False,
            limit=0,  # the rate limiter has its own
            keepalive_timeout=IDLE,
            ssl=trust,
            socket_factory=self._open,
        )
        self.session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            read_bufsize=2**15,
            max_line_size=HEADER,
            max_field_size=HEADER,
            headers={
                "User-Agent": user_agent,
                "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
                "Accept-Encoding": ENCODINGS,
            },
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.session.close()

    def vet(self, url: URL) -> None:
        """Raise NoAnswerError for an address that the policy refuses without a network.

        That goes for ports, pinned names and IP addresses, for which aiohttp calls no resolver.
        """
        host, port = url.raw_host or "", url.port or 0
        addresses = [host] if ip_literal(host) else self.pins.get((host, port), ())
        objections = [self.policy.objection(address, port) for address in addresses]
        objections.append(self.policy.early_objection(port))
        for objection in filter(None, objections):
            raise refused(objection)

    async def fetch(
        self,
        url: URL,
        *,
        cookies: str = "",
        within: float | None = None,
        searched: bool = False,
        accept: str = "",
        form: Mapping[str, str] | None = None,
        authorization: str = "",
    ) -> Answer:
        """Return the answer to one request; a redirect is not followed, a `form` is posted.

        It may take `within` seconds, or else the time of one address. More is read of a body that
        is `searched`; `accept` names the media types that are wanted instead of pages. Raises
        NoAnswerError.
        """
        self.vet(url)
        total = self.max_time if within is None else max(within, 0.001)
        connecting, first = min(CONNECTING, total), min(FIRST_BYTE, total)
        limits = aiohttp.ClientTimeout(total=total, connect=connecting, sock_read=first)
        optional = {"Cookie": cookies, "Authorization": authorization, "Accept": accept}
        headers = {name: value for name, value in optional.items() if value}
        asking = self.session.get if form is None else partial(self.session.post, data=form)
        try:
            async with asking(url, allow_redirects=False, headers=headers, timeout=limits) as response:
                body, whole = await _body(response, searched)
                return Answer(url, response.status, response.headers, body, whole)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise _no_answer(error, url) from None

    def _open(self, info: tuple[Any, ...]) -> socket.socket:
        """Open the socket of a connection: the last check, which no address gets around."""
        family, kind, proto, _, address = info
        objection = self.policy.objection(address[0], address[1])
        if objection:
            raise BarredError(objection)
        return socket.socket(family=family, type=kind, proto=proto)


@cache
def trusted(authorities: str | None = None) -> ssl.SSLContext:
    """Return the TLS context that trusts the authorities of a PEM file, or else the system's.

    Raises OSError for a file that cannot be read or holds no authority.
    """
    context = ssl.create_default_context(cafile=authorities)
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT  # Python 3.13 is stricter than browsers, 3.11 is not
    context.set_alpn_protocols(["http/1.1"])
    if not authorities and not context.get_ca_certs() and not ssl.get_default_verify_paths().capath:
        import certifi  # for a Python without authorities of its own, as some on macOS

        context.load_verify_locations(certifi.where())
    return context


async def _body(response: aiohttp.ClientResponse, searched: bool) -> tuple[bytes, bool]:
    """Return the beginning of the body, and whether it is all. The connection of one cut short is closed."""
    if response.status in REDIRECT_STATUSES and "Location" in response.headers:
        return b"", True
    kind = response.headers.get("Content-Type", "").lower()
    most = DECODED if not kind or kind.startswith(TEXTS) or "+json" in kind else BINARY
    wire = ON_THE_WIRE
    if searched and most == DECODED:
        most = wire = SEARCHED_PAGE
    elif searched and kind.startswith(PDFS):
        most = wire = SEARCHED_PDF
    encoding = response.headers.get("Content-Encoding", "")
    body, whole = await beginning(response.content.iter_any(), encoding, most, wire)
    if not whole:
        response.close()
    return body, whole


def _no_answer(error: Exception, url: URL) -> NoAnswerError:
    """Return the error for an exception of aiohttp, of the system or of TLS."""
    cause = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    match cause:
        case BarredError():
            return refused(str(cause))
        case socket.gaierror() if is_unknown(cause):
            return NoAnswerError(Observation.MISSING, f"there is no host named {url.host}")
        case socket.gaierror():
            return NoAnswerError(Observation.TRANSIENT, f"the name {url.host} could not be looked up")
        case ssl.SSLCertVerificationError():
            return NoAnswerError(
                Observation.TLS_ERROR, cause.verify_message or "the certificate is not valid"
            )
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            return NoAnswerError(Observation.TRANSIENT, "the server broke the connection off")
        case ssl.SSLError():
            return NoAnswerError(Observation.TLS_ERROR, f"no secure connection ({cause.reason or cause})")
    return NoAnswerError(Observation.TRANSIENT, _trouble(error, cause))


def _trouble(error: Exception, cause: Exception) -> str:
    match error:
        case aiohttp.ConnectionTimeoutError():
            return "no connection in time"
        case aiohttp.SocketTimeoutError():
            return "the server fell silent"
        case TimeoutError():
            return "no full answer in time"
        case aiohttp.ServerDisconnectedError():
            return "the server closed the connection without an answer"
        case aiohttp.ClientPayloadError() | TruncatedError():
            return "the answer broke off"
        case aiohttp.ClientResponseError() | ValueError():
            return "the answer is no HTTP"
    return f"no connection ({getattr(cause, 'strerror', None) or cause})"
