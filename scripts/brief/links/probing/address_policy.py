"""The address policy: public machines may be asked, and those that a flag lets in."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PORTS = (80, 443)

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NEVER = tuple(
    map(
        ipaddress.ip_network,
        (
            "::/96",  # IPv4-compatible, RFC 4291
            "64:ff9b:1::/48",  # local NAT64, RFC 8215
            "2001::/32",  # Teredo, RFC 4380: the address inside is a stranger's
            "fec0::/10",  # site-local, RFC 3879
            "3fff::/20",  # documentation, RFC 9637
            "5f00::/16",  # segment routing, RFC 9602
            "192.88.99.0/24",  # 6to4 relays, RFC 7526
        ),
    )
)
"""Networks that `ipaddress` of Python 3.11 calls global, and that we must not ask."""


def unwrapped(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one carries (mapped, NAT64, 6to4), or the address itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if address.sixtofour:
            return address.sixtofour
    return address


def is_public(address: Address) -> bool:
    """Return whether an address, unwrapped, belongs to the public internet."""
    real = unwrapped(address)
    if any(real.version == network.version and real in network for network in _NEVER):
        return False
    return real.is_global and not (real.is_multicast or real.is_reserved or real.is_unspecified)


@dataclass(frozen=True)
class AddressPolicy:
    """Decides which machines may be asked. A flag allows `exempt` networks, with all their ports."""

    exempt: tuple[Network, ...] = ()

    @classmethod
    def allowing(cls, networks: Iterable[str]) -> Self:
        """Return the policy that exempts networks in CIDR notation; raises ValueError for other texts."""
        return cls(tuple(ipaddress.ip_network(network, strict=False) for network in networks))

    def is_exempt(self, address: Address) -> bool:
        """Return whether the address, unwrapped, lies in an exempt network."""
        real = unwrapped(address)
        return any(real.version == network.version and real in network for network in self.exempt)

    def objection(self, address: str, port: int) -> str:
        """Return why an address must not be asked on this port, or an empty text."""
        try:
            read = ipaddress.ip_address(address)
        except ValueError:  # with a zone, as fe80::1%eth0
            return f"{address} is no public address"
        if self.is_exempt(read):
            return ""
        if not is_public(read):
            return f"{address} is no public address"
        return _port_objection(port)

    def early_objection(self, port: int) -> str:
        """Return why a port must not be asked whatever the address, or an empty text."""
        return "" if self.exempt else _port_objection(port)


def _port_objection(port: int) -> str:
    return "" if port in PORTS else f"port {port} is not one of the web's"
