"""Render the manuscript as one HTML file that asks the network for nothing."""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.content.tokens import load_tokens
from brief.files import read_json, read_text, write_text
from brief.places import add_places
from brief.program import parser, run
from brief.writers.html import page, stylesheet
from brief.writers.printing import read_manuscript


def main(arguments: argparse.Namespace) -> None:
    document = read_manuscript(arguments.manuscript)
    tokens = load_tokens(arguments.tokens)
    css = stylesheet(read_text(arguments.css), tokens, arguments.fonts)
    description = read_json(arguments.description)
    write_text(arguments.out, page(document, arguments.page, css, tokens, description))


if __name__ == "__main__":
    flags = parser(__doc__)
    add_places(flags, "page", "css", "tokens", "fonts")
    flags.add_argument("--manuscript", type=Path, required=True, help="the manuscript")
    flags.add_argument("--description", type=Path, required=True, help="what describe_brief wrote")
    flags.add_argument("--out", type=Path, required=True, help="the page")
    run(main, flags.parse_args())
