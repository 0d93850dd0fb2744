"""Ask every link of the brief once and write down what was seen.

The only program that touches the network. Ends with 0 whatever the links are like.
"""

from __future__ import annotations

import argparse
import asyncio
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from brief.building.settings import load_settings
from brief.content.bibliography import Source, load_bibliography
from brief.content.sections import load_sections
from brief.faults import ConfigurationFaults, Fault
from brief.links.collect import collect_links
from brief.links.ledger import LedgerRow, late_rows, load_ledger
from brief.links.merge import merged
from brief.links.model import Link, Run, save_run
from brief.links.moments import moment
from brief.links.moments import now as this_second
from brief.links.probing.addresses import admission
from brief.places import PROJECT
from brief.program import parser, report, run

NAME = "brief-link-check/1.0"
WAYBACK = "https://web.archive.org"
DAY = re.compile(r"\d{4}(-\d\d){0,2}")


def days_of(links: Iterable[Link], sources: Iterable[Source]) -> dict[str, str]:
    """Return each URL once, with the day on which it was read (yyyymmdd), where the entry says it."""
    read = {source.key: source.get("urldate") for source in sources}
    days: dict[str, str] = {}
    for link in links:
        if link.url:
            day = read.get(link.key, "")
            days[link.url] = days.get(link.url) or (day.replace("-", "") if DAY.fullmatch(day) else "")
    return days


def pins(texts: Iterable[str]) -> dict[tuple[str, int], Sequence[str]]:
    """Return what `--resolve HOST:PORT:ADDRESS[,ADDRESS]` says; an IPv6 address may be in brackets."""
    from brief.links.probing.targets import Halt, literal, target

    found: dict[tuple[str, int], Sequence[str]] = {}
    for text in texts:
        host, port, listed = (*text.split(":", 2), "", "")[:3]
        addresses = [one.strip("[]") for one in listed.split(",")]
        try:
            name = target(f"http://{host}:{port}/").raw_host or ""
        except Halt:
            name = ""
        if not (name and port and all(map(literal, addresses))):
            problem = f"{text} is not HOST:PORT:ADDRESS"
            raise ConfigurationFaults([Fault("--resolve", 1, 1, problem, "write it as for curl")])
        found[name, int(port)] = addresses
    return found


def flag_faults(arguments: argparse.Namespace) -> Iterator[Fault]:
    """Yield a fault for each address among the flags that could not be asked."""
    from brief.links.probing.targets import Halt, target

    for flag, urls in (("--control", arguments.control or ()), ("--archive-base", (arguments.archive_base,))):
        for url in urls:
            try:
                target(url)
            except Halt as halt:
                yield Fault(flag, 1, 1, f"{url} cannot be asked: {halt.reason}", "name another address")


async def probe(arguments: argparse.Namespace, days: Mapping[str, str], rows: Iterable[LedgerRow]) -> Run:
    """Return the run."""
    from brief.links.probing.controls import CONTROLS
    from brief.links.probing.journeys import Traveller
    from brief.links.probing.pace import Pace
    from brief.links.probing.rounds import Round, Rules
    from brief.links.probing.targets import target
    from brief.links.probing.transport import Transport, trusted

    try:
        trust = trusted(arguments.cacert)
    except OSError as error:
        problem = f"{arguments.cacert} cannot be read ({error.strerror or error})"
        raise ConfigurationFaults([Fault("--cacert", 1, 1, problem, "name a file of certificates")]) from None
    rules = Rules(
        now=arguments.now,
        max_age=arguments.max_age,
        max_run=arguments.max_run,
        controls=[target(url) for url in arguments.control or CONTROLS],
        archive_base=arguments.archive_base,
        ask=arguments.probe != "never",
    )
    agent = f"{NAME} (+{arguments.contact})" if arguments.contact else NAME
    async with Transport(
        admission(arguments.allow_network),
        trust,
        max_time=arguments.max_time,
        user_agent=agent,
        pins=pins(arguments.resolve),
    ) as transport:
        pace = Pace(arguments.concurrency, arguments.per_host, arguments.interval)
        return await Round(Traveller(transport, pace), rules).run(days, rows)


def cited(bib: Path, sections: Sequence[Path]) -> dict[str, str]:
    """Return each URL of the brief once, with the day on which it was read."""
    bibliography, _ = load_bibliography(bib)
    read, _ = load_sections(sections)
    return days_of(collect_links(bibliography.sources, read), bibliography.sources)


def main(arguments: argparse.Namespace) -> None:
    settings = load_settings(arguments.config.parent if arguments.config else PROJECT)
    for name in ("probe", "max_age", "contact"):
        if getattr(arguments, name) is None:
            setattr(arguments, name, settings[f"links.{name}"])
    # The network's modules are imported only now: in the memory that parsing has left, not on top of it.
    days = cited(arguments.bib, arguments.sections)
    if faults := list(flag_faults(arguments)):
        raise ConfigurationFaults(faults)
    arguments.now = arguments.now or this_second()
    report(late_rows(arguments.ledger, arguments.now))
    rows, _ = load_ledger(arguments.ledger, merging=True)
    save_run(arguments.out, asyncio.run(probe(arguments, days, merged(rows))))


def network(text: str) -> str:
    """Return a network in CIDR notation; this and the next raise ValueError, which argparse tells."""
    admission([text])
    return text


def seconds(text: str) -> float:
    """Return a time that is more than none."""
    if not (read := float(text)) > 0:
        raise ValueError(text)
    return read


def number(text: str) -> int:
    """Return a whole number that is more than none."""
    return int(seconds(str(int(text))))


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("--bib", type=Path, required=True, help="the bibliography")
    flags.add_argument("--sections", type=Path, nargs="*", default=[], help="the Markdown files")
    flags.add_argument("--ledger", type=Path, required=True, help="the history, bib/links.csv")
    flags.add_argument("--out", type=Path, required=True, help="probes.json")
    flags.add_argument("--config", type=Path, help="the config.yaml that says what flags do not")
    flags.add_argument("--probe", choices=["always", "never"], help="never: ask nothing")
    flags.add_argument("--max-age", type=float, metavar="DAYS", help="ask what was seen alive before that")
    flags.add_argument("--max-time", type=seconds, default=30, metavar="S", help="for one address whole")
    flags.add_argument("--max-run", type=seconds, default=1800, metavar="S", help="for the run")
    flags.add_argument("--concurrency", type=number, default=64, metavar="N", help="requests at once")
    flags.add_argument("--per-host", type=number, default=4, metavar="N", help="of them to one host")
    flags.add_argument("--interval", type=float, default=0.04, metavar="S", help="between two to one host")
    flags.add_argument("--contact", help="where a site's keeper reaches you")
    flags.add_argument("--control", action="append", metavar="URL", help="asked first, to see an outage")
    flags.add_argument("--archive-base", default=WAYBACK, metavar="URL", help="what speaks its protocol")
    flags.add_argument("--resolve", action="append", default=[], metavar="HOST:PORT:ADDRESS")
    flags.add_argument("--cacert", metavar="FILE", help="authorities to trust instead of the system's")
    flags.add_argument("--allow-network", type=network, action="append", default=[], metavar="CIDR")
    flags.add_argument("--now", type=moment, metavar="ISO-8601", help="the time written down")
    run(main, flags.parse_args(), steps=1000)
