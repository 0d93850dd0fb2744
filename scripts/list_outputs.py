"""Write the manifest: each input and output with its SHA-256, the tools, and how to repeat it."""

from __future__ import annotations

import argparse
from importlib.metadata import version
from pathlib import Path

from brief.building.hashing import sha256_of
from brief.files import read_json, write_json
from brief.program import parser, run

TOOLS = (
    "babel",
    "bibtexparser",
    "matplotlib",
    "panache-cli",
    "panflute",
    "pypandoc-binary",
    "python-docx",
    "rocrate",
    "snakemake",
    "typst",
)
"""What shapes the outputs, pinned in envs/brief.txt. The versions of Python and of the system do not."""


def main(arguments: argparse.Namespace) -> None:
    write_json(
        arguments.out,
        {
            "repeat": "make brief",
            "tools": {name: version(name) for name in TOOLS},
            "inputs": read_json(arguments.inputs),
            "outputs": sha256_of(arguments.outputs),
        },
    )


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("outputs", type=Path, nargs="+", help="what was built")
    flags.add_argument("--inputs", type=Path, required=True, help="what list_inputs wrote")
    flags.add_argument("--out", type=Path, required=True, help="build/manifest.json")
    run(main, flags.parse_args())
