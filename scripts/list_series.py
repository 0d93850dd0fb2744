"""List the briefs of a series, each as its last build has left it: a page, a list for machines, feeds.

The Atom feed and sitemap.xml are empty where series.yaml names no address.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from brief.content.series import load_series
from brief.content.tokens import load_tokens
from brief.files import write_files
from brief.places import PROJECT, STYLE
from brief.program import parser, run
from brief.series.feeds import atom_feed, sitemap
from brief.series.page import series_page
from brief.series.summary import summary


def main(arguments: argparse.Namespace) -> None:
    series = load_series(arguments.series)
    listed = summary(series)
    entries = listed["briefs"]
    feed = "feed.xml" if series["address"] else ""
    texts = {
        "series.json": json.dumps(listed, ensure_ascii=False, indent=1) + "\n",
        "index.html": series_page(series, entries, arguments.page, load_tokens(arguments.tokens), feed),
        "feed.xml": atom_feed(series, entries) if feed else "",
        "sitemap.xml": sitemap(series, entries) if feed else "",
    }
    write_files({arguments.into / name: text.encode("utf-8") for name, text in texts.items()})


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("--series", type=Path, required=True, help="series.yaml")
    flags.add_argument("--page", type=Path, default=PROJECT / STYLE / "series.html", help="the template")
    flags.add_argument("--tokens", type=Path, default=PROJECT / STYLE / "tokens.yaml", help="the design")
    flags.add_argument("--into", type=Path, required=True, help="the folder for the lists")
    run(main, flags.parse_args())
