"""Ask every link of the brief once and write down what was seen.

The only program that touches the network. Ends with 0 whatever the links are like.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from brief.building.settings import load_settings
from brief.files import read_json
from brief.links.collect import cited_days
from brief.links.ledger import load_ledger
from brief.links.ledger_times import future_warnings
from brief.links.merge import merged_rows
from brief.links.model import save_run
from brief.links.probing import options
from brief.links.probing.options import network, positive_count, positive_seconds, seconds_for
from brief.links.probing.rate_limiter import RateLimiter
from brief.links.timestamps import read_timestamp, this_second
from brief.places import PROJECT
from brief.program import parser, report, run


def main(arguments: argparse.Namespace) -> None:
    settings = load_settings(arguments.config.parent if arguments.config else PROJECT)
    contact = settings["links.contact"] if arguments.contact is None else arguments.contact
    max_age = settings["links.max_age"] if arguments.max_age is None else arguments.max_age
    gathered = read_json(arguments.cited) if arguments.cited else None
    days = cited_days(arguments.bib, arguments.sections) if gathered is None else gathered
    from brief.links.probing.runs import probe_links  # only now: in the memory that parsing has freed

    now = arguments.now or this_second()
    report(future_warnings(arguments.ledger, now))
    rows, _ = load_ledger(arguments.ledger, merging=True)
    limiter = RateLimiter(arguments.concurrency, arguments.per_host, arguments.interval)
    connection = options.ConnectionOptions(
        networks=arguments.allow_network,
        resolve=arguments.resolve,
        cacert=arguments.cacert,
        max_time=arguments.max_time,
        user_agent=f"{options.USER_AGENT} (+{contact})" if contact else options.USER_AGENT,
    )
    run_options = options.RunOptions(
        now=now,
        max_age=max_age,
        max_run=arguments.max_run or seconds_for(days, arguments.per_host),
        controls=arguments.control or options.CONTROLS,
        archive_base=arguments.archive_base,
        ask=(arguments.probe or settings["links.probe"]) != "never",
    )
    probing = probe_links(
        days, merged_rows(rows), limiter=limiter, connection=connection, options=run_options
    )
    save_run(arguments.out, asyncio.run(probing))


if __name__ == "__main__":
    flags = parser(__doc__)
    origin = flags.add_mutually_exclusive_group(required=True)
    origin.add_argument("--bib", type=Path, help="the bibliography")
    origin.add_argument("--cited", type=Path, help="what gather_links wrote, in place of both")
    flags.add_argument("--sections", type=Path, nargs="*", default=[], help="the Markdown files")
    flags.add_argument("--ledger", type=Path, required=True, help="the history, bib/links.csv")
    flags.add_argument("--out", type=Path, required=True, help="probes.json")
    flags.add_argument("--config", type=Path, help="the config.yaml for what no flag says")
    flags.add_argument("--probe", choices=["always", "never"], help="never: ask nothing")
    flags.add_argument("--max-age", type=float, metavar="DAYS", help="ask again links seen alive before that")
    flags.add_argument("--max-time", type=positive_seconds, default=30, metavar="S", help="for one address")
    flags.add_argument(
        "--max-run", type=positive_seconds, metavar="S", help="for the whole run; else as hosts need"
    )
    flags.add_argument("--concurrency", type=positive_count, default=64, metavar="N", help="requests at once")
    flags.add_argument("--per-host", type=positive_count, default=4, metavar="N", help="of them to one host")
    flags.add_argument("--interval", type=float, default=0.04, metavar="S", help="between two of them")
    flags.add_argument("--contact", help="where the keepers of sites reach you")
    flags.add_argument("--control", action="append", metavar="URL", help="asked first, to detect an outage")
    flags.add_argument(
        "--archive-base", default=options.WAYBACK, metavar="URL", help="the archive to look in"
    )
    flags.add_argument("--resolve", action="append", default=[], metavar="HOST:PORT:ADDRESS")
    flags.add_argument("--cacert", metavar="FILE", help=options.CACERT_HELP)
    flags.add_argument("--allow-network", type=network, action="append", default=[], metavar="CIDR")
    flags.add_argument("--now", type=read_timestamp, metavar="ISO-8601", help="the time written down")
    run(main, flags.parse_args(), steps=1000)
