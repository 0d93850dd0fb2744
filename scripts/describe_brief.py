"""Describe the brief for machines: what the page says of it, and CITATION.cff."""

from __future__ import annotations

import argparse
from pathlib import Path

import yaml

from brief.content.bibliography import load_bibliography
from brief.content.metadata import load_metadata
from brief.content.variables import filled
from brief.data.tables import load_package, read_descriptor
from brief.files import write_json, write_text
from brief.places import add_places
from brief.program import parser, run
from brief.writers.describing import Description


class _Plain(yaml.SafeDumper):
    """Writes what is said twice twice: not every reader of such files knows YAML's anchors."""

    def ignore_aliases(self, data: object) -> bool:
        """Say that nothing is to be an alias."""
        return True


def main(arguments: argparse.Namespace) -> None:
    metadata = load_metadata(arguments.metadata)
    tables = load_package(arguments.data)
    bibliography, _ = load_bibliography(arguments.bib)
    abstract = " ".join(filled(metadata["abstract"] or "", tables, metadata.language).split())
    description = Description(metadata, abstract, bibliography.sources, read_descriptor(arguments.data))
    page = {"schema_org": description.schema_org(), "tags": description.tags()}
    write_json(arguments.out, page)
    citation = yaml.dump(
        description.citation_file(), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=96
    )
    write_text(arguments.out_citation, f"# Made by describe_brief.py from report/brief.yaml.\n{citation}")


if __name__ == "__main__":
    flags = parser(__doc__)
    add_places(flags, "metadata", "bib", "data")
    flags.add_argument("--out", type=Path, required=True, help="what the page says of the brief, as JSON")
    flags.add_argument("--out-citation", type=Path, required=True, help="CITATION.cff")
    run(main, flags.parse_args())
