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
from brief.links.probing import options
from brief.links.probing.saving import account_authorization, pages_to_save, save_pages
from brief.program import parser, run

ONE_REQUEST = 30
"""Seconds for one request to the archive, of which saving a page needs several."""


def main(arguments: argparse.Namespace) -> None:
    authorization = account_authorization(os.environ)
    pages = pages_to_save(load_judgement(arguments.links), arguments.url)
    connection = options.ConnectionOptions(
        networks=arguments.allow_network,
        resolve=arguments.resolve,
        cacert=arguments.cacert,
        max_time=ONE_REQUEST,
        user_agent=options.USER_AGENT,
    )
    saving = save_pages(
        pages,
        connection=connection,
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
    flags.add_argument("--archive-base", default=options.WAYBACK, metavar="URL")
    flags.add_argument("--max-time", type=float, default=180, metavar="S", help="for one page")
    flags.add_argument(
        "--every", type=float, default=5, metavar="S", help="between two questions whether it is done"
    )
    flags.add_argument("--resolve", action="append", default=[], metavar="HOST:PORT:ADDRESS")
    flags.add_argument("--cacert", metavar="FILE", help=options.CACERT_HELP)
    flags.add_argument("--allow-network", type=options.network, action="append", default=[], metavar="CIDR")
    run(main, flags.parse_args(), steps=1000)
