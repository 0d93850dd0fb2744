"""Running probe_links.py on servers of a test's own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from conftest import surroundings
from web import Web, reply

PROGRAM = Path(__file__).parents[1] / "scripts/probe_links.py"
NOW = "2026-11-24T06:00:00Z"
CONTROL = {"control.example": {"/": reply()}}
"""A site that answers, so that there is a network."""


def program(
    folder: Path, bib: str, *flags: str, stderr: int = subprocess.PIPE, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the program on a bibliography, with a stderr of its own or another."""
    (folder / "sources.bib").write_text(bib, encoding="utf-8")
    command = [
        "python",
        PROGRAM,
        "--bib",
        "sources.bib",
        "--ledger",
        "links.csv",
        "--out",
        "probes.json",
    ]
    command += ["--now", NOW, "--interval", "0", *flags]
    env = surroundings() | variables
    return subprocess.run(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=stderr, text=True, check=False
    )


def probe(folder: Path, bib: str, *flags: str, ledger: str = "", **variables: str) -> dict[str, Any]:
    """Run the program and return what it saw, by URL."""
    (folder / "links.csv").write_text(ledger, encoding="utf-8")
    done = program(folder, bib, *flags, **variables)
    assert (done.returncode, "unexpected" in done.stderr) == (0, False), done.stderr
    run = json.loads((folder / "probes.json").read_text(encoding="utf-8"))
    return {"online": run["online"]} | {probe["url"]: probe for probe in run["probes"]}


def entries(*urls: str) -> str:
    """Return a bibliography with one entry a URL, read on 15 November 2022."""
    return "".join(
        f"@online{{key{number},\n  title = {{T}},\n  url = {{{url}}},\n  urldate = {{2022-11-15}},\n}}\n"
        for number, url in enumerate(urls)
    )


def flags_for(server: Web, hosts: Iterable[str]) -> list[str]:
    """Return the flags that let a run in to a server on loopback, and to nothing else."""
    flags = ["--allow-network", "127.0.0.1/32", "--control", f"http://control.example:{server.port}/"]
    flags += ["--archive-base", f"http://archive.example:{server.port}"]
    flags += ["--crossref-base", f"http://crossref.example:{server.port}"]
    for host in (*hosts, "control.example", "archive.example", "crossref.example"):
        flags += ["--resolve", f"{host}:{server.port}:127.0.0.1"]
    return flags
