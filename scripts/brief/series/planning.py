"""Which briefs of a series are due, and how they are parted into shards."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from brief.building.workflow import machinery_of_project
from brief.content.labels import EXHIBIT_FOLDERS
from brief.content.series import Series
from brief.places import PROJECT, is_foreign
from brief.series.outcomes import load_outcome, place_of

CONTENT = ("report", "bib", "data", *(f"scripts/{folder}" for folder in EXHIBIT_FOLDERS.values()))
"""The folders of a brief that it is made of, beside its config.yaml."""

SETTINGS = {"links": {"probe": "never"}}
"""The settings with which a series is built: the links of a series are asked by one run of their own."""


def due(series: Series, folders: Iterable[str]) -> dict[str, str]:
    """Return the briefs that have to be built, each with the fingerprint of what it is made of."""
    shared = shared_fingerprint(series)
    fingerprints = {folder: _fingerprint(folder, shared) for folder in folders}
    return {
        folder: made_of
        for folder, made_of in fingerprints.items()
        if not ((outcome := load_outcome(place_of(folder))) and outcome.holds(Path(folder), made_of))
    }


def shards(tasks: Mapping[str, str], size: int, cores: int) -> list[dict[str, str]]:
    """Return the tasks in shards as even as can be, `size` at most in each, and one for each core."""
    if not tasks:
        return []
    count = min(len(tasks), max(-(-len(tasks) // size), cores))
    items = list(tasks.items())
    ends = [round(len(items) * number / count) for number in range(count + 1)]
    return [dict(items[start:end]) for start, end in itertools.pairwise(ends)]


def shared_fingerprint(series: Series) -> str:
    """Return the fingerprint of what all briefs are made with: programs, design, pinned tools, settings."""
    files = (*machinery_of_project(), PROJECT / "Snakefile")
    named = [(path.relative_to(PROJECT).as_posix(), str(path)) for path in files]
    named += [(f"series/{path}", path) for path in sorted(_below(series["style"] or ""))]
    return _hash([json.dumps(SETTINGS)], named)


def _fingerprint(folder: str, shared: str) -> str:
    return _hash([shared], sorted((path.removeprefix(folder), path) for path in _files(folder)))


def _files(folder: str) -> Iterator[str]:
    for name in CONTENT:
        yield from _below(f"{folder}/{name}")
    yield f"{folder}/config.yaml"


def _below(folder: str) -> Iterator[str]:
    """Yield every file in a folder and those inside it, without what editors and systems leave."""
    if not folder:
        return
    try:
        entries = list(os.scandir(folder))
    except OSError:  # there is no such folder, or it cannot be read: the build says so
        return
    for entry in entries:
        if is_foreign(entry.name):
            continue
        if entry.is_dir():
            yield from _below(entry.path)
        else:
            yield entry.path


def _hash(texts: Sequence[str], files: Iterable[tuple[str, str]]) -> str:
    """Return the SHA-256 of some texts, and of files by name and content."""
    total = hashlib.sha256(json.dumps(texts).encode())
    for name, path in files:
        try:
            content = Path(path).read_bytes()
        except OSError:
            continue
        total.update(f"{name!r} {len(content)}\n".encode("utf-8", "surrogateescape"))
        total.update(content)
    return total.hexdigest()


def lists_fingerprint(series: Series) -> str:
    """Return the fingerprint of what the lists of a series are made of, beside the outcomes of its briefs."""
    return _hash([shared_fingerprint(series), json.dumps(series.file.value, sort_keys=True)], [])
