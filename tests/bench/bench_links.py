"""Measure the link check beside lychee: same machine, same run, same server, same limits.

1,000 links over 20 loopback hosts: 80 % answer after 50 ms, the rest slowly, with a redirect,
not at all, or too busily. Then 10,000 links, for how time and memory grow.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).parents[2]
HOSTS = [f"127.0.0.{number}" for number in range(1, 21)]
KINDS = ["ok"] * 16 + ["slow", "moved", "missing", "busy"]
RIGHT = {"ok": "alive", "slow": "alive", "moved": "moved", "missing": "missing", "busy": "alive"}
ROUNDS = 3


@contextmanager
def server() -> Iterator[int]:
    """Run the server and give its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, Path(__file__).with_name("many_hosts.py"), str(port), *HOSTS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.readline()
        yield port
        process.stdin.close()


def urls(count: int, port: int) -> list[str]:
    """Return addresses of all kinds, spread over all hosts."""
    return [
        f"http://{HOSTS[number % len(HOSTS)]}:{port}/{KINDS[number // len(HOSTS) % len(KINDS)]}/{number}"
        for number in range(count)
    ]


def timed(command: list[str | Path], folder: Path) -> tuple[float, float]:
    """Run a command; return its wall time in seconds and its peak memory in MB."""
    start = time.perf_counter()
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        os.execvp(command[0], list(map(str, command)))
    _, _, usage = os.wait4(child, 0)
    scale = 1024 if sys.platform == "darwin" else 1
    return time.perf_counter() - start, usage.ru_maxrss / scale / 1024


def ours(folder: Path, addresses: list[str], port: int, *flags: str, quoted: int = 0) -> tuple[float, float]:
    """Check the addresses with this project's program; of the first so many, a quotation is looked for."""
    entries = (
        f"@online{{k{n},\n  title = {{T}},\n  url = {{{url}}},\n}}\n" for n, url in enumerate(addresses)
    )
    (folder / "x.bib").write_text("".join(entries), encoding="utf-8")
    command: list[str | Path] = [sys.executable, PROJECT / "scripts/probe_links.py", "--bib", "x.bib"]
    command += ["--ledger", "x.csv", "--out", "probes.json", "--allow-network", "127.0.0.0/8"]
    command += ["--control", f"http://127.0.0.1:{port}/ok/0", "--archive-base", f"http://127.0.0.1:{port}"]
    quotations = "\n\n".join(
        f'It says "as many as a short page has" [@k{number}].' for number in range(quoted)
    )
    (folder / "1.md").write_text(f"# Quoted\n\n{quotations}\n", encoding="utf-8")
    return timed([*command, "--sections", "1.md", *flags], folder)


def lychee(folder: Path, addresses: list[str], *flags: str) -> tuple[float, float]:
    """Check the addresses with lychee."""
    (folder / "x.txt").write_text("\n".join(addresses), encoding="utf-8")
    command: list[str | Path] = [
        Path(sys.executable).with_name("lychee"),
        "--no-progress",
        "--format",
        "json",
    ]
    return timed([*command, "--output", "lychee.json", *flags, "x.txt"], folder)


def right(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """Return how many of each kind both judged right: ours by its observation, lychee by good or bad."""
    probes = json.loads((folder / "probes.json").read_text(encoding="utf-8"))["probes"]
    kinds = {probe["url"]: probe["url"].split("/")[3] for probe in probes}
    seen = ((kinds[probe["url"]], probe["observation"]) for probe in probes)
    here = Counter(kind for kind, observation in seen if observation == RIGHT[kind])
    report = json.loads((folder / "lychee.json").read_text(encoding="utf-8"))
    bad = {one["url"] for found in report["error_map"].values() for one in found}
    bad |= {one["url"] for found in report.get("timeout_map", {}).values() for one in found}
    there = Counter(kind for url, kind in kinds.items() if (url in bad) == (kind == "missing"))
    return here, there


def main() -> None:
    """Print the measures and their ratios."""
    with server() as port, tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        some = urls(1000, port)
        same = ("--concurrency", "128", "--per-host", "10", "--interval", "0.05")
        equal = ("--max-concurrency", "128", "--host-concurrency", "10", "--host-request-interval", "50ms")
        names = ("ours", "ours, 200 quoted", "ours, as lychee", "lychee", "lychee, equal")
        rows: dict[str, list[float]] = {name: [] for name in names}
        for _ in range(ROUNDS):
            rows["ours"].append(ours(folder, some, port)[0])
            rows["ours, 200 quoted"].append(ours(folder, some, port, quoted=200)[0])
            rows["lychee"].append(lychee(folder, some)[0])
            rows["ours, as lychee"].append(ours(folder, some, port, *same)[0])
            rows["lychee, equal"].append(lychee(folder, some, *equal)[0])
        best = {name: min(times) for name, times in rows.items()}
        here, there = right(folder)
        many, peak = ours(folder, urls(10_000, port), port)
    equals = best["ours, as lychee"] / best["lychee, equal"]
    for name, value, wanted in (
        *((f"1,000 links, {name} (s)", seconds, "") for name, seconds in best.items()),
        ("at defaults, of lychee's time", best["ours"] / best["lychee"], "1 at most"),
        ("200 quoted, of lychee's time", best["ours, 200 quoted"] / best["lychee"], "1 at most"),
        ("at equal limits, of lychee's time", equals, "1.1 at most"),
        ("10,000 links (s)", many, ""),
        ("10,000 links, of the time for 1,000", many / best["ours"], "10.5 at most"),
        ("peak memory at 10,000 links (MB)", peak, "under 80"),
    ):
        print(f"{name:<38} {value:8.2f}  {wanted and f'(wanted: {wanted})'}")
    for kind, count in Counter(url.split("/")[3] for url in some).items():
        print(f"judged right, {kind:<24} {here[kind]:>4} of {count}, by lychee {there[kind]}")


if __name__ == "__main__":
    main()
