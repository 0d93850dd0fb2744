"""Say what the last build redid, and because of which change."""

from __future__ import annotations

import argparse

from brief.building.reasons import explanation, last_build
from brief.program import parser, run


def main(arguments: argparse.Namespace) -> None:
    kept = last_build()
    print("\n".join(explanation(kept)) if kept else "Nothing has been built here yet: run make brief.")


if __name__ == "__main__":
    run(main, parser(__doc__).parse_args())
