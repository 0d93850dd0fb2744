"""Ask every link of the brief once and write down what was seen.

The only program of a build that touches the network. Ends with 0 whatever the links are like.
"""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import replace
from pathlib import Path

from brief.building.settings import Settings, load_settings
from brief.files import read_json
from brief.links.asked import asked_by
from brief.links.ledger import load_ledger
from brief.links.ledger_times import future_warnings
from brief.links.merge import merged_rows
from brief.links.model import save_run
from brief.links.probing import options
from brief.links.probing.cited import Cited
from brief.links.probing.flags import add_connection, connection_of
from brief.links.probing.options import positive_count, positive_seconds, seconds_for
from brief.links.probing.rate_limiter import RateLimiter
from brief.links.timestamps import read_timestamp, this_second
from brief.places import PROJECT
from brief.program import parser, report, run
from brief.quotations.flags import add_quotations, language
from brief.quotations.snapshots import FOLDER


def asked(arguments: argparse.Namespace, settings: Settings) -> Cited:
    """Return what is asked for: what a brief cites, or what was gathered of a series."""
    if arguments.cited:
        return Cited(**read_json(arguments.cited))
    snapshots = arguments.snapshots if settings["links.snapshots"] else None
    brief = asked_by(arguments.bib, arguments.sections, arguments.passages, language(arguments), snapshots)
    if not arguments.keep_snapshots:
        there = {url: path for url, path in brief.snapshots.items() if path.exists()}
        brief = replace(brief, snapshots=there)
    return brief if arguments.offer_dois else replace(brief, articles=())


def main(arguments: argparse.Namespace) -> None:
    settings = load_settings(arguments.config.parent if arguments.config else PROJECT)
    cited = asked(arguments, settings)
    from brief.links.probing.runs import probe_links  # only now: in the memory that parsing has freed

    now = arguments.now or this_second()
    report(future_warnings(arguments.ledger, now))
    rows, _ = load_ledger(arguments.ledger, merging=True)
    contact = settings["links.contact"] if arguments.contact is None else arguments.contact
    run_options = options.RunOptions(
        now=now,
        max_age=settings["links.max_age"] if arguments.max_age is None else arguments.max_age,
        max_run=arguments.max_run or seconds_for(cited.days, arguments.per_host),
        controls=arguments.control or options.CONTROLS,
        archive_base=arguments.archive_base,
        crossref_base=arguments.crossref_base,
        keep_snapshots=arguments.keep_snapshots,
        ask=(arguments.probe or settings["links.probe"]) != "never",
    )
    probing = probe_links(
        cited,
        merged_rows(rows),
        limiter=RateLimiter(arguments.concurrency, arguments.per_host, arguments.interval),
        connection=connection_of(arguments, arguments.max_time, contact),
        options=run_options,
    )
    save_run(arguments.out, asyncio.run(probing))


if __name__ == "__main__":
    flags = parser(__doc__)
    origin = flags.add_mutually_exclusive_group(required=True)
    origin.add_argument("--bib", type=Path, help="the bibliography")
    origin.add_argument("--cited", type=Path, help="what gather_links wrote, in place of both")
    flags.add_argument("--sections", type=Path, nargs="*", default=[], help="the Markdown files")
    flags.add_argument("--ledger", type=Path, required=True, help="the history, bib/links.csv")
    add_quotations(flags)
    flags.add_argument("--out", type=Path, required=True, help="probes.json")
    flags.add_argument("--config", type=Path, help="the config.yaml for what no flag says")
    flags.add_argument("--snapshots", type=Path, default=FOLDER, metavar="DIR", help="what pages said once")
    flags.add_argument("--keep-snapshots", action="store_true", help="write those that are missing")
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
    flags.add_argument("--crossref-base", default=options.CROSSREF, metavar="URL", help="who knows of DOIs")
    flags.add_argument("--offer-dois", action="store_true", help="look for those of articles without one")
    add_connection(flags)
    flags.add_argument("--now", type=read_timestamp, metavar="ISO-8601", help="the time written down")
    run(main, flags.parse_args(), steps=1000)
