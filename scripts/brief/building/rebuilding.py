"""A brief built afresh in a folder of its own, without a word to the network."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def build(
    place: Path, targets: Sequence[str], snakefile: Path = Path("Snakefile")
) -> subprocess.CompletedProcess[str]:
    """Build some files of the brief in `place`, and return how that went and what was said."""
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = ["snakemake", "--snakefile", str(snakefile), "--cores", "all", "--quiet", "all"]
    command += ["--config", "links={probe: never}", "--", *targets]
    environment = os.environ | {"PATH": beside}
    return subprocess.run(command, cwd=place, env=environment, check=False, capture_output=True, text=True)
