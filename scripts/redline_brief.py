"""Show what has changed in the brief since a revision: a Word file with tracked changes, and a page.

Both states are built with today's programs and today's design, so that what is shown is the work
of editors alone. Nothing in build/ is touched but the two files.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import panflute as pf

from brief.building.rebuilding import build
from brief.building.revisions import CONTENT, Revision, authors_since, export, find_revision
from brief.building.settings import load_settings
from brief.building.workflow import Workflow
from brief.content.language import load_language
from brief.content.tokens import load_tokens
from brief.faults import Fault, Faults
from brief.files import write_bytes, write_text
from brief.pandoc import convert_to_bytes, dumps, loads, seconds
from brief.places import PROJECT
from brief.program import parser, run
from brief.redline.listing import list_changes, said
from brief.redline.manuscripts import merge_manuscripts
from brief.redline.page import Since, html_marks, spoken, with_list
from brief.redline.pictures import settle_pictures
from brief.redline.word import Stamp, docx_marks, track
from brief.word.finishing import finish
from brief.word.openxml import add_vectors, embed_fonts, read_parts, write_parts
from brief.writers.docx import docx_document
from brief.writers.html import page, stylesheet
from brief.writers.printing import front_line, read_manuscript

PARTS = Path("build/parts")
TARGETS = [str(PARTS / name) for name in ("manuscript.json", "brief.docx")]
OWN = ("report/style", "config.yaml")
"""The design and the settings: those of today hold for both states."""


def build_both(revision: Revision, place: Path) -> tuple[Path, Path]:
    """Build the brief of a revision and today's in folders of their own, and return these."""
    old, new = place / "old", place / "new"
    export(revision, old)
    shutil.rmtree(old / "report/style", ignore_errors=True)
    for folder, names in ((old, OWN), (new, (*CONTENT, "config.yaml"))):
        for name in names:
            _copy(Path(name), folder / name)
    with ThreadPoolExecutor() as pool:
        then = pool.submit(build, old, TARGETS[:1], PROJECT / "Snakefile")
        now = pool.submit(build, new, TARGETS, PROJECT / "Snakefile")
    faults = [*_unbuilt(then.result(), revision), *_unbuilt(now.result())]
    if faults:
        raise Faults(faults)
    return old, new


def _unbuilt(done: subprocess.CompletedProcess[str], revision: Revision | None = None) -> Iterator[Fault]:
    """Print what a build that failed has said, and yield that it did."""
    if done.returncode:
        print(done.stderr, end="", file=sys.stderr)
        remedy = "mend what is named above, then ask again"
        if revision is None:
            yield Fault("build", 1, 1, "the brief as it is now cannot be built", remedy)
        else:
            problem = "this revision cannot be built with the programs of today"
            yield revision.fault(problem, "what is named above is of that time; name a later revision")


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        try:
            shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        except shutil.Error as error:  # of all files that could not be copied, one by one
            remedy = "restore it, or remove it where it is a link"
            told = {
                (str(name), reason.partition("] ")[2].partition(":")[0]) for name, _, reason in error.args[0]
            }
            raise Faults(
                Fault(name, 1, 1, f"the file cannot be read ({reason})", remedy) for name, reason in told
            ) from None
    elif source.exists():
        shutil.copy(source, target)


def merged(old: Path, new: Path) -> pf.Doc:
    """Return the manuscripts of two builds in one."""
    before, after = (read_manuscript(folder / PARTS / "manuscript.json") for folder in (old, new))
    settle_pictures(before, old, after, new)
    return merge_manuscripts(before, after)


def redline_docx(document: pf.Doc, plain: Path, design: Workflow, stamp: Stamp) -> bytes:
    """Return the Word file; what it says of itself is what `plain`, today's, does."""
    moment = seconds(pf.stringify(document.metadata["date"]))
    marked = docx_marks(docx_document(document, load_tokens(Path(design.style("tokens.yaml")))))
    draft = convert_to_bytes(
        dumps(marked), "docx", moment, ["--reference-doc", str(plain.with_name("reference.docx"))]
    )
    told = {
        name: part for name, part in read_parts(plain.read_bytes()).items() if name.startswith("docProps/")
    }
    parts = track(finish(add_vectors(read_parts(draft), Path())) | told, stamp)
    return write_parts(embed_fonts(parts, sorted(Path(design.style("fonts")).glob("*.ttf"))))


def redline_html(document: pf.Doc, design: Workflow, since: Since) -> str:
    """Return the page."""
    language = load_language(pf.stringify(document.metadata["lang"]))
    tokens = load_tokens(Path(design.style("tokens.yaml")))
    sheets = [Path(design.style(name)).read_text(encoding="utf-8") for name in ("brief.css", "redline.css")]
    css = stylesheet("\n".join([*sheets, spoken(language)]), tokens, Path(design.style("fonts")))
    document.metadata["pagetitle"] = f"{language['changes']}: {said(front_line(document.metadata['title']))}"
    changes = list_changes(document, language)
    text = page(html_marks(document), Path(design.style("brief.html")), css, tokens, None)
    return with_list(text, changes, since, Path(design.style("redline.html")), language)


def main(arguments: argparse.Namespace) -> None:
    revision = find_revision(arguments.since)
    author, moment = authors_since(revision)
    with tempfile.TemporaryDirectory() as place:
        old, new = build_both(revision, Path(place))
        text = dumps(merged(old, new))
        design = Workflow(load_settings(Path()))
        stamp = Stamp(author, f"{moment:%Y-%m-%dT%H:%M:%SZ}")
        docx = redline_docx(loads(text), new / PARTS / "brief.docx", design, stamp)
        html = redline_html(loads(text), design, Since(revision.short, revision.day, author))
    write_bytes(arguments.out_docx, docx)
    write_text(arguments.out_html, html)


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument(
        "--since", required=True, metavar="REVISION", help="what git names: a commit, a tag, a branch"
    )
    flags.add_argument("--out-docx", type=Path, required=True, metavar="FILE", help="the Word file")
    flags.add_argument("--out-html", type=Path, required=True, metavar="FILE", help="the page")
    run(main, flags.parse_args(), steps=100)
