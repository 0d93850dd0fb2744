"""Render the manuscript as PDF, set by Typst: tagged (PDF/UA-1) and archival (PDF/A-3a)."""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.content.tokens import load_tokens
from brief.files import write_bytes, write_text
from brief.limits import at_work
from brief.places import add_places
from brief.program import parser, run
from brief.writers.pdf import attachments, compile_pdf, template_inputs, typst_source
from brief.writers.printing import read_manuscript


def main(arguments: argparse.Namespace) -> None:
    document = read_manuscript(arguments.manuscript)
    tokens = load_tokens(arguments.tokens)
    inputs = template_inputs(document, tokens, attachments(arguments.attach, arguments.inputs))
    with at_work("report", "Pandoc"):
        source = typst_source(document, arguments.sheet, tokens)
    write_text(arguments.out.with_suffix(".typ"), source)
    with at_work("report", "Typst, which sets the PDF,"):
        pdf = compile_pdf(source, arguments.fonts, inputs)
    write_bytes(arguments.out, pdf)


if __name__ == "__main__":
    flags = parser(__doc__)
    add_places(flags, "sheet", "tokens", "fonts")
    flags.add_argument("--manuscript", type=Path, required=True, help="the manuscript")
    flags.add_argument("--attach", type=Path, nargs="*", default=[], help="files that travel in the PDF")
    flags.add_argument("--inputs", type=Path, required=True, help="what list_inputs wrote")
    flags.add_argument("--out", type=Path, required=True, help="the PDF; its Typst source comes beside it")
    run(main, flags.parse_args())
