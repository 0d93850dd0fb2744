"""Add a source to the bibliography: from its address, DOI, ISBN or arXiv number.

Asks for it once, shows the entry and where each field came from, and appends it. What could not be
found is left out and listed, never guessed.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from brief.building.settings import load_settings
from brief.citing.appending import appended, cited_already, how_to_cite, missing_fields
from brief.citing.asking import ask_source
from brief.citing.entries import entry_of
from brief.citing.given import read_given
from brief.content.bibliography import load_bibliography, parse_bibliography
from brief.faults import raise_faults
from brief.files import write_bytes
from brief.links.probing import options
from brief.links.timestamps import read_timestamp, this_second
from brief.places import add_places
from brief.program import parser, report, run
from brief.quotations.snapshots import FOLDER, Snapshot, save_snapshot, snapshot_path, snapshot_text


def main(arguments: argparse.Namespace) -> None:
    given = read_given(arguments.source, books=arguments.books, doi=arguments.doi, arxiv=arguments.arxiv)
    old = arguments.bib.read_bytes() if arguments.bib.exists() else b""
    bibliography, faults = load_bibliography(arguments.bib) if old else parse_bibliography("", arguments.bib)
    raise_faults(faults)
    if known := cited_already(given, "", bibliography):
        print(f"{known.path}:{known.line}: this is cited already. {how_to_cite(known)}")
        return
    settings = load_settings(Path())
    contact = settings["links.contact"] if arguments.contact is None else arguments.contact
    connection = options.ConnectionOptions(
        networks=arguments.allow_network,
        resolve=arguments.resolve,
        cacert=arguments.cacert,
        max_time=arguments.max_time,
        user_agent=f"{options.USER_AGENT} (+{contact})" if contact else options.USER_AGENT,
    )
    today = f"{arguments.now or this_second():%Y%m%d}"
    asked = asyncio.run(ask_source(given, connection, arguments.archive_base, today))
    if known := cited_already(given, asked.address, bibliography):
        print(f"{known.path}:{known.line}: this is cited already. {how_to_cite(known)}")
        return
    taken = {*bibliography.keys, *bibliography.broken}
    entry = entry_of(asked.facts, address=asked.address or given.address, taken=taken)
    new = appended(old, entry)
    write_bytes(arguments.bib, new)
    if asked.text and settings["links.snapshots"]:
        text = snapshot_text(asked.text.pages)
        day = f"{today[:4]}-{today[4:6]}-{today[6:]}"
        path = snapshot_path(arguments.bib.parent / FOLDER.name, entry.key)
        save_snapshot(path, Snapshot(asked.address, day, text))
    print(entry.text())
    for name, fact in entry.fields.items():
        print(f"{name}: {fact.origin}")
    print(how_to_cite(parse_bibliography(entry.text(), arguments.bib)[0][entry.key]))
    report(missing_fields(new, entry.key, arguments.bib))


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("source", metavar="FROM", help="an address, a DOI, an ISBN or an arXiv number")
    add_places(flags, "bib")
    flags.add_argument("--max-time", type=options.positive_seconds, default=30, metavar="S", help="to answer")
    flags.add_argument("--contact", help="where the keepers of sites reach you; else as config.yaml says")
    flags.add_argument(
        "--archive-base", default=options.WAYBACK, metavar="URL", help="the archive to look in"
    )
    flags.add_argument("--doi", default="https://doi.org", metavar="URL", help="who knows DOIs")
    flags.add_argument("--books", default="https://openlibrary.org", metavar="URL", help="who knows ISBNs")
    flags.add_argument("--arxiv", default="https://arxiv.org", metavar="URL", help="who knows arXiv numbers")
    flags.add_argument("--resolve", action="append", default=[], metavar="HOST:PORT:ADDRESS")
    flags.add_argument("--cacert", metavar="FILE", help=options.CACERT_HELP)
    flags.add_argument("--allow-network", type=options.network, action="append", default=[], metavar="CIDR")
    flags.add_argument("--now", type=read_timestamp, metavar="ISO-8601", help="the day written down")
    run(main, flags.parse_args(), steps=4)
