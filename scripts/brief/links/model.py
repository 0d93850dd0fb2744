"""The nouns of the link check: a link as cited, what one run saw, what history says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from brief.faults import ConfigurationFaults, Fault
from brief.files import read_json, write_json
from brief.links.moments import moment


class Observation(StrEnum):
    """What one run saw of one URL."""

    ALIVE = "alive"
    MOVED = "moved"
    RESTRICTED = "restricted"
    RATE_LIMITED = "rate_limited"
    TRANSIENT = "transient"
    TLS_ERROR = "tls_error"
    SUSPECT = "suspect"
    MISSING = "missing"
    INVALID = "invalid"
    REFUSED = "refused"
    UNCHECKED = "unchecked"
    NO_LINK = "no_link"


class Verdict(StrEnum):
    """What a link is judged to be: an observation, or what only its history tells."""

    ALIVE = "alive"
    MOVED = "moved"
    RESTRICTED = "restricted"
    RATE_LIMITED = "rate_limited"
    TRANSIENT = "transient"
    TLS_ERROR = "tls_error"
    SUSPECT = "suspect"
    MISSING = "missing"
    INVALID = "invalid"
    REFUSED = "refused"
    UNCHECKED = "unchecked"
    NO_LINK = "no_link"
    DEAD = "dead"
    AILING = "ailing"
    DRIFTED = "drifted"


@dataclass(frozen=True, slots=True)
class Link:
    """One place where the brief names a link.

    `key` is the source's, or empty for a link written straight into a section. `url` is as
    cited, BibTeX escapes undone; empty for a source without any link. `file` and `line` are
    where the field (or the link in the section) stands.
    """

    key: str
    url: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Probe:
    """What one run saw of one URL.

    `checked` is the moment of asking (ISO 8601, UTC), or of the earlier asking that the run
    relied on because it was young enough. `fingerprint` sums up the readable text of an
    alive page so that two can be compared. `suggested_url` is the last permanent target.
    """

    url: str
    observation: Observation
    reason: str = ""
    http_status: int | None = None
    final_url: str | None = None
    suggested_url: str | None = None
    checked: str | None = None
    fingerprint: str | None = None
    archive_url: str | None = None
    archive_date: str | None = None


@dataclass(frozen=True)
class Run:
    """All probes of one run.

    `online` is false when nothing was asked: by the settings, or for want of a network, when
    not even a control answered.
    """

    generated: str
    online: bool
    probes: tuple[Probe, ...]


def save_run(path: Path, run: Run) -> None:
    """Write probes.json."""
    write_json(path, run)


def load_run(path: Path) -> Run:
    """Read probes.json; raises ConfigurationFaults when the file is missing or another one."""
    try:
        stored: dict[str, Any] = read_json(path)
        moment(stored["generated"])
        return Run(stored["generated"], stored["online"], read_probes(stored["probes"]))
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror})"
    except (AttributeError, KeyError, TypeError, ValueError):
        problem = "this is not what probe_links.py writes"
    raise ConfigurationFaults([Fault(str(path), 1, 1, problem, "run probe_links.py and name its file here")])


def read_probes(stored: Iterable[dict[str, Any]]) -> tuple[Probe, ...]:
    """Return probes as they were stored. Raises ValueError, KeyError or TypeError for what is none."""
    probes = tuple(Probe(**{**one, "observation": Observation(one["observation"])}) for one in stored)
    for probe in probes:
        moment(probe.checked or "2000-01-01")
    return probes
