"""Say whether the files in build/, or one PDF, are what the sources give: built afresh, elsewhere.

Ends with 0 where everything is the same, with 2 where something is not.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from brief.building.verifying import OUTPUTS, RENDERED, build_afresh, compare, inside, verify_pdf
from brief.faults import Faults
from brief.program import parser, run


def main(arguments: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as place:
        if arguments.pdf:
            inside(arguments.pdf)  # before a build is made for nothing
        fresh = build_afresh(Path(), Path(place), [RENDERED] if arguments.pdf else OUTPUTS)
        faults = list(verify_pdf(arguments.pdf, fresh) if arguments.pdf else compare(Path("build"), fresh))
    if faults:
        sys.stdout.flush()
        raise Faults(faults)


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("--pdf", type=Path, help="a PDF to verify, in place of build/")
    run(main, flags.parse_args(), steps=100)
