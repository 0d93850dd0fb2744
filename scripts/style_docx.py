"""Make the reference document: Pandoc's own, in the design of the brief."""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.content.tokens import load_tokens
from brief.files import write_bytes
from brief.places import add_places
from brief.program import parser, run
from brief.writers.reference import default_reference, styled


def main(arguments: argparse.Namespace) -> None:
    write_bytes(arguments.out, styled(default_reference(), load_tokens(arguments.tokens)))


if __name__ == "__main__":
    flags = parser(__doc__)
    add_places(flags, "tokens")
    flags.add_argument("--out", type=Path, required=True, help="the reference document")
    run(main, flags.parse_args())
