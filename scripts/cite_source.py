"""Add a source to the bibliography: from its address, DOI, ISBN or arXiv number.

Asks for it once, shows the entry and where each field came from, and appends it. What could not be
found is left out and listed, never guessed.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from brief.building.settings import load_settings
from brief.citing.appending import appended, cited_already, how_to_cite, missing_fields
from brief.citing.asking import Asked, ask_source
from brief.citing.entries import Entry, entry_of
from brief.citing.given import Given, read_given
from brief.content.bibliography import Source, load_bibliography, parse_bibliography
from brief.faults import Fault, raise_faults
from brief.files import write_bytes
from brief.links.probing.flags import add_connection, connection_of
from brief.links.probing.options import positive_seconds
from brief.links.timestamps import read_timestamp, this_second
from brief.places import add_places
from brief.program import parser, report, run
from brief.quotations.snapshots import FOLDER, Snapshot, save_snapshot, snapshot_path, snapshot_text


def asked(arguments: argparse.Namespace, given: Given, today: str) -> Asked:
    """Return what the source says of itself; `today` is a day as 20261124."""
    settings = load_settings(Path())
    contact = settings["links.contact"] if arguments.contact is None else arguments.contact
    connection = connection_of(arguments, arguments.max_time, contact)
    found = asyncio.run(ask_source(given, connection, arguments.archive_base, today))
    return found if settings["links.snapshots"] else replace(found, text=None)


def say_so(known: Source) -> None:
    """Print where a source is cited already."""
    print(f"{known.path}:{known.line}: this is cited already. {how_to_cite(known)}")


def show(entry: Entry, faults: Iterable[Fault], bib: Path) -> None:
    """Print the entry, where its fields came from, how to cite it, and what is missing."""
    print(entry.text())
    for name, fact in entry.fields.items():
        print(f"{name}: {fact.origin}")
    print(how_to_cite(parse_bibliography(entry.text(), bib)[0][entry.key]))
    report(faults)


def main(arguments: argparse.Namespace) -> None:
    given = read_given(arguments.source, books=arguments.books, doi=arguments.doi, arxiv=arguments.arxiv)
    bib: Path = arguments.bib
    old = bib.read_bytes() if bib.exists() else b""
    bibliography, faults = load_bibliography(bib) if old else parse_bibliography("", bib)
    raise_faults(faults)
    now = arguments.now or this_second()
    if known := cited_already(given, "", bibliography):
        say_so(known)
        return
    source = asked(arguments, given, f"{now:%Y%m%d}")
    if known := cited_already(given, source.address, bibliography):
        say_so(known)
        return
    taken = {*bibliography.keys, *bibliography.broken}
    entry = entry_of(source.facts, address=source.address or given.address, taken=taken)
    new = appended(old, entry)
    write_bytes(bib, new)
    if source.text:
        snapshot = Snapshot(source.address, f"{now:%Y-%m-%d}", snapshot_text(source.text.pages))
        save_snapshot(snapshot_path(bib.parent / FOLDER.name, entry.key), snapshot)
    show(entry, missing_fields(new, entry.key, bib), bib)


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("source", metavar="FROM", help="an address, a DOI, an ISBN or an arXiv number")
    add_places(flags, "bib")
    flags.add_argument("--max-time", type=positive_seconds, default=30, metavar="S", help="to answer")
    flags.add_argument("--contact", help="where the keepers of sites reach you; else as config.yaml says")
    flags.add_argument("--doi", default="https://doi.org", metavar="URL", help="who knows DOIs")
    flags.add_argument("--books", default="https://openlibrary.org", metavar="URL", help="who knows ISBNs")
    flags.add_argument("--arxiv", default="https://arxiv.org", metavar="URL", help="who knows arXiv numbers")
    add_connection(flags)
    flags.add_argument("--now", type=read_timestamp, metavar="ISO-8601", help="the day written down")
    run(main, flags.parse_args(), steps=4)
