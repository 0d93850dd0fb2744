"""The judgement of one run: the content of links.json, for the programs that come after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from brief.faults import ConfigurationFaults, Fault
from brief.files import read_json, write_json
from brief.links.model import Observation, Probe, Verdict, read_probes
from brief.links.timestamps import read_timestamp
from brief.quotations.model import Outcome


@dataclass(frozen=True)
class CitingPassage:
    """One place where a source is cited; `mark` is the citation itself, inside the sentence."""

    file: str
    line: int
    before: str
    mark: str
    after: str


@dataclass(frozen=True)
class Repair:
    """A text that an editor may paste at line `line` of `file`; `what` says what it does.

    `text` replaces that line or, where `instead` is false, goes below it. A command for the
    terminal belongs into no file and has line 0.
    """

    what: str
    file: str
    line: int
    text: str
    instead: bool = True


@dataclass(frozen=True)
class JudgedLink:
    """One place that names a link, the observation of this run, and the verdict.

    `key` is None for a link in the text of a section, `url` for a source without a link.
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


@dataclass(frozen=True, kw_only=True)
class JudgedQuotation:
    """One quotation of the brief, and whether the page that it is taken from holds it.

    `passage` is what was looked for: the quotation itself, or the original of a translation; None
    where nobody has written that down. `since` is the time since when the page has held or lacked it.
    `nearest` is the stretch of the page that is most like it. `archive` says what the archived copy
    holds; `lost`, that the page lacks the passage for certain.
    """

    key: str
    url: str | None
    file: str
    line: int
    column: int
    text: str
    passage: str | None
    outcome: Outcome
    reason: str | None = None
    since: str | None = None
    nearest: str | None = None
    place: str | None = None
    archive: Outcome | None = None
    archive_url: str | None = None
    lost: bool = False
    red: bool = False


@dataclass(frozen=True)
class PastRuns:
    """What the ledger keeps of the runs before this one: the last that answered, and failures since.

    Of the failures, `missing` and `trouble` are those that count, being days apart.
    """

    answered: str | None
    missing: int
    trouble: int


@dataclass(frozen=True)
class Details:
    """What an editor reads of a link beside its verdict.

    `title` is the source's, in `language` (a tag, or None where the entry names none).
    `since` is the time of the first failure that counts. `past` is None for a link that the ledger
    does not know. `waiver` is the reason why the link is not red although it would be, and holds
    until the day `waived_until`. `copy_lacks` says that the archived copy does not hold what is
    quoted. `changes` are the lines that went (`- `) or came (`+ `) since the page was cited.
    `remarks` are what an editor should know of the work behind the link, `record` what Crossref says
    of it.
    """

    title: str | None = None
    language: str | None = None
    since: str | None = None
    waiver: str | None = None
    waived_until: str | None = None
    passages: tuple[CitingPassage, ...] = ()
    repairs: tuple[Repair, ...] = ()
    past: PastRuns | None = None
    copy_lacks: bool = False
    changes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    record: str | None = None


@dataclass(frozen=True)
class Judgement:
    """One run, judged. `probes` are its facts as the ledger will keep them, one for each URL.

    `details` are in the order of `links`. `online` is false when the run could not ask.
    """

    generated: str
    online: bool
    links: tuple[JudgedLink, ...]
    details: tuple[Details, ...]
    faults: tuple[Fault, ...]
    probes: tuple[Probe, ...]
    quotations: tuple[JudgedQuotation, ...] = ()

    @property
    def summary(self) -> dict[str, int]:
        """How many links have each verdict that occurs."""
        counts = Counter(link.verdict for link in self.links)
        return {verdict.value: counts[verdict] for verdict in Verdict if counts[verdict]}


def save_judgement(path: Path, judgement: Judgement) -> None:
    """Write links.json."""
    rest = asdict(judgement)
    head = {"generated": rest.pop("generated"), "summary": judgement.summary, "links": rest.pop("links")}
    write_json(path, head | rest)


def load_judgement(path: Path) -> Judgement:
    """Return the judgement of a links.json; raises ConfigurationFaults for a missing or another file."""
    try:
        return _judgement(read_json(path))
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror})"
    except (AttributeError, KeyError, TypeError, ValueError):
        problem = "this is not what judge_links.py writes"
    raise ConfigurationFaults([Fault(str(path), 1, 1, problem, "run judge_links.py and name its file here")])


def _judgement(stored: Mapping[str, Any]) -> Judgement:
    read_timestamp(stored["generated"])
    return Judgement(
        stored["generated"],
        stored["online"],
        tuple(_link(link) for link in stored["links"]),
        tuple(_details(details) for details in stored["details"]),
        tuple(Fault(**fault) for fault in stored["faults"]),
        read_probes(stored["probes"]),
        tuple(_quotation(quotation) for quotation in stored["quotations"]),
    )


def _link(stored: Mapping[str, Any]) -> JudgedLink:
    values = {column.name: stored[column.name] for column in fields(JudgedLink)}
    values["observation"] = Observation(values["observation"])
    values["verdict"] = Verdict(values["verdict"])
    return JudgedLink(**values)


def _quotation(stored: Mapping[str, Any]) -> JudgedQuotation:
    archive = stored["archive"] and Outcome(stored["archive"])
    return JudgedQuotation(**{**stored, "outcome": Outcome(stored["outcome"]), "archive": archive})


def _details(stored: Mapping[str, Any]) -> Details:
    passages = tuple(CitingPassage(**passage) for passage in stored["passages"])
    repairs = tuple(Repair(**repair) for repair in stored["repairs"])
    past = PastRuns(**stored["past"]) if stored["past"] else None
    lists = {name: tuple(stored[name]) for name in ("changes", "remarks")}
    return Details(**{**stored, **lists, "passages": passages, "repairs": repairs, "past": past})
