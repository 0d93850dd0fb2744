"""The data of the link check: a link as the brief cites it, and the probe of it in one run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from brief.faults import ConfigurationFaults, Fault
from brief.files import read_json, write_json
from brief.links.records import read_record
from brief.links.timestamps import read_timestamp
from brief.quotations.model import Outcome, Reading


class Observation(StrEnum):
    """The result of one run for one URL."""

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
    """The judgement of a link: an observation, or one of three that only its history gives."""

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

    `key` is the source's, and empty for a link in the text of a section. `url` is as cited,
    BibTeX escapes undone, and empty for a source without any link. `file` and `line` are the
    place of the field, or of the link in the section.
    """

    key: str
    url: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Probe:
    """The facts of one run about one URL.

    `checked` is the time of the request (ISO 8601, UTC). Where the run relied on an earlier
    request that was recent enough, it is the time of that one. `fingerprint` sums up the
    readable text of an alive page, so that two texts can be compared. `suggested_url` is the
    last permanent target. `readings` say what the page holds of the passages that are quoted from
    it, `archive_readings` the same of its archived copy. `changes` are the lines that went or came
    since its snapshot was taken, where the text is clearly another. `title` is the page's,
    `record` what Crossref keeps of a DOI, as `brief.links.records` writes it.
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
    readings: tuple[Reading, ...] = ()
    archive_readings: tuple[Reading, ...] = ()
    changes: tuple[str, ...] = ()
    title: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """The DOI of a journal article with the title and author of an entry that names none."""

    key: str
    doi: str


@dataclass(frozen=True)
class Run:
    """All probes of one run, and the DOIs that were found for entries without one.

    `online` is false when the run asked nothing: because the settings say so, or because there
    was no network and not even a control answered.
    """

    generated: str
    online: bool
    probes: tuple[Probe, ...]
    offers: tuple[Offer, ...] = ()


def save_run(path: Path, run: Run) -> None:
    """Write probes.json."""
    write_json(path, run)


def load_run(path: Path) -> Run:
    """Return the run of a probes.json; raises ConfigurationFaults for a missing or another file."""
    try:
        stored: dict[str, Any] = read_json(path)
        read_timestamp(stored["generated"])
        offers = tuple(Offer(**offer) for offer in stored.get("offers", ()))
        return Run(stored["generated"], stored["online"], read_probes(stored["probes"]), offers)
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror})"
    except (AttributeError, KeyError, TypeError, ValueError):
        problem = "this is not what probe_links.py writes"
    raise ConfigurationFaults([Fault(str(path), 1, 1, problem, "run probe_links.py and name its file here")])


def read_probes(stored: Iterable[dict[str, Any]]) -> tuple[Probe, ...]:
    """Return probes from JSON. Raises ValueError, KeyError or TypeError for any other object."""
    probes = tuple(_probe(fields) for fields in stored)
    for probe in probes:
        read_timestamp(probe.checked or "2000-01-01")
    return probes


def _probe(fields: Mapping[str, Any]) -> Probe:
    values = {**fields, "observation": Observation(fields["observation"])}
    for name in ("readings", "archive_readings"):
        values[name] = tuple(
            Reading(**{**reading, "outcome": Outcome(reading["outcome"])}) for reading in fields.get(name, ())
        )
    if values.get("record"):
        read_record(values["record"])
    values["changes"] = tuple(map(str, fields.get("changes", ())))
    return Probe(**values)
