"""The small brief with slips in it: what the check lets pass, a build must be able to make."""

from __future__ import annotations

import contextlib
import random
import shutil
from pathlib import Path

from brief.content.tokens import load_tokens
from brief.faults import Faults
from brief.pandoc import convert_to_bytes, dumps
from brief.preview.making import MADE, Versions
from brief.writers.docx import docx_document
from brief.writers.pdf import compile_pdf, template_inputs, typst_source
from brief.writers.printing import read_manuscript
from conftest import SMALL

SIGNS = str.maketrans({"␣": " ", "⏎": "\n", "⇥": "\t"})
"""What stands in mutations.txt for blanks, ends of lines and tabs."""

SNIPPETS = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split()
"""What is put in somewhere: what means something in Markdown, BibTeX, YAML, JSON or CSV."""

FILES = (
    *("report/01-lage.md",) * 6,
    *("report/02-schluss.md",) * 2,
    *("bib/sources.bib",) * 4,
    *("report/brief.yaml",) * 2,
    "report/style/tokens.yaml",
    "data/energie.csv",
    "data/datapackage.json",
)
"""Where the slips are made, the more often the more an editor works there."""


def slip(text: str, chance: random.Random) -> str:
    """Return a text with one slip: something put in, taken out, doubled, or moved."""
    at, other = chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)
    lines = text.splitlines(keepends=True)
    kind = chance.randrange(8)
    if kind < 4:
        return text[:at] + chance.choice(SNIPPETS).translate(SIGNS) + text[at:]
    if kind == 4:
        return text[:at] + text[at + chance.choice((1, 1, 2, 5, 40)) :]
    if kind == 5:
        first, last = sorted((at, other))
        return text[:first] + text[last : last + 30] + text[first:]
    line = chance.randrange(len(lines))
    if kind == 6:
        return "".join([*lines[: line + 1], lines[line], *lines[line + 1 :]])
    return "".join([*lines[:line], *lines[line + 1 :]])


def mutated(place: Path, seed: int) -> Path:
    """Write a copy of the small brief with one to three slips, and return its folder."""
    chance = random.Random(seed)
    folder = Path(shutil.copytree(SMALL, place / str(seed)))
    (folder / "config.yaml").write_text("links: {probe: never}\nuncited_source: warning\n", encoding="utf-8")
    for _ in range(chance.randint(1, 3)):
        path = folder / chance.choice(FILES)
        path.write_text(slip(path.read_text(encoding="utf-8"), chance), encoding="utf-8")
    return folder


def outcome(folder: Path) -> str:
    """Return `refused` where the check finds a fault, else `built`; raises what a build would end with."""
    with contextlib.chdir(folder):
        versions = Versions()
        try:
            versions.open()
            versions.check()
        except Faults:
            return "refused"
        versions.page()
        document, tokens = (
            read_manuscript(MADE / "manuscript.json"),
            load_tokens(versions.brief.places.tokens),
        )
        source = typst_source(document, Path(versions.brief.style("brief.typ")), tokens)
        compile_pdf(source, versions.brief.places.fonts, template_inputs(document, tokens, attached="[]"))
        document = docx_document(read_manuscript(MADE / "manuscript.json"), tokens)
        convert_to_bytes(dumps(document), "docx", 0)
        return "built"
