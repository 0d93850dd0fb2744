"""Show what has changed in the brief since a revision: a Word file with tracked changes, and a page.

Both states are built with today's programs and today's design, so that what is shown is the work
of editors alone. Nothing in build/ is touched but the two files.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from brief.building.revisions import authors_since, find_revision
from brief.building.settings import load_settings
from brief.building.workflow import Workflow
from brief.files import write_bytes, write_text
from brief.pandoc import dumps, loads
from brief.program import parser, run
from brief.redline.page import Since
from brief.redline.printing import redline_docx, redline_html
from brief.redline.states import PARTS, build_both, merge_states
from brief.redline.word import Stamp


def main(arguments: argparse.Namespace) -> None:
    revision = find_revision(arguments.since)
    author, moment = authors_since(revision)
    with tempfile.TemporaryDirectory() as place:
        old, new = build_both(revision, Path(place))
        merged = dumps(merge_states(old, new))
        design = Workflow(load_settings(Path()))
        stamp = Stamp(author, f"{moment:%Y-%m-%dT%H:%M:%SZ}")
        docx = redline_docx(loads(merged), new / PARTS / "brief.docx", design, stamp)
        html = redline_html(loads(merged), design, Since(revision.short, revision.day, author))
    write_bytes(arguments.out_docx, docx)
    write_text(arguments.out_html, html)


if __name__ == "__main__":
    flags = parser(__doc__)
    meaning = "what git names: a commit, a tag, a branch"
    flags.add_argument("--since", required=True, metavar="REVISION", help=meaning)
    flags.add_argument("--out-docx", type=Path, required=True, metavar="FILE", help="the Word file")
    flags.add_argument("--out-html", type=Path, required=True, metavar="FILE", help="the page")
    run(main, flags.parse_args(), steps=100)
