"""What a run asks for. Imports nothing of the network, to be loaded early."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Article:
    """A journal article without a DOI, with the family name of its first author."""

    key: str
    title: str
    author: str


@dataclass(frozen=True, slots=True)
class Cited:
    """What a brief cites: each URL with the day on which its author read it, and what is quoted from it.

    A day is written yyyymmdd, and empty where it is not known. `snapshots` are the files that keep
    what the pages said when they were cited, `articles` those for which a DOI is looked for.
    """

    days: Mapping[str, str]
    passages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    snapshots: Mapping[str, Path] = field(default_factory=dict)
    articles: Sequence[Article] = ()
