"""Certificates: always verified, with the reason kept."""

from __future__ import annotations

import socket
import ssl
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from link_probes import CONTROL, entries, flags_for, probe
from web import Web, accepting, reply


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Return a certificate authority that the runs trust."""
    return trustme.CA()


def _context(certificate: trustme.LeafCert, chain: bool = True) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if chain:
        certificate.configure_cert(context)
    else:
        with certificate.private_key_pem.tempfile() as key, certificate.cert_chain_pems[0].tempfile() as leaf:
            context.load_cert_chain(leaf, key)
    return context


def _certificates(authority: trustme.CA) -> Iterator[tuple[str, ssl.SSLContext, str, str]]:
    past = datetime.now(UTC) - timedelta(days=1)
    yield "valid", _context(authority.issue_cert("a.example")), "alive", ""
    yield (
        "expired",
        _context(authority.issue_cert("a.example", not_before=past - timedelta(days=9), not_after=past)),
        "tls_error",
        "expired",
    )
    yield "another name", _context(authority.issue_cert("b.example")), "tls_error", "a.example"
    yield "self-signed", _context(trustme.CA().issue_cert("a.example")), "tls_error", "certificate"
    middle = authority.create_child_ca()
    yield "whole chain", _context(middle.issue_cert("a.example")), "alive", ""
    yield (
        "missing intermediate",
        _context(middle.issue_cert("a.example"), chain=False),
        "tls_error",
        "local issuer",
    )


@pytest.mark.parametrize(
    "name", ["valid", "expired", "another name", "self-signed", "whole chain", "missing intermediate"]
)
def test_certificates(name: str, authority: trustme.CA, tmp_path: Path) -> None:
    """A certificate is verified, and never asked without; the reason is kept."""
    _, context, expected, reason = next(case for case in _certificates(authority) if case[0] == name)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    names: list[str | None] = []
    context.sni_callback = lambda _, name, __: names.append(name)
    with Web(CONTROL) as server, Web({"a.example": {"/": reply()}}, context=context) as secure:
        url = f"https://a.example:{secure.port}/"
        flags = [
            *flags_for(server, []),
            "--resolve",
            f"a.example:{secure.port}:127.0.0.1",
            "--cacert",
            "ca.pem",
        ]
        result = probe(tmp_path, entries(url), *flags)[url]
        assert (result["observation"], reason in result["reason"]) == (expected, True), result
        assert [request.host for request in secure.seen] == (["a.example"] if expected == "alive" else [])
        assert names == ["a.example"]  # asked for by name, and once: without verification never again


def test_plain_text_behind_https(tmp_path: Path) -> None:
    """A server that answers in clear behind https is an error of TLS."""

    def speak(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 400 Speak plainly\r\n\r\n")
        connection.recv(4096)

    with Web(CONTROL) as server, accepting(speak) as port:
        url = f"https://a.example:{port}/"
        flags = [*flags_for(server, []), "--resolve", f"a.example:{port}:127.0.0.1"]
        assert probe(tmp_path, entries(url), *flags)[url]["observation"] == "tls_error"


def test_reset_in_the_handshake(tmp_path: Path) -> None:
    """A connection that is cut before it is secure is trouble, and tried again."""
    came = []

    def hang_up(connection: socket.socket) -> None:
        came.append(connection.recv(4096)[:1])
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with Web(CONTROL) as server, accepting(hang_up) as port:
        url = f"https://a.example:{port}/"
        flags = [*flags_for(server, []), "--resolve", f"a.example:{port}:127.0.0.1"]
        assert probe(tmp_path, entries(url), *flags)[url]["observation"] == "transient"
    assert came == [b"\x16"] * 3  # a handshake of TLS each time
