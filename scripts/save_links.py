"""Ask the Wayback Machine to save a copy of pages that are alive; needs an account's keys.

The keys come from ARCHIVE_ACCESS_KEY and ARCHIVE_SECRET_KEY alone, so that no file and no list
of processes shows them. Later runs find a saved copy when its page is gone. Ends with 2 where a
page could not be saved.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from pathlib import Path

from brief.faults import raise_faults
from brief.links.judgement import load_judgement
from brief.links.probing.flags import add_connection, connection_of
from brief.links.probing.saving import account_authorization, pages_to_save, save_pages
from brief.program import parser, run

ONE_REQUEST = 30
"""Seconds for one request to the archive, of which saving a page needs several."""


def main(arguments: argparse.Namespace) -> None:
    authorization = account_authorization(os.environ)
    pages = pages_to_save(load_judgement(arguments.links), arguments.url)
    saving = save_pages(
        pages,
        connection=connection_of(arguments, ONE_REQUEST),
        archive_base=arguments.archive_base,
        authorization=authorization,
        every=arguments.every,
        within=arguments.max_time,
    )
    raise_faults(asyncio.run(saving))


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("--links", type=Path, required=True, help="what judge_links.py wrote")
    flags.add_argument("--url", action="append", default=[], help="save this page (else all without a copy)")
    flags.add_argument("--max-time", type=float, default=180, metavar="S", help="for one page")
    flags.add_argument(
        "--every", type=float, default=5, metavar="S", help="between two questions whether it is done"
    )
    add_connection(flags)
    run(main, flags.parse_args(), steps=1000)
