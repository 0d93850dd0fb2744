"""Try many edits of reviewers by several hands: those that are lost, changed or refused without a reason.

Ends with 1 where there are some. LibreOffice and docx-editor take part where they are installed;
docxodus where --docxodus names a folder in which `npm install docxodus@12.6.2` was run.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import shutil
import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "scripts")]

from conftest import copy_of
from review_checks import Result, try_review, try_round
from review_edits import OTHERS, PARAGRAPHS, REFUSED, WORDS, draw
from review_hands import (
    BASIC,
    DOCX_EDITOR,
    DOCXODUS,
    Hand,
    by_docx_editor,
    by_docxodus,
    by_libreoffice,
    by_word,
)
from reviewing import BASE, Desk

Trial = tuple[Hand, tuple[str, ...], int, int]
"""A hand, the kinds of its edits, how many in one review, and of how many reviews."""


def trials(number: int, node: Path | None) -> dict[str, Trial]:
    """Return the hands that are here."""
    hands: dict[str, Trial] = {
        "Word": (by_word, (*WORDS, *PARAGRAPHS, *OTHERS, *REFUSED), 45, number),
    }
    if shutil.which("soffice"):
        hands["LibreOffice"] = by_libreoffice, tuple(BASIC), 24, number // 2
    if importlib.util.find_spec("docx_editor"):
        hands["docx-editor"] = by_docx_editor, DOCX_EDITOR, 30, number // 2
    if node:
        hands["docxodus"] = partial(by_docxodus, node=node.resolve()), DOCXODUS, 40, number // 2
    return hands


def try_seed(folder: Path, trial: Trial, seed: int) -> Result:
    """Try one review, and its redline where Word's hand made it."""
    hand, kinds, count, _ = trial
    with tempfile.TemporaryDirectory() as inbox:
        desk = Desk(folder, Path(inbox))
        edits = draw(desk.load_material(), desk.sent, seed, count, kinds)
        result = try_review(desk, hand, edits)
        if hand is not by_word:
            return result
        return replace(result, wrong=(*result.wrong, *try_round(desk, result.outcome)))


def main(first: int, number: int, node: Path | None) -> int:
    """Try `number` seeds from `first` on, and print what became of them; return the exit code."""
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="reviews-") as place:
        folder = copy_of("brief", Path(place) / "brief")
        done = folder.snakemake("--quiet", "all", "--", str(BASE))
        if done.returncode:
            sys.exit(done.stderr)
        with contextlib.chdir(folder.path):
            for name, trial in trials(number, node).items():
                results = [try_seed(folder.path, trial, seed) for seed in range(first, first + trial[3])]
                for message in (message for result in results for message in result.wrong):
                    print(f"{name}: {message[:300]}", flush=True)
                wrong += sum(len(result.wrong) for result in results)
                edits, refused = (sum(getattr(one, key) for one in results) for key in ("edits", "refused"))
                print(f"{name}: {edits} edits, {refused} refused for what the build makes", flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    flags = argparse.ArgumentParser(description=__doc__)
    flags.add_argument("--first", type=int, default=100, help="the first seed")
    flags.add_argument("--number", type=int, default=8, help="how many reviews by Word's hand")
    flags.add_argument("--docxodus", type=Path, metavar="FOLDER", help="where npm has installed docxodus")
    arguments = flags.parse_args()
    sys.exit(main(arguments.first, arguments.number, arguments.docxodus))
