"""Put finished files where readers open them: all of them, or none.

Each is copied under another name first, so that a disk that is full meets none of the old ones.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from brief.files import write_files
from brief.program import parser, run


def main(arguments: argparse.Namespace) -> None:
    write_files({arguments.into / path.name: path.read_bytes() for path in arguments.finished})


if __name__ == "__main__":
    flags = parser(__doc__)
    flags.add_argument("finished", type=Path, nargs="+", help="the files")
    flags.add_argument("--into", type=Path, required=True, help="the folder for them")
    run(main, flags.parse_args())
