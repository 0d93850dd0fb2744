"""Ask the Wayback Machine to save a copy of pages that are alive; needs an account's keys.

The keys are read from ARCHIVE_ACCESS_KEY and ARCHIVE_SECRET_KEY alone, so that they stand in no
file and no list of processes. Whatever is saved, later runs find when a page has gone. Ends with
2 where a page could not be saved.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from pathlib import Path

from brief.faults import ConfigurationFaults, Fault, raise_faults
from brief.links.history import SUCCESS
from brief.links.judgement import Judgement, load_judgement
from brief.links.probing.addresses import admission
from brief.links.probing.saving import NotSavedError, Saver
from brief.links.probing.transport import Transport, trusted
from brief.program import parser, run
from probe_links import NAME, network, pins


def wanted(found: Judgement, urls: list[str]) -> dict[str, Fault]:
    """Return what to save, each with the fault it would be if it could not: `urls`, or all without a copy."""
    pages: dict[str, Fault] = {}
    for link in found.links:
        due = link.url in urls if urls else link.observation in SUCCESS and not link.archive_url
        if link.url and due:
            pages.setdefault(link.url, Fault(link.file, link.line, 1, f"{link.url} was not saved", ""))
    return pages


def keys() -> str:
    """Return the authorization of the account. Raises ConfigurationFaults where a key is missing."""
    names = ("ARCHIVE_ACCESS_KEY", "ARCHIVE_SECRET_KEY")
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        remedy = "set it to the key of your account at the Internet Archive"
        raise ConfigurationFaults([Fault(name, 1, 1, "the key is not set", remedy) for name in missing])
    return "LOW {}:{}".format(*(os.environ[name] for name in names))


async def save(arguments: argparse.Namespace, pages: dict[str, Fault]) -> list[Fault]:
    """Save one page after the other, print where each copy is, and return the faults of the others."""
    faults = []
    async with Transport(
        admission(arguments.allow_network),
        trusted(arguments.cacert),
        max_time=30,
        user_agent=NAME,
        pins=pins(arguments.resolve),
    ) as transport:
        saver = Saver(transport, arguments.archive_base, arguments.authorization, arguments.every)
        for url, fault in pages.items():
            try:
                print(f"{url} is saved as {await saver.save(url, arguments.max_time)}", flush=True)
            except NotSavedError as error:
                problem = f"{fault.problem} ({error})"
                faults.append(Fault(fault.path, fault.line, 1, problem, "try again later"))
    return faults


def main(arguments: argparse.Namespace) -> None:
    arguments.authorization = keys()
    pages = wanted(load_judgement(arguments.links), arguments.url)
    raise_faults(asyncio.run(save(arguments, pages)))


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("--links", type=Path, required=True, help="what judge_links.py wrote")
    flags.add_argument("--url", action="append", default=[], help="save this one (else all without a copy)")
    flags.add_argument("--archive-base", default="https://web.archive.org", metavar="URL")
    flags.add_argument("--max-time", type=float, default=180, metavar="S", help="for one page")
    flags.add_argument("--every", type=float, default=5, metavar="S", help="how often to ask if it is done")
    flags.add_argument("--resolve", action="append", default=[], metavar="HOST:PORT:ADDRESS")
    flags.add_argument("--cacert", metavar="FILE", help="authorities to trust instead of the system's")
    flags.add_argument("--allow-network", type=network, action="append", default=[], metavar="CIDR")
    run(main, flags.parse_args(), steps=1000)
