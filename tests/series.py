"""A series of briefs in a folder of a test, and how it is built."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conftest import PROJECT, Folder, copy_of

OUTPUTS = ("brief.pdf", "brief.html", "brief.docx", "CITATION.cff", "manifest.json", "brief.crate.zip")


@dataclass(frozen=True)
class SeriesFolder(Folder):
    """The folder of a series."""

    def build(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the workflow of the series, with the flags of `make series`."""
        flags = ["--cores", "2", "--rerun-incomplete", "--scheduler", "greedy", "--keep-going"]
        flags += ["--max-jobs-per-timespan", "1000/0s", "--quiet", "all"]
        command = ["snakemake", "--snakefile", PROJECT / "rules/series.smk", *flags]
        return self.run(*command, *arguments, **variables)

    def brief(self, name: str) -> Folder:
        """Return one of its briefs."""
        return Folder(self.path / "briefs" / name)

    def times(self) -> dict[str, int]:
        """Return when the PDF of each built brief was written."""
        return {
            path.parents[1].name: path.stat().st_mtime_ns
            for path in sorted(self.path.glob("briefs/*/build/brief.pdf"))
        }

    def states(self) -> dict[str, str]:
        """Return how each brief stands, by the list for machines."""
        entries: list[Any] = json.loads((self.path / "build/series.json").read_text())["briefs"]
        return {Path(item["folder"]).name: item["state"] for item in entries}


def series_of(path: Path, names: Iterable[str], settings: str = "") -> SeriesFolder:
    """Return a series of copies of the small brief."""
    for name in names:
        copy_of("small", path / "briefs" / name)
    (path / "series.yaml").write_text(f'title: Kurzpapiere\nbriefs: ["briefs/*"]\n{settings}')
    return SeriesFolder(path)
