"""Write the report on links: a page of HTML, JUnit XML and a summary in Markdown."""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.files import write_text
from brief.links.html_report import html_report
from brief.links.judgement import load_judgement
from brief.links.junit import junit_report
from brief.links.reported import reported_brief
from brief.links.summary import markdown_summary
from brief.places import PROJECT, add_places
from brief.program import parser, run

TEMPLATE = PROJECT / "report" / "style" / "links.html"


def main(arguments: argparse.Namespace) -> None:
    judgement = load_judgement(arguments.links)
    if arguments.out_html:
        brief = reported_brief(arguments.metadata, arguments.data)
        write_text(arguments.out_html, html_report(judgement, arguments.template, brief, arguments.fonts))
    if arguments.out_xml:
        write_text(arguments.out_xml, junit_report(judgement))
    if arguments.out_summary:
        write_text(arguments.out_summary, markdown_summary(judgement))


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("--links", type=Path, required=True, help="what judge_links.py wrote")
    flags.add_argument("--template", type=Path, default=TEMPLATE, help="the template of the page")
    add_places(flags, "metadata", "data", "fonts")
    flags.add_argument("--out-html", type=Path, metavar="FILE", help="the page, build/links.html")
    flags.add_argument("--out-xml", type=Path, metavar="FILE", help="JUnit XML, build/links.xml")
    flags.add_argument("--out-summary", type=Path, metavar="FILE", help="a summary in Markdown")
    run(main, flags.parse_args())
