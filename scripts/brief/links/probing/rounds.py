"""A whole run: controls first, then each URL once, within the run's time."""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from yarl import URL

from brief.links.history import SUCCESS
from brief.links.ledger import LedgerRow
from brief.links.model import Observation, Probe, Run
from brief.links.moments import stamp
from brief.links.probing.archives import Archive
from brief.links.probing.classify import Finding, classify
from brief.links.probing.journeys import Journey, Traveller
from brief.links.probing.progress import Progress
from brief.links.probing.siblings import Siblings
from brief.links.probing.targets import Halt, target
from brief.links.text import fingerprint

CONTROLS = ("https://www.wikipedia.org/", "https://www.iana.org/", "https://example.com/")
"""Asked first, to tell an outage from dead links: three that different people keep."""

CONTROL_TIME = 5.0
"""Seconds that a control may take."""

COPY_WANTED = (
    frozenset(Observation)
    - SUCCESS
    - {
        Observation.INVALID,
        Observation.REFUSED,
        Observation.UNCHECKED,
        Observation.NO_LINK,
    }
)


@dataclass(frozen=True)
class Rules:
    """What a run keeps to. `now` is written down; times are in seconds, `max_age` in days."""

    now: datetime
    max_age: float
    max_run: float
    controls: Sequence[str]
    archive_base: str
    ask: bool = True


@dataclass
class Round:
    """One run over URLs, each with the day on which it was read (yyyymmdd)."""

    traveller: Traveller
    rules: Rules

    def __post_init__(self) -> None:
        self.siblings = Siblings(self.traveller)
        self.archive = Archive(self.traveller, self.rules.archive_base.rstrip("/"))
        self.probes: dict[str, Probe] = {}

    async def run(self, days: Mapping[str, str], rows: Iterable[LedgerRow]) -> Run:
        """Return what was seen of each URL, in the order of the URLs."""
        remembered = {row.url: row for row in rows}
        waiting: dict[str, URL] = {}
        for url in days:
            row = remembered.get(url)
            try:
                goal = target(url)
                self.traveller.transport.vet_literal(goal)
            except Halt as halt:
                self._keep(Probe(url, halt.observation, halt.reason))
                continue
            if row and self._is_young(row):
                self.probes[url] = _relied_on(row)
            else:
                waiting[url] = goal
        online = await self._ask(waiting, days)
        return Run(stamp(self.rules.now), online, tuple(self.probes[url] for url in sorted(self.probes)))

    async def _ask(self, waiting: Mapping[str, URL], days: Mapping[str, str]) -> bool:
        """Ask what is left, and return whether there was a network to ask over."""
        if not self.rules.ask:
            return self._unchecked(waiting, "nothing is asked in this run")
        if waiting and not await self._control_answers():
            return self._unchecked(waiting, "no network")
        progress = Progress(len(waiting))
        try:
            async with asyncio.timeout(self.rules.max_run):
                await self._ask_hosts(waiting, days, progress)
        except TimeoutError:
            self._unchecked([url for url in waiting if url not in self.probes], "the run's time was over")
        progress.finish()
        seen = [self.probes[url] for url in waiting]
        if seen and all(_may_be_an_outage(probe) for probe in seen) and not await self._control_answers():
            return self._unchecked(waiting, "no network")
        return True

    def _unchecked(self, urls: Iterable[str], reason: str) -> bool:
        for url in urls:
            self.probes[url] = Probe(url, Observation.UNCHECKED, reason)
        return False

    async def _control_answers(self) -> bool:
        """Say whether any control answers, whatever it answers."""

        async def answers(control: str) -> bool:
            try:
                await self.traveller.transport.fetch(target(control))
            except Halt:
                return False
            return True

        asked = [asyncio.ensure_future(answers(control)) for control in self.rules.controls]
        try:
            for done in asyncio.as_completed(asked, timeout=CONTROL_TIME):
                if await done:
                    return True
        except TimeoutError:
            pass
        finally:
            for one in asked:
                one.cancel()
        return False

    async def _ask_hosts(
        self, waiting: Mapping[str, URL], days: Mapping[str, str], progress: Progress
    ) -> None:
        """Ask host by host, as many at once as the run bears; a slow one keeps no other waiting."""
        queues: dict[str, deque[str]] = {}
        for url, goal in waiting.items():
            queues.setdefault(goal.host or "", deque()).append(url)
        hosts = deque(sorted(queues.values(), key=len, reverse=True))
        pace = self.traveller.pace

        async def lane(queue: deque[str]) -> None:
            while queue:
                url = queue.popleft()
                self._keep(await self._probe(url, waiting[url], days[url]))
                progress.tick(answered=self.probes[url].observation in SUCCESS)

        async def visit() -> None:
            while hosts:
                queue = hosts.popleft()
                async with asyncio.TaskGroup() as lanes:
                    for _ in range(min(pace.per_host, len(queue))):
                        lanes.create_task(lane(queue))

        async with asyncio.TaskGroup() as visits:
            for _ in range(min(pace.concurrency, len(hosts))):
                visits.create_task(visit())

    def _keep(self, probe: Probe) -> None:
        self.probes[probe.url] = replace(probe, checked=stamp(self.rules.now))

    async def _probe(self, url: str, goal: URL, day: str) -> Probe:
        """Return what is seen of one URL, with an archived copy where one is wanted."""
        try:
            journey = await self.traveller.journey(goal)
            finding = await self._settled(classify(journey), journey)
            probe = _probe_of(url, finding, journey)
            if probe.observation in COPY_WANTED:
                copy = await self.archive.copy(url, day or f"{self.rules.now:%Y%m%d}")
                if copy:
                    probe = replace(probe, archive_url=copy.url, archive_date=copy.date)
        except Exception as error:  # one odd page must not lose what was seen of all others
            print(f"links: unexpected {type(error).__name__} at {url!r}: {error}", file=sys.stderr)
            return Probe(url, Observation.UNCHECKED, f"the check itself failed ({type(error).__name__})")
        return probe

    async def _settled(self, finding: Finding, journey: Journey) -> Finding:
        """Return the finding after the test against a random sibling."""
        if finding.page is None:
            return finding
        doubt = await self.siblings.doubt(journey.end, finding.page)
        return replace(finding, observation=Observation.SUSPECT, reason=doubt) if doubt else finding

    def _is_young(self, row: LedgerRow) -> bool:
        """Say whether a link was seen alive so lately that it need not be asked."""
        if row.observation not in SUCCESS or row.checked is None:
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


def _probe_of(url: str, finding: Finding, journey: Journey) -> Probe:
    alive = finding.observation in SUCCESS
    return Probe(
        url,
        finding.observation,
        finding.reason,
        finding.http_status,
        final_url=str(journey.end) if finding.http_status else None,
        suggested_url=_suggestion(url, finding) if alive else None,
        fingerprint=fingerprint(finding.page.text) if alive and finding.page else None,
    )


def _suggestion(url: str, finding: Finding) -> str | None:
    """Return the new address, with the fragment of the old one where it names none."""
    if finding.suggested is None:
        return None
    fragment = url.partition("#")[2]
    return str(finding.suggested) + (f"#{fragment}" if fragment and not finding.suggested.fragment else "")
