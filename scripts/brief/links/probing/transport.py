"""One request and the beginning of its answer: vetted machine, verified certificate, bounded body."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from multidict import CIMultiDictProxy
from yarl import URL

from brief.links.model import Observation
from brief.links.probing.addresses import Admission
from brief.links.probing.bodies import DECODED, ENCODINGS, beginning
from brief.links.probing.targets import Halt, invalid, refused

MAGIC = 1024
"""How much is read of what is no text: enough to see what kind of file it is."""

_UNKNOWN = {getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)}
LOOKUPS_AT_ONCE = 16


@dataclass(frozen=True)
class Answer:
    """What a server sent: its status, its headers, and the decoded beginning of its body."""

    url: URL
    status: int
    headers: CIMultiDictProxy[str]
    body: bytes

    @property
    def kind(self) -> str:
        """The media type without its parameters, in lower case."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


class BarredError(OSError):
    """A name that leads to a machine that must not be asked."""


class VettedResolver(AbstractResolver):
    """Looks names up once a run, and refuses a name if any address of it must not be asked.

    Lookups run in threads that do not keep the program from ending.
    """

    def __init__(self, admission: Admission, pinned: Mapping[tuple[str, int], Sequence[str]]) -> None:
        self.admission, self.pinned = admission, pinned
        self._found: dict[tuple[str, int], asyncio.Future[list[str]]] = {}
        self._slots = asyncio.Semaphore(LOOKUPS_AT_ONCE)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of a name; raises BarredError, or socket.gaierror as the system does."""
        if (host, port) not in self._found:
            self._found[host, port] = asyncio.ensure_future(self._look_up(host, port))
        addresses = await asyncio.shield(self._found[host, port])
        for address in addresses:
            objection = self.admission.objection(address, port)
            if objection:
                raise BarredError(f"{host}: {objection}")
        return [self._result(host, port, address) for address in addresses]

    async def _look_up(self, host: str, port: int) -> list[str]:
        if (host, port) in self.pinned:
            return list(self.pinned[host, port])
        loop = asyncio.get_running_loop()
        found: asyncio.Future[list[Any]] = loop.create_future()

        def finish(result: list[Any] | Exception) -> None:
            if not found.done():
                if isinstance(result, Exception):
                    found.set_exception(result)
                else:
                    found.set_result(result)

        def work() -> None:
            try:
                result: list[Any] | Exception = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            except (OSError, UnicodeError) as error:
                result = error
            if not loop.is_closed():
                loop.call_soon_threadsafe(finish, result)

        async with self._slots:
            threading.Thread(target=work, daemon=True).start()
            return list(dict.fromkeys(info[4][0] for info in await found))

    @staticmethod
    def _result(host: str, port: int, address: str) -> ResolveResult:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return ResolveResult(
            hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST
        )

    async def close(self) -> None:
        """Forget what was looked up."""
        for found in self._found.values():
            found.cancel()


class Transport:
    """Makes requests. No proxy, no netrc, no cookies of its own; TLS is always verified.

    `max_time` bounds one request whole, in seconds; `authorities` is a PEM file of the
    certificate authorities to trust instead of the system's.
    """

    def __init__(
        self,
        admission: Admission,
        *,
        max_time: float,
        user_agent: str,
        pinned: Mapping[tuple[str, int], Sequence[str]] | None = None,
        authorities: str | None = None,
    ) -> None:
        self.admission, self.max_time = admission, max_time
        resolver = VettedResolver(admission, pinned or {})
        connector = aiohttp.TCPConnector(
            resolver=resolver,
            use_dns_cache=False,
            limit=0,  # Pace sees to that
            ssl=_trust(authorities),
            socket_factory=self._open,
        )
        self.session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            read_bufsize=2**16,
            timeout=aiohttp.ClientTimeout(total=max_time, sock_connect=max_time / 2, sock_read=max_time),
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

    def _open(self, info: tuple[Any, ...]) -> socket.socket:
        """Open the socket of a connection: the last wall, which every address passes."""
        family, kind, proto, _, address = info
        objection = self.admission.objection(address[0], address[1])
        if objection:
            raise BarredError(objection)
        return socket.socket(family=family, type=kind, proto=proto)

    async def fetch(self, url: URL, cookies: str = "") -> Answer:
        """Ask once, following no redirect. Raises Halt for what is no answer."""
        self.vet_literal(url)
        try:
            headers = {"Cookie": cookies} if cookies else None
            async with self.session.get(url, allow_redirects=False, headers=headers) as response:
                encoding = response.headers.get("Content-Encoding", "")
                most = DECODED if _is_text(response.headers.get("Content-Type", "")) else MAGIC
                body, whole = await beginning(response.content.iter_any(), encoding, most)
                if not whole:
                    response.close()  # else the rest would be waited for
                return Answer(url, response.status, response.headers, body)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise self._halt(error) from None

    def vet_literal(self, url: URL) -> None:
        """Raise Halt if the host is an address, not a name, and must not be asked.

        aiohttp asks no resolver for those.
        """
        host = url.host or ""
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return
        objection = self.admission.objection(host, url.port or 0)
        if objection:
            raise refused(objection)

    def _halt(self, error: Exception) -> Halt:
        cause = getattr(error, "os_error", None) or error
        match cause:
            case BarredError():
                return refused(str(cause))
            case socket.gaierror() if cause.errno in _UNKNOWN:
                return Halt(Observation.MISSING, "the name of the host does not exist")
            case socket.gaierror():
                return Halt(Observation.TRANSIENT, "the name of the host could not be looked up")
            case ssl.SSLCertVerificationError():
                return Halt(Observation.TLS_ERROR, cause.verify_message or "the certificate is not valid")
            case ssl.SSLError():
                return Halt(Observation.TLS_ERROR, f"no secure connection ({cause.reason or cause})")
        certificate = getattr(error, "certificate_error", None)
        if isinstance(certificate, ssl.SSLCertVerificationError):
            return Halt(Observation.TLS_ERROR, certificate.verify_message)
        if isinstance(error, aiohttp.InvalidURL):
            return invalid("the address cannot be read")
        return Halt(Observation.TRANSIENT, self._trouble(error, cause))

    def _trouble(self, error: Exception, cause: Exception) -> str:
        match error:
            case TimeoutError():
                return f"no full answer within {self.max_time:g} s"
            case aiohttp.ServerDisconnectedError():
                return "the server closed the connection without an answer"
            case aiohttp.ClientPayloadError():
                return "the answer broke off"
            case aiohttp.ClientResponseError() | ValueError():
                return "the answer is no HTTP"
        return f"no connection ({getattr(cause, 'strerror', None) or cause})"


def _trust(authorities: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=authorities)
    if not authorities and not context.get_ca_certs() and not ssl.get_default_verify_paths().capath:
        import certifi  # Pythons that bring no authorities of their own, as some on macOS

        context.load_verify_locations(certifi.where())
    return context


def _is_text(kind: str) -> bool:
    return not kind or kind.lower().startswith(("text/", "application/xhtml", "application/xml"))
