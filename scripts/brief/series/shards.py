"""A shard of a series: its briefs are built one after the other, each in a child of this process.

The child is a fork of a process that has libraries loaded and keeps what all briefs share
(`warming`). What one brief does, hangs or crashes included, no other notices.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from brief.building.settings import load_settings
from brief.links.asked import asked_by
from brief.links.probing.cited import Cited
from brief.places import places_here
from brief.quotations.wanted import language_of
from brief.series.attempts import Work, attempt, steps_in
from brief.series.cards import card_of
from brief.series.outcomes import Outcome, load_outcome, place_of, save_outcome, sizes
from brief.series.recipe import OUTPUTS, steps_of


def build_shard(tasks: Mapping[str, str]) -> int:
    """Build the briefs of a shard, folders with their fingerprints; return how many have faults.

    Those that were built of the same before this process began are left as they are.
    """
    os.environ.pop("GITHUB_ACTIONS", None)  # faults are annotated once, at the end of the run
    faulty = 0
    for folder, made_of in tasks.items():
        place = place_of(folder).absolute()
        kept = load_outcome(place)
        if kept is None or not kept.holds(Path(folder), made_of):
            begun = replace(kept or Outcome(""), made_of=made_of, faults=())
            faulty += not _build(Path(folder), begun, place)
    return faulty


def _build(folder: Path, begun: Outcome, place: Path) -> bool:
    """Build a brief, keep the outcome in `place`, and return whether it has no faults.

    A brief at fault keeps the outputs that it had, and what `begun` says of them.
    """
    place.unlink(missing_ok=True)
    faults = attempt(folder, partial(_works, begun.made_of, place))
    if faults:
        save_outcome(place, replace(begun, faults=faults))
    return not faults


def _works(made_of: str, place: Path) -> Iterator[Work]:
    """Yield what builds the brief in the working directory, and keeps its outcome in `place`."""
    yield from steps_in(steps_of)
    yield "keep_outcome", lambda: save_outcome(place, _built(made_of))


def _built(made_of: str) -> Outcome:
    """Return the outcome of the brief in the working directory, which has been built."""
    places = places_here()
    asked = load_settings(Path())["links.probe"] != "never"
    cited = Cited({})
    if asked:
        cited = asked_by(places.bib, places.sections, places.passages, language_of(places.metadata))
    outputs = sizes(Path(), OUTPUTS)
    return Outcome(made_of, (), outputs, card_of(places.ledger), cited.days, cited.passages)
