"""Judge what a run saw of each link by the link's history.

Pure: the same files give the same bytes. Ends with 0 whatever the links are like.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.content.bibliography import load_bibliography
from brief.content.sections import load_sections
from brief.links.collect import collect_links
from brief.links.judgement import save_judgement
from brief.links.judging import CitedLinks, judge
from brief.links.ledger import read_ledger
from brief.links.merge import merged_rows
from brief.links.model import load_run
from brief.links.timestamps import read_timestamp
from brief.links.waivers import load_waivers
from brief.program import parser, run
from brief.quotations.flags import add_quotations, language
from brief.quotations.passages import load_passages
from brief.quotations.wanted import quotations_of


def main(arguments: argparse.Namespace) -> None:
    bibliography, _ = load_bibliography(arguments.bib)
    sections, _ = load_sections(arguments.sections)
    seen = load_run(arguments.probes)
    rows = merged_rows(read_ledger(arguments.ledger, merging=True))
    waivers = load_waivers(arguments.config)
    passages = load_passages(arguments.passages)
    quotations = quotations_of(sections, bibliography.sources, passages, language(arguments))
    links = collect_links(bibliography, sections)
    cited = CitedLinks(links, bibliography.sources, sections, quotations)
    now = arguments.now or read_timestamp(seen.generated)
    save_judgement(arguments.out, judge(cited, seen, rows, waivers, now))


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("--bib", type=Path, required=True, help="the bibliography")
    flags.add_argument("--sections", type=Path, nargs="*", default=[], help="the Markdown files")
    flags.add_argument("--probes", type=Path, required=True, help="what probe_links.py wrote")
    flags.add_argument("--ledger", type=Path, required=True, help="the history, bib/links.csv")
    add_quotations(flags)
    flags.add_argument("--config", type=Path, help="the config.yaml with the waivers")
    flags.add_argument("--out", type=Path, required=True, help="links.json")
    flags.add_argument(
        "--now", type=read_timestamp, metavar="ISO-8601", help="the day for waivers; else the probes' own"
    )
    run(main, flags.parse_args())
