"""Render the same sections by this project and by its peers: cold, again, and with one section edited.

The peers are bare Pandoc with Typst, Pandoc with XeLaTeX, Pandoc with WeasyPrint, and MyST; those that are
not installed are left out, and said to be. Writes a table in Markdown; seconds are medians.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "scripts")]

import pypandoc

from conftest import PROJECT, Folder, copy_of

ROUNDS = 3
SECTION = "report/05-conclusions.md"


@dataclass(frozen=True)
class Peer:
    """A way to render the sections: what it needs, what it makes, and what it leaves out."""

    name: str
    needs: str
    makes: str
    lacks: str
    build: Callable[[Folder], None]


def ours(folder: Folder) -> None:
    """Build the brief as `make brief` does."""
    done = folder.snakemake("--quiet", "all")
    if done.returncode:
        sys.exit(done.stderr)


def pandoc(*arguments: str) -> Callable[[Folder], None]:
    """Return what calls Pandoc on all sections, once for each output in `arguments`."""

    def build(folder: Folder) -> None:
        sections = [str(path) for path in folder.glob("report/[0-9]*.md")]
        style = ["--citeproc", "--bibliography", "bib/sources.bib", "--quiet", "--standalone"]
        style += ["--csl", str(PROJECT / "report/style/notes.csl"), "--metadata", "title=x"]
        for output in arguments:
            command = [pypandoc.get_pandoc_path(), *sections, *style, *output.split()]
            subprocess.run(command, cwd=folder.path, check=True, capture_output=True)

    return build


def typst(folder: Folder) -> None:
    """Have Pandoc write all three formats, and Typst set the PDF."""
    pandoc("-o peer.typ", "-o peer.html", "-o peer.docx")(folder)
    code = "import typst; typst.compile('peer.typ', output='peer.pdf')"
    subprocess.run([sys.executable, "-c", code], cwd=folder.path, check=True, capture_output=True)


def myst(folder: Folder) -> None:
    """Have MyST write a Word file; its PDF and page want templates from the network."""
    sections = [str(path) for path in folder.glob("report/[0-9]*.md")]
    command = ["myst", "build", *sections, "--docx", "--force"]
    subprocess.run(command, cwd=folder.path, check=True, capture_output=True)


NONE = "charts, tables, numbers out of data, checks, accessibility, link check"
PEERS = (
    Peer("this project", "snakemake", "PDF, HTML, DOCX", "", ours),
    Peer("Pandoc and Typst", "python", "PDF, HTML, DOCX", NONE, typst),
    Peer("Pandoc and XeLaTeX", "xelatex", "PDF", NONE, pandoc("--pdf-engine=xelatex -o peer.pdf")),
    Peer("Pandoc and WeasyPrint", "weasyprint", "PDF", NONE, pandoc("--pdf-engine=weasyprint -o peer.pdf")),
    Peer("MyST", "myst", "DOCX", f"PDF, HTML, {NONE}", myst),
)


def edit(folder: Folder) -> None:
    """Append a sentence to one section."""
    path = folder.path / SECTION
    path.write_text(f"{path.read_text(encoding='utf-8')}\nOne more at {time.time_ns()}.\n", encoding="utf-8")


def clean(folder: Folder) -> None:
    """Remove what was made."""
    for name in ("build", ".snakemake", "_build"):
        shutil.rmtree(folder.path / name, ignore_errors=True)


def seconds(peer: Peer, folder: Folder, prepare: Callable[[Folder], None]) -> float:
    """Return the median time of a build, each after `prepare`."""
    times = []
    for _ in range(ROUNDS):
        prepare(folder)
        start = time.perf_counter()
        peer.build(folder)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    own = str(Path(sys.executable).parent)
    print("| way | makes | cold | again | one section edited | leaves out |")
    print("| --- | --- | --- | --- | --- | --- |")
    for peer in PEERS:
        if not (shutil.which(peer.needs) or shutil.which(peer.needs, path=own)):
            print(f"| {peer.name} | not installed here | | | | {peer.lacks} |", flush=True)
            continue
        with tempfile.TemporaryDirectory() as place:
            folder = copy_of("brief", Path(place) / "brief")
            times = [seconds(peer, folder, prepare) for prepare in (clean, lambda _: None, edit)]
        cells = " | ".join(f"{value:.2f} s" for value in times)
        print(f"| {peer.name} | {peer.makes} | {cells} | {peer.lacks or '–'} |", flush=True)


if __name__ == "__main__":
    main()
