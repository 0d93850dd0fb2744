"""The transport that the flags of a command line ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from brief.faults import ConfigurationFaults, Fault
from brief.links.probing.address_policy import AddressPolicy
from brief.links.probing.options import ConnectionOptions
from brief.links.probing.resolving import Pins
from brief.links.probing.transport import Transport, trusted
from brief.links.probing.urls import NoAnswerError, ip_literal, request_url


def open_transport(options: ConnectionOptions) -> Transport:
    """Return a transport, which needs a running event loop and is closed by the caller.

    Raises ConfigurationFaults for a flag that cannot be used.
    """
    try:
        trust = trusted(options.cacert)
    except OSError as error:
        problem = f"{options.cacert} cannot be read ({error.strerror or error})"
        raise ConfigurationFaults([Fault("--cacert", 1, 1, problem, "name a file of certificates")]) from None
    return Transport(
        AddressPolicy.allowing(options.networks),
        trust,
        max_time=options.max_time,
        user_agent=options.user_agent,
        pins=read_pins(options.resolve),
    )


def read_pins(texts: Iterable[str]) -> Pins:
    """Return the pins of `--resolve HOST:PORT:ADDRESS[,ADDRESS]`; brackets around IPv6 are allowed.

    Raises ConfigurationFaults for a text of another form.
    """
    pins: dict[tuple[str, int], Sequence[str]] = {}
    for text in texts:
        host, port, listed = (*text.split(":", 2), "", "")[:3]
        addresses = [address.strip("[]") for address in listed.split(",")]
        try:
            name = request_url(f"http://{host}:{port}/").raw_host or ""
        except NoAnswerError:
            name = ""
        if not (name and port and all(map(ip_literal, addresses))):
            problem = f"{text} is not HOST:PORT:ADDRESS"
            raise ConfigurationFaults([Fault("--resolve", 1, 1, problem, "write it as for curl")])
        pins[name, int(port)] = addresses
    return pins


def address_faults(flag: str, urls: Iterable[str]) -> Iterator[Fault]:
    """Yield a fault for each address of a flag that cannot be asked."""
    for url in urls:
        try:
            request_url(url)
        except NoAnswerError as error:
            yield Fault(flag, 1, 1, f"{url} cannot be asked: {error.reason}", "name another address")
