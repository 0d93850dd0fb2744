"""Ask every link of the brief once and write down what was seen.

The only program of a build that touches the network. Ends with 0 whatever the links are like.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from brief.building.settings import load_settings
from brief.content.bibliography import first_family, load_bibliography, unbraced
from brief.content.sections import load_sections
from brief.links.collect import collect_links, days_read
from brief.links.ledger import load_ledger
from brief.links.ledger_times import future_warnings
from brief.links.merge import merged_rows
from brief.links.model import save_run
from brief.links.probing import options
from brief.links.probing.cited import Article, Cited
from brief.links.probing.options import network, positive_count, positive_seconds
from brief.links.probing.rate_limiter import RateLimiter
from brief.links.timestamps import read_timestamp, this_second
from brief.places import PROJECT
from brief.program import parser, report, run
from brief.quotations.flags import add_quotations, language
from brief.quotations.passages import load_passages
from brief.quotations.snapshots import FOLDER, snapshot_paths
from brief.quotations.wanted import passages_by_address, quotations_of


def cited(
    bib: Path, sections: Sequence[Path], passages: Path, language: str, snapshots: Path | None
) -> Cited:
    """Return each URL of the brief once, with its day, what is quoted from it, and its snapshot."""
    bibliography, _ = load_bibliography(bib)
    loaded, _ = load_sections(sections)
    rows = load_passages(passages)
    quotations = quotations_of(loaded, bibliography.sources, rows, language)
    days = days_read(collect_links(bibliography.sources, loaded), bibliography.sources)
    kept = snapshot_paths(bibliography.sources, snapshots) if snapshots else {}
    articles = [
        Article(source.key, unbraced(source.get("title")), first_family(source.get("author")))
        for source in bibliography
        if source.kind == "article" and source.get("title") and source.get("author") and not source.get("doi")
    ]
    return Cited(days, passages_by_address(quotations, bibliography.sources), kept, articles)


def main(arguments: argparse.Namespace) -> None:
    settings = load_settings(arguments.config.parent if arguments.config else PROJECT)
    contact = settings["links.contact"] if arguments.contact is None else arguments.contact
    max_age = settings["links.max_age"] if arguments.max_age is None else arguments.max_age
    snapshots = arguments.snapshots if settings["links.snapshots"] else None
    brief = cited(arguments.bib, arguments.sections, arguments.passages, language(arguments), snapshots)
    if not arguments.keep_snapshots:
        there = {url: path for url, path in brief.snapshots.items() if path.exists()}
        brief = replace(brief, snapshots=there)
    if not arguments.offer_dois:
        brief = replace(brief, articles=())
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
        max_run=arguments.max_run,
        controls=arguments.control or options.CONTROLS,
        archive_base=arguments.archive_base,
        crossref_base=arguments.crossref_base,
        keep_snapshots=arguments.keep_snapshots,
        ask=(arguments.probe or settings["links.probe"]) != "never",
    )
    probing = probe_links(
        brief, merged_rows(rows), limiter=limiter, connection=connection, options=run_options
    )
    save_run(arguments.out, asyncio.run(probing))


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("--bib", type=Path, required=True, help="the bibliography")
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
        "--max-run", type=positive_seconds, default=1800, metavar="S", help="for the whole run"
    )
    flags.add_argument("--concurrency", type=positive_count, default=64, metavar="N", help="requests at once")
    flags.add_argument("--per-host", type=positive_count, default=4, metavar="N", help="of them to one host")
    flags.add_argument("--interval", type=float, default=0.04, metavar="S", help="between two of them")
    flags.add_argument("--contact", help="where the keepers of sites reach you")
    flags.add_argument("--control", action="append", metavar="URL", help="asked first, to detect an outage")
    flags.add_argument(
        "--archive-base", default=options.WAYBACK, metavar="URL", help="the archive to look in"
    )
    flags.add_argument("--crossref-base", default=options.CROSSREF, metavar="URL", help="who knows of DOIs")
    flags.add_argument("--offer-dois", action="store_true", help="look for those of articles without one")
    flags.add_argument("--resolve", action="append", default=[], metavar="HOST:PORT:ADDRESS")
    flags.add_argument("--cacert", metavar="FILE", help=options.CACERT_HELP)
    flags.add_argument("--allow-network", type=network, action="append", default=[], metavar="CIDR")
    flags.add_argument("--now", type=read_timestamp, metavar="ISO-8601", help="the time written down")
    run(main, flags.parse_args(), steps=1000)
