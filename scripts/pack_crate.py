"""Pack the brief with all it is made of as an RO-Crate, for a repository such as Zenodo."""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.building.crate import WORKFLOW, crate_metadata
from brief.building.hashing import named
from brief.content.metadata import load_metadata
from brief.files import read_json, write_bytes
from brief.places import add_places
from brief.program import parser, run
from brief.word.openxml import write_parts


def main(arguments: argparse.Namespace) -> None:
    inputs, outputs = named(arguments.inputs), named(arguments.outputs)
    machinery = {name: path for name, path in named(arguments.machinery).items() if name not in inputs}
    date = load_metadata(arguments.metadata)["date"]
    parts = {name: path.read_bytes() for name, path in (inputs | machinery | outputs).items()}
    parts[WORKFLOW] = arguments.workflow.read_bytes()
    description = read_json(arguments.description)
    text = crate_metadata(description, date, list(inputs), list(machinery), list(outputs))
    parts["ro-crate-metadata.json"] = text.encode("utf-8")
    write_bytes(arguments.out, write_parts(parts))


if __name__ == "__main__":
    flags = parser(__doc__)
    add_places(flags, "metadata")
    flags.add_argument("--description", type=Path, required=True, help="what describe_brief wrote")
    flags.add_argument("--workflow", type=Path, required=True, help="the Snakefile")
    flags.add_argument("--inputs", type=Path, nargs="+", required=True, help="what the brief is made of")
    flags.add_argument("--machinery", type=Path, nargs="*", default=[], help="what made it: programs, design")
    flags.add_argument("--outputs", type=Path, nargs="+", required=True, help="what was made of it")
    flags.add_argument("--out", type=Path, required=True, help="build/brief.crate.zip")
    run(main, flags.parse_args())
