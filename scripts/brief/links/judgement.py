"""What `judge_links.py` finds: the content of links.json, for the programs that come after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from brief.faults import ConfigurationFaults, Fault
from brief.files import read_json, write_json
from brief.links.model import Observation, Probe, Verdict, read_probes
from brief.links.moments import moment


@dataclass(frozen=True)
class Passage:
    """One place where a source is cited; `mark` is the citation itself, inside the sentence."""

    file: str
    line: int
    before: str
    mark: str
    after: str


@dataclass(frozen=True)
class Repair:
    """What an editor may paste: `text`, for line `line` of `file`; `what` says what that does.

    It goes in the place of that line or, where not `instead`, below it. What belongs into no
    file of the citation, as a command for the terminal, has line 0.
    """

    what: str
    file: str
    line: int
    text: str
    instead: bool = True


@dataclass(frozen=True)
class JudgedLink:
    """One place that names a link, what was seen of it, and what its history makes of that.

    `key` is None for a link written straight into a section, `url` for a source without a link.
    """

    key: str | None
    url: str | None
    file: str
    line: int
    observation: Observation
    verdict: Verdict
    reason: str | None
    http_status: int | None
    final_url: str | None
    suggested_url: str | None
    checked: str | None
    last_alive: str | None
    gone: int
    trouble: int
    archive_url: str | None
    archive_date: str | None
    red: bool


@dataclass(frozen=True)
class Details:
    """What an editor is told of a link beside its verdict.

    `title` is the source's, in `language` (a tag, or None where the entry does not say).
    `since` is when the failures that count began. `excuse` and `excused_until` say why the
    link is not red although it would be.
    """

    title: str | None = None
    language: str | None = None
    since: str | None = None
    excuse: str | None = None
    excused_until: str | None = None
    passages: tuple[Passage, ...] = ()
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """One run, judged. `probes` are its facts as the ledger will remember them, one a URL.

    `details` stand in the order of `links`. `online` is false when the run could not ask.
    """

    generated: str
    online: bool
    links: tuple[JudgedLink, ...]
    details: tuple[Details, ...]
    faults: tuple[Fault, ...]
    probes: tuple[Probe, ...]

    @property
    def summary(self) -> dict[str, int]:
        """How many links have each verdict that occurs."""
        counts = Counter(link.verdict for link in self.links)
        return {verdict.value: counts[verdict] for verdict in Verdict if counts[verdict]}


def save_judgement(path: Path, found: Judgement) -> None:
    """Write links.json."""
    stored = asdict(found)
    head = {"generated": stored.pop("generated"), "summary": found.summary, "links": stored.pop("links")}
    write_json(path, head | stored)


def load_judgement(path: Path) -> Judgement:
    """Read links.json; raises ConfigurationFaults when the file is missing or another one."""
    try:
        return _judgement(read_json(path))
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror})"
    except (AttributeError, KeyError, TypeError, ValueError):
        problem = "this is not what judge_links.py writes"
    raise ConfigurationFaults([Fault(str(path), 1, 1, problem, "run judge_links.py and name its file here")])


def _judgement(stored: Mapping[str, Any]) -> Judgement:
    moment(stored["generated"])
    return Judgement(
        stored["generated"],
        stored["online"],
        tuple(_link(one) for one in stored["links"]),
        tuple(_details(one) for one in stored["details"]),
        tuple(Fault(**one) for one in stored["faults"]),
        read_probes(stored["probes"]),
    )


def _link(stored: Mapping[str, Any]) -> JudgedLink:
    values = {column.name: stored[column.name] for column in fields(JudgedLink)}
    values["observation"] = Observation(values["observation"])
    values["verdict"] = Verdict(values["verdict"])
    return JudgedLink(**values)


def _details(stored: Mapping[str, Any]) -> Details:
    passages = tuple(Passage(**one) for one in stored["passages"])
    repairs = tuple(Repair(**one) for one in stored["repairs"])
    return Details(**{**stored, "passages": passages, "repairs": repairs})
