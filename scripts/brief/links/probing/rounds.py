"""A whole run: controls first, then each address once, within the run's time."""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from yarl import URL

from brief.escapes import plain
from brief.links.history import FAULTY, SUCCESS, UNSEEN
from brief.links.ledger import LedgerRow
from brief.links.model import Observation, Probe, Run
from brief.links.moments import is_to_come, stamp
from brief.links.probing.archives import Archive
from brief.links.probing.classify import Finding, classify
from brief.links.probing.controls import any_answers
from brief.links.probing.journeys import Traveller
from brief.links.probing.progress import Progress
from brief.links.probing.siblings import Siblings
from brief.links.probing.targets import Halt, target
from brief.links.text import fingerprint

COPY_UNWANTED = SUCCESS | FAULTY | UNSEEN


@dataclass(frozen=True)
class Rules:
    """What a run keeps to. `now` is written down; `max_age` is in days, `max_run` in seconds."""

    now: datetime
    max_age: float
    max_run: float
    controls: Sequence[URL]
    archive_base: str
    ask: bool = True


@dataclass(frozen=True, slots=True)
class Errand:
    """One address to ask: the URLs that are cited for it, which may differ in their fragments."""

    goal: URL
    urls: tuple[str, ...]
    day: str
    known_copy: LedgerRow | None


class Round:
    """One run over URLs, each with the day on which it was read (yyyymmdd)."""

    def __init__(self, traveller: Traveller, rules: Rules) -> None:
        self.traveller, self.rules = traveller, rules
        self.siblings = Siblings(traveller)
        self.archive = Archive(traveller.transport, rules.archive_base)
        self.checked = stamp(rules.now)
        self.probes: dict[str, Probe] = {}
        self.copies: asyncio.Queue[Errand] = asyncio.Queue()

    async def run(self, days: Mapping[str, str], rows: Iterable[LedgerRow]) -> Run:
        """Return what was seen of each URL, in the order of the URLs."""
        errands = self._errands(days, {row.url: row for row in rows if row.url in days})
        online = await self._ask(errands)
        return Run(self.checked, online, tuple(self.probes[url] for url in sorted(self.probes)))

    def _errands(self, days: Mapping[str, str], known: Mapping[str, LedgerRow]) -> list[Errand]:
        """Return what is to be asked; what needs no asking is told at once."""
        urls: dict[URL, list[str]] = {}
        for url in days:
            row = known.get(url)
            try:
                goal = target(url)
                self.traveller.transport.vet(goal)
            except Halt as halt:
                self._keep(url, Probe(url, halt.observation, halt.reason))
                continue
            if row and self._is_young(row):
                self.probes[url] = _relied_on(row)
            else:
                urls.setdefault(goal, []).append(url)
        today = f"{self.rules.now:%Y%m%d}"
        errands = []
        for goal, cited in urls.items():
            copies = (known[url] for url in cited if url in known and known[url].archive_url)
            day = min(next(filter(None, map(days.get, cited)), today), today)
            errands.append(Errand(goal, tuple(cited), day, next(copies, None)))
        return errands

    async def _ask(self, errands: Sequence[Errand]) -> bool:
        """Ask what is left, and return whether there was a network to ask over."""
        if not self.rules.ask:
            return self._leave(errands, "nothing is asked in this run")
        if errands and not await self._network():
            return self._leave(errands, "no network")
        progress = Progress(len(errands))
        try:
            async with asyncio.timeout(self.rules.max_run), asyncio.TaskGroup() as group:
                clerks = [group.create_task(self._find_copies()) for _ in range(self.archive.pace.per_host)]
                await self._ask_hosts(errands, progress)
                await self.copies.join()
                for clerk in clerks:
                    clerk.cancel()
        except TimeoutError:
            self._leave(errands, "the run's time was over")
        self.siblings.stop()
        progress.finish()
        seen = [self.probes[url] for errand in errands for url in errand.urls]
        if seen and all(map(_may_be_an_outage, seen)) and not await self._network():
            self.probes = {url: self.probes[url] for url in self.probes.keys() - {one.url for one in seen}}
            return self._leave(errands, "no network")
        return True

    def _leave(self, errands: Iterable[Errand], reason: str) -> bool:
        """Leave unchecked what was not seen; return False, which says that there was no network."""
        for errand in errands:
            for url in errand.urls:
                self.probes.setdefault(url, Probe(url, Observation.UNCHECKED, reason))
        return False

    async def _network(self) -> bool:
        return await any_answers(self.traveller.transport, self.rules.controls, self.rules.max_run)

    async def _ask_hosts(self, errands: Sequence[Errand], progress: Progress) -> None:
        """Ask host by host, as many at once as the run bears; a slow one keeps no other waiting."""
        queues: dict[str, deque[Errand]] = {}
        for errand in errands:
            queues.setdefault(errand.goal.raw_host or "", deque()).append(errand)
        hosts = deque(sorted(queues.values(), key=len, reverse=True))
        pace = self.traveller.pace

        async def lane(queue: deque[Errand]) -> None:
            while queue:
                errand = queue.popleft()
                found = await self._probe(errand)
                progress.tick(answered=found.observation in SUCCESS)

        async def visit() -> None:
            while hosts:
                queue = hosts.popleft()
                async with asyncio.TaskGroup() as lanes:
                    for _ in range(min(pace.per_host, len(queue))):
                        lanes.create_task(lane(queue))

        async with asyncio.TaskGroup() as visits:
            for _ in range(min(pace.concurrency, len(hosts))):
                visits.create_task(visit())

    async def _probe(self, errand: Errand) -> Probe:
        """Keep what is seen of one address, and see to an archived copy where one is wanted."""
        try:
            finding = classify(await self.traveller.journey(errand.goal))
            found = _probe_of(await self._settled(finding))
        except Exception as error:  # one odd page must not lose what was seen of all others
            found = Probe("", Observation.UNCHECKED, _mishap(errand, error))
        if found.observation not in COPY_UNWANTED:
            if row := errand.known_copy:
                found = replace(found, archive_url=row.archive_url, archive_date=row.archive_date)
            else:
                self.copies.put_nowait(errand)
        for url in errand.urls:
            self._keep(url, found)
        return found

    async def _settled(self, finding: Finding) -> Finding:
        """Return the finding after the test against a random sibling."""
        doubt = await self.siblings.doubt(finding) if finding.observation in SUCCESS else ""
        return replace(finding, observation=Observation.SUSPECT, reason=doubt) if doubt else finding

    async def _find_copies(self) -> None:
        """Look for an archived copy of one address after the other, beside the asking."""
        while True:
            errand = await self.copies.get()
            try:
                copy = await self.archive.copy(errand.goal, errand.day)
            except Exception as error:
                copy = None
                _mishap(errand, error)
            for url in errand.urls:
                if copy:
                    found = replace(self.probes[url], archive_url=copy.url, archive_date=copy.date)
                    self.probes[url] = found
            self.copies.task_done()

    def _keep(self, url: str, probe: Probe) -> None:
        """Write down what was seen of a URL, and when."""
        self.probes[url] = replace(
            probe,
            url=url,
            reason=plain(probe.reason),  # what a server wrote may be no text at all
            suggested_url=_with_fragment(probe.suggested_url, url),
            checked=None if probe.observation in UNSEEN else self.checked,
        )

    def _is_young(self, row: LedgerRow) -> bool:
        """Say whether a link was seen alive so lately that it need not be asked."""
        if row.observation not in SUCCESS or row.checked is None or is_to_come(row.checked, self.rules.now):
            return False
        return self.rules.now - row.checked < timedelta(days=self.rules.max_age)


def _relied_on(row: LedgerRow) -> Probe:
    """Return what an earlier run saw, as this run's."""
    checked = stamp(row.checked) if row.checked else None
    told = (row.reason, row.http_status, row.final_url, row.suggested_url, checked)
    return Probe(row.url, row.observation, *told)


def _may_be_an_outage(probe: Probe) -> bool:
    named = probe.observation is Observation.MISSING and probe.http_status is None
    return named or probe.observation in (Observation.TRANSIENT, Observation.UNCHECKED)


def _probe_of(finding: Finding) -> Probe:
    """Return what was seen as the probe of a URL that is still to be named."""
    alive = finding.observation in SUCCESS
    return Probe(
        "",
        finding.observation,
        finding.reason,
        finding.http_status,
        final_url=str(finding.end) if finding.http_status else None,
        suggested_url=str(finding.suggested) if alive and finding.suggested else None,
        fingerprint=fingerprint(finding.text) if alive else None,
    )


def _mishap(errand: Errand, error: Exception) -> str:
    """Tell of an error that nobody foresaw, and return what to write down of it."""
    print(f"links: unexpected {type(error).__name__} at {errand.goal}: {error}", file=sys.stderr)
    return f"the check itself failed ({type(error).__name__})"


def _with_fragment(address: str | None, url: str) -> str | None:
    """Return a new address with the fragment of the old one."""
    _, mark, fragment = url.partition("#")
    return f"{address}{mark}{fragment}" if address else None
