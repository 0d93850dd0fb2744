"""Measure the build: cold, with nothing to do, and after one section changed.

Beside them stands the floor, measured in the same run: the bare calls of Pandoc to three
formats and of Typst that any build of this brief has to make. Seconds are medians.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "scripts")]

import pypandoc

from brief.content.tokens import load_tokens
from conftest import Folder, copy_of

ROUNDS = 5


def seconds(action: Callable[[], object], prepare: Callable[[], object] = lambda: None) -> float:
    """Return the median time of `action`, each time after `prepare`."""
    times = []
    for _ in range(ROUNDS):
        prepare()
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def build(folder: Folder) -> None:
    """Build, or end the benchmark with what went wrong."""
    done = folder.snakemake("--quiet", "all")
    if done.returncode:
        sys.exit(done.stderr)


def clean(folder: Folder) -> None:
    """Remove what a build made."""
    for name in ("build", ".snakemake"):
        shutil.rmtree(folder.path / name, ignore_errors=True)


def edit(folder: Folder) -> None:
    """Append a sentence to one section."""
    path = folder.path / "report/05-conclusions.md"
    path.write_text(f"{path.read_text(encoding='utf-8')}\nOne more at {time.time_ns()}.\n", encoding="utf-8")


TYPST = """
import sys, typst
typst.compile("build/parts/brief.typ", root=".", font_paths=[sys.argv[1]], ignore_system_fonts=True,
              sys_inputs={"tokens": sys.argv[2], "date": "2026-11-24", "attached": "[]",
                          "title": "x", "authors": "[]", "keywords": "[]"})
"""


def floor(folder: Folder) -> dict[str, float]:
    """Return the times of the bare calls on what the build left: Pandoc to each format, and Typst."""
    pandoc = pypandoc.get_pandoc_path()
    source = folder.path / "build/parts/manuscript.json"
    text = source.read_text(encoding="utf-8").replace(".svg", ".png")  # Pandoc has no SVG for Word
    source.write_text(text, encoding="utf-8")
    fonts = folder.path / "report/style/fonts"
    tokens = json.dumps(load_tokens(folder.path / "report/style/tokens.yaml").values)
    commands = {
        f"pandoc to {target}": [pandoc, source, "-f", "json", "-t", target, "-o", f"build/floor.{target}"]
        for target in ("typst", "html5", "docx")
    }
    commands["typst"] = [sys.executable, "-c", TYPST, fonts, tokens]
    return {
        name: seconds(lambda command=command: subprocess.run(command, check=True, cwd=folder.path))
        for name, command in commands.items()
    }


def main() -> None:
    """Print the times beside the floor."""
    with tempfile.TemporaryDirectory() as place:
        folder = copy_of("brief", Path(place) / "brief")
        cold = seconds(lambda: build(folder), lambda: clean(folder))
        nothing = seconds(lambda: build(folder))
        section = seconds(lambda: build(folder), lambda: edit(folder))
        bare = floor(folder)
    total = sum(bare.values())
    for name, value in bare.items():
        print(f"{name:<24} {value:6.2f} s")
    print(f"{'floor, one by one':<24} {total:6.2f} s")
    for name, value, limit in (
        ("cold build", cold, 8.0),
        ("nothing to do", nothing, 2.5),
        ("one section changed", section, 5.0),
    ):
        print(f"{name:<24} {value:6.2f} s  {value / total:5.2f} of the floor  (wanted: under {limit} s)")


if __name__ == "__main__":
    main()
