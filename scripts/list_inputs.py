"""List what the brief is made of, each file with its SHA-256; the list travels inside the PDF."""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.building.hashing import sha256_of
from brief.files import write_json
from brief.program import parser, run


def main(arguments: argparse.Namespace) -> None:
    write_json(arguments.out, sha256_of(arguments.inputs))


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("inputs", type=Path, nargs="+", help="text, sources, data, exhibits, design")
    flags.add_argument("--out", type=Path, required=True, help="inputs.json")
    run(main, flags.parse_args())
