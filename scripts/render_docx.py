"""Render the manuscript as DOCX, with real styles, captions that Word can renumber, and footnotes."""

from __future__ import annotations

import argparse
from pathlib import Path

import panflute as pf

from brief.content.language import load_language
from brief.content.tokens import load_tokens
from brief.files import write_bytes
from brief.pandoc import convert_to_bytes, dumps, seconds
from brief.places import add_places
from brief.program import parser, run
from brief.word.contents import add_contents
from brief.word.finishing import finish
from brief.word.openxml import add_vectors, embed_fonts, read_parts, stamp, write_parts
from brief.word.statistics import count
from brief.word.wordreader import read_draft
from brief.word.wordtext import fingerprint
from brief.writers.docx import docx_document
from brief.writers.printing import read_manuscript


def main(arguments: argparse.Namespace) -> None:
    manuscript = read_manuscript(arguments.manuscript)
    moment = seconds(pf.stringify(manuscript.metadata["date"]))
    document = dumps(docx_document(manuscript, load_tokens(arguments.tokens)))
    draft = convert_to_bytes(document, "docx", moment, ["--reference-doc", str(arguments.reference)])
    parts = finish(add_vectors(read_parts(draft), Path()))
    language = load_language(pf.stringify(manuscript.metadata["lang"]))
    parts = count(add_contents(parts, language["contents"]))
    parts = stamp(parts, fingerprint(read_draft(draft)))
    write_bytes(arguments.out, write_parts(embed_fonts(parts, sorted(arguments.fonts.glob("*.ttf")))))


if __name__ == "__main__":
    flags = parser(__doc__)
    add_places(flags, "tokens", "fonts")
    flags.add_argument("--manuscript", type=Path, required=True, help="the manuscript")
    flags.add_argument("--reference", type=Path, required=True, help="the reference document")
    flags.add_argument("--out", type=Path, required=True, help="the Word file")
    run(main, flags.parse_args())
