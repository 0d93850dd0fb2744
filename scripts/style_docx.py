"""Make the reference document: Pandoc's own, in the design and the language of the brief."""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.content.metadata import load_metadata
from brief.content.tokens import load_tokens
from brief.files import write_bytes
from brief.places import add_places
from brief.program import parser, run
from brief.writers.fonts import line_height
from brief.writers.reference import default_reference, styled


def main(arguments: argparse.Namespace) -> None:
    tokens, language = load_tokens(arguments.tokens), load_metadata(arguments.metadata).language
    line = line_height(arguments.fonts, tokens["font.serif"])
    write_bytes(arguments.out, styled(default_reference(), tokens, language, line))


if __name__ == "__main__":
    flags = parser(__doc__)
    add_places(flags, "metadata", "tokens", "fonts")
    flags.add_argument("--out", type=Path, required=True, help="the reference document")
    run(main, flags.parse_args())
