"""A hostile .bib file: each case proves that no byte went to the forbidden address."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from brief.links.model import Observation
from brief.links.probing.address_policy import AddressPolicy, is_public
from brief.links.probing.transport import Transport, trusted
from brief.links.probing.urls import NoAnswerError
from link_probes import entries, flags_for, probe
from web import Web, redirect, reply

PRIVATE = """127.0.0.1 127.1.2.3 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1
240.0.0.1 255.255.255.255 192.0.2.1 198.18.0.1 192.88.99.1 ::1 :: fe80::1 fc00::1 fec0::1 ff02::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 2002:7f00:1:: 2002:a00:1::
::7f00:1 2001:db8::1 2001::1 100::1""".split()  # noqa: SIM905

PUBLIC = "8.8.8.8 93.184.216.34 2606:2800:220:1::1 64:ff9b::808:808 2002:808:808:: ::ffff:8.8.8.8".split()  # noqa: SIM905


@pytest.mark.parametrize("address", PRIVATE)
def test_private(address: str) -> None:
    """No address of a machine, a house, a link, a test or a tunnel into one is public."""
    assert not is_public(ipaddress.ip_address(address))
    assert AddressPolicy.allowing([]).objection(address, 80)


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    """Addresses of the public internet are, also inside NAT64 and 6to4, on the web's two ports."""
    assert is_public(ipaddress.ip_address(address))
    assert not AddressPolicy.allowing([]).objection(address, 443)
    assert AddressPolicy.allowing([]).objection(address, 22)


@given(st.ip_addresses(v=4))
def test_carried(inner: ipaddress.IPv4Address) -> None:
    """The IPv4 address inside an IPv6 one decides, in each kind of wrapping."""
    number = int(inner)
    for carrier in ((0xFFFF << 32) | number, (0x64FF9B << 96) | number, (0x2002 << 112) | (number << 80)):
        assert is_public(ipaddress.IPv6Address(carrier)) == is_public(inner)


@given(st.ip_addresses(), st.integers(0, 65535))
def test_let_in(address: ipaddress.IPv4Address | ipaddress.IPv6Address, port: int) -> None:
    """A network that a flag lets in is let in with all its ports, and no other address with it."""
    policy = AddressPolicy.allowing(["127.0.0.0/8"])
    inside = address.version == 4 and address in ipaddress.ip_network("127.0.0.0/8")
    assert (policy.objection(str(address), port) == "") == (
        inside or (is_public(address) and port in (80, 443))
    )


REFUSED = [
    "ftp://ftp.example/x",
    "file:///etc/passwd",
    "gopher://x.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://user@x.example/",
    "http://user:password@x.example/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://127.1/",
    "http://0177.0.0.1/",
    "http://127.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://8.8.8.8:22/",
]
INVALID = [
    "http://",
    "http:///path",
    "//x.example/y",
    "x.example/y",
    "http://x.example:99999/",
    "http://x.example:port/",
    "http://[::1/",
    "http://-.-/\\evil",
    "http://a..b.example/",
    "http://x_" + "y" * 70 + ".example/",
    "doi:11.22/x",
]


def test_without_a_network(tmp_path: Path) -> None:
    """A link that is at fault by itself is told without a network."""
    probes = probe(tmp_path, entries(*REFUSED, *INVALID), "--probe", "never")
    assert {url: probes[url]["observation"] for url in REFUSED} == dict.fromkeys(REFUSED, "refused")
    assert {url: probes[url]["observation"] for url in INVALID} == dict.fromkeys(INVALID, "invalid")


@pytest.fixture
def forbidden() -> Iterator[socket.socket]:
    """Return a socket that listens on loopback, to which nothing may connect."""
    with socket.create_server(("127.0.0.2", 0)) as server:
        server.setblocking(False)
        yield server


def untouched(server: socket.socket) -> bool:
    """Return whether nothing has connected."""
    try:
        server.accept()
    except BlockingIOError:
        return True
    return False


@pytest.mark.parametrize(
    "way",
    [
        "named",
        "one of two addresses",
        "a redirect to its name",
        "a redirect to it",
        "the archive",
        "the control",
    ],
)
def test_nothing_connects(forbidden: socket.socket, way: str, tmp_path: Path) -> None:
    """No way to an address that must not be asked makes a connection to it."""
    port = forbidden.getsockname()[1]
    inner = f"http://inner.example:{port}/"
    sites = {
        "control.example": {"/": reply()},
        "a.example": {
            "/to-name": redirect(302, inner),
            "/to-it": redirect(302, f"http://127.0.0.2:{port}/"),
            "/gone": reply(404),
        },
    }
    with Web(sites) as server:
        flags = flags_for(server, ["a.example"])
        second = f"127.0.0.1,127.0.0.2" if way == "one of two addresses" else "127.0.0.2"  # noqa: F541
        flags += ["--resolve", f"inner.example:{port}:{second}"]
        url = {
            "a redirect to its name": f"http://a.example:{server.port}/to-name",
            "a redirect to it": f"http://a.example:{server.port}/to-it",
            "the archive": f"http://a.example:{server.port}/gone",
            "the control": f"http://a.example:{server.port}/gone",
        }.get(way, inner)
        if way == "the archive":
            flags[flags.index("--archive-base") + 1] = inner
        if way == "the control":
            flags[flags.index("--control") + 1] = inner
        probes = probe(tmp_path, entries(url), *flags, "--max-time", "3")
    expected = {"the archive": "missing", "the control": "unchecked"}.get(way, "refused")
    assert probes[url]["observation"] == expected
    assert untouched(forbidden)


@pytest.mark.parametrize("gone", ["vet", "_open"])
def test_each_wall_alone(gone: str, forbidden: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    """The look at the address and the socket itself each refuse what the other would let through."""
    without = {"vet": lambda self, url: None, "_open": lambda self, info: socket.socket(*info[:3])}
    monkeypatch.setattr(Transport, gone, without[gone])

    async def ask() -> None:
        async with Transport(
            AddressPolicy.allowing([]), trusted(), max_time=3, user_agent="x", pins={}
        ) as transport:
            await transport.fetch(URL(f"http://127.0.0.2:{forbidden.getsockname()[1]}/"))

    with pytest.raises(NoAnswerError) as raised:
        asyncio.run(ask())
    assert raised.value.observation is Observation.REFUSED
    assert untouched(forbidden)


def test_no_proxy_and_no_netrc(forbidden: socket.socket, tmp_path: Path) -> None:
    """The surroundings name no proxy and give no password."""
    proxy = f"http://127.0.0.2:{forbidden.getsockname()[1]}"
    (tmp_path / ".netrc").write_text("machine a.example login me password secret\n", encoding="utf-8")
    (tmp_path / ".netrc").chmod(0o600)
    with Web({"control.example": {"/": reply()}, "a.example": {"/": reply()}}) as server:
        url = f"http://a.example:{server.port}/"
        surroundings = {"http_proxy": proxy, "HTTP_PROXY": proxy, "all_proxy": proxy, "HOME": str(tmp_path)}
        probes = probe(tmp_path, entries(url), *flags_for(server, ["a.example"]), **surroundings)
        assert probes[url]["observation"] == "alive"
        assert not any("authorization" in exchange.headers for exchange in server.seen)
    assert untouched(forbidden)


def test_cookies_stay_at_home(tmp_path: Path) -> None:
    """A cookie goes back to the host that set it, on the way of one link, and to no other."""
    sites = {
        "control.example": {"/": reply()},
        "a.example": {
            "/": redirect(302, "http://b.example:{port}/", Set_Cookie="secret=1; Domain=example; Path=/")
        },
        "b.example": {"/": redirect(302, "http://a.example:{port}/back")},
    }
    sites["a.example"]["/back"] = reply()
    with Web(sites) as server:
        url = f"http://a.example:{server.port}/"
        probe(tmp_path, entries(url), *flags_for(server, ["a.example", "b.example"]))
        sent = {(request.host, request.path): request.headers.get("cookie") for request in server.seen}
    assert sent["b.example", "/"] is None
    assert sent["a.example", "/back"] == "secret=1"
