"""Try many slips on the small brief: those that the check lets pass and a build does not make.

Ends with 1 where there are some, and leaves their folders.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "scripts")]

from mutations import mutated, outcome


def main(first: int, number: int) -> int:
    """Try `number` seeds from `first` on and print what became of them; return the exit code."""
    place = Path(tempfile.mkdtemp(prefix="mutations-"))
    outcomes: Counter[str] = Counter()
    for seed in range(first, first + number):
        folder = mutated(place, seed)
        try:
            outcomes[outcome(folder)] += 1
        except Exception as error:
            outcomes["failed"] += 1
            print(f"{folder}: {type(error).__name__}: {' '.join(str(error).split())[:300]}", flush=True)
        else:
            shutil.rmtree(folder)
    print(", ".join(f"{count} {name}" for name, count in outcomes.items()))
    return int("failed" in outcomes)


if __name__ == "__main__":
    flags = argparse.ArgumentParser(description=__doc__)
    flags.add_argument("--first", type=int, default=1000, help="the first seed")
    flags.add_argument("--number", type=int, default=500, help="how many seeds")
    arguments = flags.parse_args()
    sys.exit(main(arguments.first, arguments.number))
