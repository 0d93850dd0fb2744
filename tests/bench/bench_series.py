"""Measure a series: seconds and CPU time a brief beside bare Pandoc and Typst, and what is left to do later.

Bare are the calls of Pandoc and Typst that one brief's own build makes, recorded and replayed in
the same run. For each number of briefs, given on the command line, a series is made from a seed,
built, looked at with nothing to do, with one brief edited, and with one token of the design changed.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "scripts")]

import pypandoc
from many_briefs import make_series

PROJECT = Path(__file__).parents[2]
COUNTS = (10, 100)
SHARD = 25
ROUNDS = 5

RECORDER = """#!{python}
import json, os, sys, uuid
text = sys.stdin.read() if not sys.argv[1].startswith("--print") else ""
with open(os.path.join({folder!r}, uuid.uuid4().hex), "w") as kept:
    json.dump([sys.argv[1:], text], kept)
import subprocess
sys.exit(subprocess.run([{pandoc!r}, *sys.argv[1:]], input=text, text=True).returncode)
"""

TYPST = """
import json, sys, typst
fonts, tokens = sys.argv[1:]
options = dict(root=".", font_paths=[fonts], ignore_system_fonts=True)
inputs = {"tokens": tokens, "date": "2026-11-24", "attached": "[]", "title": "x"}
inputs |= {"authors": "[]", "keywords": "[]"}
typst.compile("build/parts/brief.typ", sys_inputs=inputs, **options)
picture = b'#image("/build/parts/exhibits/fig-energie.svg", width: 100%)'
typst.compile(picture, format="png", ppi=240, **options)
"""


def used() -> float:
    """Return the CPU time of all children that have ended, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Peaks:
    """The peak memory of the processes below this one, in MB, by what they are."""

    def __init__(self) -> None:
        self.peaks: dict[str, float] = defaultdict(float)
        self._over = threading.Event()

    def __enter__(self) -> Peaks:
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.3):
            for folder in Path("/proc").glob("[0-9]*"):
                try:
                    command = (folder / "cmdline").read_bytes()
                    kind = "shard" if b"build_shard.py" in command else "scheduler"
                    if kind == "scheduler" and b"series.smk" not in command:
                        continue
                    line = next(row for row in (folder / "status").open() if row.startswith("VmHWM"))
                    self.peaks[kind] = max(self.peaks[kind], int(line.split()[1]) / 1024)
                except (OSError, StopIteration):
                    continue


def snakemake(folder: Path, snakefile: str, *flags: str, **variables: str) -> tuple[float, float]:
    """Run Snakemake in a folder; return its wall time and the CPU time of all its processes."""
    own = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": os.pathsep.join([own, os.environ["PATH"]])} | variables
    command = ["snakemake", "--snakefile", PROJECT / snakefile, "--cores", "2", "--quiet", "all", *flags]
    before, start = used(), time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command}: {done.stdout}{done.stderr}")
    return time.perf_counter() - start, used() - before


def series(folder: Path) -> tuple[float, float]:
    """Build what is due of a series."""
    return snakemake(
        folder, "rules/series.smk", "--scheduler", "greedy", "--max-jobs-per-timespan", "1000/0s"
    )


def bare(brief: Path) -> tuple[int, float]:
    """Return how often a brief's own build calls Pandoc, and the CPU time of these calls and of Typst."""
    with tempfile.TemporaryDirectory() as name:
        recorder, calls = Path(name, "pandoc"), Path(name, "calls")
        calls.mkdir()
        pandoc = pypandoc.get_pandoc_path()
        recorder.write_text(RECORDER.format(python=sys.executable, folder=str(calls), pandoc=pandoc))
        recorder.chmod(0o755)
        snakemake(brief, "Snakefile", "--forceall", PYPANDOC_PANDOC=str(recorder))
        recorded = [json.loads(path.read_text()) for path in sorted(calls.iterdir())]
        times = [_replayed(brief, recorded, pandoc, Path(name)) for _ in range(ROUNDS)]
    return len(recorded), statistics.median(times)


def _replayed(brief: Path, recorded: list[tuple[list[str], str]], pandoc: str, place: Path) -> float:
    from brief.content.tokens import load_tokens

    fonts = PROJECT / "report/style/fonts"
    tokens = json.dumps(load_tokens(brief.parents[1] / "style/tokens.yaml").values)
    before = used()
    for arguments, text in recorded:
        given = [f"--output={place}/out" if flag.startswith("--output") else flag for flag in arguments]
        command = [pandoc, *given]
        subprocess.run(command, cwd=brief, input=text.encode(), capture_output=True, check=True)
    subprocess.run([sys.executable, "-c", TYPST, fonts, tokens], cwd=brief, check=True)
    return used() - before


def measure(count: int, place: Path) -> None:
    """Print what a series of `count` briefs takes."""
    folder = place / str(count)
    make_series(folder, count, shard=SHARD)
    with Peaks() as watched:
        wall, cpu = series(folder)
    calls, floor = bare(folder / "briefs/b0000")
    own_wall, own_cpu = snakemake(folder / "briefs/b0000", "Snakefile", "--forceall")
    series(folder)
    nothing = series(folder)
    section = folder / "briefs/b0003/report/02-schluss.md"
    section.write_text(section.read_text() + "\nOne more.\n")
    edited = series(folder)
    print(f"{count} briefs, {SHARD} in a shard; bare: {calls} calls of Pandoc, 2 of Typst, {floor:.2f} s CPU")
    for name, seconds, work in (
        ("the series, a brief", wall / count, cpu / count),
        ("a brief's own build", own_wall, own_cpu),
    ):
        print(f"  {name:<28} {seconds:7.2f} s {work:7.2f} s CPU {work / floor:6.2f} times bare")
    for name, (seconds, work) in (("all", (wall, cpu)), ("nothing to do", nothing), ("one edited", edited)):
        print(f"  {name:<28} {seconds:7.2f} s {work:7.2f} s CPU")
    for name, size in sorted(watched.peaks.items()):
        print(f"  {'peak memory, ' + name:<28} {size:7.0f} MB")
    tokens = folder / "style/tokens.yaml"
    tokens.write_text(tokens.read_text().replace("margin: 40", "margin: 41"))
    changed = series(folder)
    print(f"  {'one token changed':<28} {changed[0]:7.2f} s {changed[1]:7.2f} s CPU", flush=True)


def main() -> None:
    """Measure each number of briefs."""
    counts = [int(count) for count in sys.argv[1:]] or COUNTS
    with tempfile.TemporaryDirectory() as place:
        for count in counts:
            measure(count, Path(place))
            shutil.rmtree(Path(place, str(count)))


if __name__ == "__main__":
    main()
