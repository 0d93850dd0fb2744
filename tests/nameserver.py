"""A world with a name server of its own, for probe_links.py to look names up in.

Run inside a network and a mount namespace (`unshare --net --mount`): brings loopback up, puts
itself in the place of the system's name server, asks a few links, and prints what was seen. With
the argument `silent` the name server never answers.
"""

from __future__ import annotations

import fcntl
import json
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from link_probes import entries, probe
from web import Web, reply

A, NO_ERROR, SERVFAIL, NXDOMAIN = 1, 0, 2, 3
ELSEWHERE = "127.0.0.2"

Zone = dict[str, list[tuple[int, list[str]]]]
ZONE: Zone = {
    "control.example": [(NO_ERROR, ["127.0.0.1"])],
    "archive.example": [(NO_ERROR, ["127.0.0.1"])],
    "here.example": [(NO_ERROR, ["127.0.0.1"])],
    "rebound.example": [(NO_ERROR, ["127.0.0.1"]), (NO_ERROR, [ELSEWHERE])],
    "mixed.example": [(NO_ERROR, ["127.0.0.1", "10.0.0.1"])],
    "private.example": [(NO_ERROR, ["192.168.1.1"])],
    "nowhere.example": [(NXDOMAIN, [])],
    "empty.example": [(NO_ERROR, [])],
    "broken.example": [(SERVFAIL, [])],
    "half.example": [(SERVFAIL, []), (NO_ERROR, ["127.0.0.1"])],
}
"""The IPv4 answers for each name, one for each lookup; the last one stays."""


def answer(query: bytes, asked: Counter[str]) -> bytes:
    """Return the answer to a query of DNS (RFC 1035, section 4)."""
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1 : at + 1 + query[at]].decode("ascii"))
        at += 1 + query[at]
    name, question = ".".join(labels), query[12 : at + 5]
    kind = struct.unpack(">H", query[at + 1 : at + 3])[0]
    answers = ZONE.get(name, [(NXDOMAIN, [])])
    code, addresses = answers[min(asked[name], len(answers) - 1)]
    if kind == A:
        asked[name] += 1
    elif code != NXDOMAIN and name != "broken.example":
        code, addresses = NO_ERROR, []  # there is nothing for IPv6
    records = b"".join(
        b"\xc0\x0c" + struct.pack(">HHIH", A, 1, 0, 4) + socket.inet_aton(address) for address in addresses
    )
    return query[:2] + struct.pack(">HHHHH", 0x8180 | code, 1, len(addresses), 0, 0) + question + records


def serve(server: socket.socket, asked: Counter[str]) -> None:
    """Answer queries, up to an empty one."""
    while True:
        query, client = server.recvfrom(512)
        if not query:
            return
        server.sendto(answer(query, asked), client)


def bring_loopback_up() -> None:
    """Do what `ip link set lo up` does, which not every machine has."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        fcntl.ioctl(handle, 0x8914, struct.pack("16sh22x", b"lo", 1 | 64))  # SIOCSIFFLAGS, UP | RUNNING


def main(folder: Path, *, silent: bool) -> None:
    """Print the probes by URL, the lookups of each name, and the connections to the wrong machine."""
    bring_loopback_up()
    settings = folder / "resolv.conf"
    settings.write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n", encoding="ascii")
    subprocess.run(["mount", "--bind", settings, Path("/etc/resolv.conf").resolve()], check=True)
    asked: Counter[str] = Counter()
    names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    names.bind(("127.0.0.1", 53))
    if silent:
        urls = [f"https://host{number}.example/" for number in range(100)]
        print(json.dumps(probe(folder, entries(*urls), "--max-time", "2")))
        return
    serving = threading.Thread(target=serve, args=(names, asked), daemon=True)
    serving.start()
    site = {"*": reply(404), "/a.txt": reply(Content_Type="text/plain")}
    site["/b.txt"] = site["/c.txt"] = site["/a.txt"]
    sites = dict.fromkeys(ZONE, site) | {"control.example": {"/": reply()}}
    with Web(sites) as server, Web(sites, address=ELSEWHERE, port=server.port) as wrong:
        hosts = [name for name in ZONE if name[:7] not in ("control", "archive")]
        urls = [f"http://{host}:{server.port}/{name}.txt" for host in hosts for name in "abc"]
        flags = ["--allow-network", "127.0.0.0/8", "--control", f"http://control.example:{server.port}/"]
        flags += ["--archive-base", f"http://archive.example:{server.port}"]
        seen = probe(folder, entries(*urls), *flags)
        names.sendto(b"", names.getsockname())
        serving.join()
        print(json.dumps({"seen": seen, "asked": asked, "wrong": wrong.connections}))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        main(Path(place), silent="silent" in sys.argv)
