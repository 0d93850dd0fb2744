"""One run of the link check: the controls first, then each address once, within the run's time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from yarl import URL

from brief.escapes import plain
from brief.faults import ConfigurationFaults
from brief.links.history import FAULTY, SUCCESS, UNSEEN
from brief.links.ledger import LedgerRow
from brief.links.model import Observation, Offer, Probe, Run
from brief.links.probing.archives import Archive, ArchivedCopy
from brief.links.probing.cited import Cited
from brief.links.probing.classify import Finding, classify
from brief.links.probing.client import Client
from brief.links.probing.connection import address_faults, open_transport
from brief.links.probing.controls import any_answers
from brief.links.probing.crossref import Crossref, dois_due
from brief.links.probing.jobs import Job, jobs_for, work_by_host
from brief.links.probing.options import ConnectionOptions, RunOptions
from brief.links.probing.probes import (
    is_recent,
    may_be_an_outage,
    probe_of,
    recalled,
    report_unexpected,
    with_fragment,
)
from brief.links.probing.progress import Progress
from brief.links.probing.rate_limiter import RateLimiter
from brief.links.probing.searching import Searcher, compared
from brief.links.probing.soft_404 import Soft404Test
from brief.links.probing.transport import Answer
from brief.links.probing.urls import NoAnswerError, request_url
from brief.links.timestamps import timestamp
from brief.quotations.model import LACKING, Reading

COPY_UNWANTED = SUCCESS | FAULTY | UNSEEN
"""Observations that need no archived copy, unless the page lacks what is quoted from it."""


def wants_copy(probe: Probe) -> bool:
    """Return whether a run looks for the archived copy of a page."""
    lacks = any(reading.outcome in LACKING for reading in probe.readings)
    return probe.observation not in COPY_UNWANTED or lacks


async def probe_links(
    cited: Cited,
    rows: Iterable[LedgerRow],
    *,
    limiter: RateLimiter,
    connection: ConnectionOptions,
    options: RunOptions,
) -> Run:
    """Return the probe of each cited URL, sorted by URL.

    Raises ConfigurationFaults for an option that cannot be used.
    """
    faults = [
        *address_faults("--control", options.controls),
        *address_faults("--archive-base", [options.archive_base]),
    ]
    if faults:
        raise ConfigurationFaults(faults)
    async with open_transport(connection) as transport:
        return await LinkCheck(Client(transport, limiter), options).run(cited, rows)


class LinkCheck:
    """One run. It collects the probe of each URL, and the jobs that still want an archived copy."""

    def __init__(self, client: Client, options: RunOptions) -> None:
        self.client, self.options = client, options
        self.soft_404 = Soft404Test(client)
        self.searcher = Searcher()
        self.archive = Archive(client.transport, options.archive_base)
        self.crossref = Crossref(client, options.crossref_base, options.now)
        self.checked = timestamp(options.now)
        self.offers: tuple[Offer, ...] = ()
        self.probes: dict[str, Probe] = {}
        self.copies_wanted: asyncio.Queue[Job] = asyncio.Queue()

    async def run(self, cited: Cited, rows: Iterable[LedgerRow]) -> Run:
        """Return the run over the cited URLs, as `probe_links` does."""
        known = {row.url: row for row in rows if row.url in cited.days}
        online = await self._ask(self._jobs(cited, known))
        if online:
            due = dois_due(self.probes, known, self.options)
            records, self.offers = await self.crossref.all(due, cited.articles, self.options.max_run)
            for url, record in records.items():
                self.probes[url] = replace(self.probes[url], record=record)
        return Run(self.checked, online, tuple(self.probes[url] for url in sorted(self.probes)), self.offers)

    def _jobs(self, cited: Cited, rows: Mapping[str, LedgerRow]) -> list[Job]:
        """Return the jobs of the run, after keeping the probes that need no request."""
        now = self.options.now
        targets: dict[URL, list[str]] = {}
        for url in cited.days:
            try:
                target = request_url(url)
                self.client.transport.vet(target)
            except NoAnswerError as error:
                self._keep(url, Probe(url, error.observation, error.reason))
                continue
            row = rows.get(url)
            if row and is_recent(row, now, self.options.max_age, cited.passages.get(url, ())):
                self.probes[url] = recalled(row)
            else:
                targets.setdefault(target, []).append(url)
        return jobs_for(targets, cited, rows, f"{now:%Y%m%d}")

    async def _ask(self, jobs: Sequence[Job]) -> bool:
        """Do the jobs, and return whether there was a network."""
        if not self.options.ask:
            return self._leave_unchecked(jobs, "nothing is asked in this run")
        if jobs and not await self._is_online():
            return self._leave_unchecked(jobs, "no network")
        try:
            async with asyncio.timeout(self.options.max_run):
                await self._ask_all(jobs)
        except TimeoutError:
            self._leave_unchecked(jobs, "the run's time was over")
        self.soft_404.stop()
        asked = {url for job in jobs for url in job.urls}
        outage = asked and all(may_be_an_outage(self.probes[url]) for url in asked)
        if outage and not await self._is_online():
            self.probes = {url: probe for url, probe in self.probes.items() if url not in asked}
            return self._leave_unchecked(jobs, "no network")
        return True

    async def _ask_all(self, jobs: Sequence[Job]) -> None:
        """Do the jobs, and look for archived copies meanwhile."""
        progress = Progress(len(jobs))

        async def work(job: Job) -> None:
            probe = await self._probe(job)
            progress.tick(answered=probe.observation in SUCCESS)

        try:
            async with asyncio.TaskGroup() as group:
                finders = [
                    group.create_task(self._find_copies()) for _ in range(self.archive.limiter.per_host)
                ]
                await work_by_host(jobs, self.client.limiter, work)
                await self.copies_wanted.join()
                for finder in finders:
                    finder.cancel()
        finally:
            progress.finish()

    def _leave_unchecked(self, jobs: Iterable[Job], reason: str) -> bool:
        """Keep an `unchecked` probe of each URL that has none; return False, for “no network”."""
        for job in jobs:
            for url in job.urls:
                self.probes.setdefault(url, Probe(url, Observation.UNCHECKED, reason))
        return False

    async def _is_online(self) -> bool:
        controls = map(request_url, self.options.controls)
        return await any_answers(self.client.transport, controls, self.options.max_run)

    async def _probe(self, job: Job) -> Probe:
        """Return the probe of one job, after keeping it for each URL."""
        try:
            chain = await self.client.ask(job.target, searched=job.is_read)
            probe = probe_of(await self._after_soft_404_test(classify(chain)))
            if chain.answer and job.is_read and probe.observation in SUCCESS:
                probe = await self._read(chain.answer, job, probe)
        except Exception as error:  # one odd page must not lose the probes of all others
            probe = Probe("", Observation.UNCHECKED, report_unexpected(job.target, error))
        if wants_copy(probe):
            if row := job.archived:
                probe = replace(probe, archive_url=row.archive_url, archive_date=row.archive_date)
            if not job.archived or job.passages:
                self.copies_wanted.put_nowait(job)
        for url in job.urls:
            self._keep(url, probe)
        return probe

    async def _read(self, answer: Answer, job: Job, probe: Probe) -> Probe:
        """Return the probe with what the page holds, and with what changed since its snapshot."""
        text = await self.searcher.text(answer)
        readings = await self.searcher.search(text, job.passages, job.target)
        changed: tuple[str, ...] = ()
        if job.snapshot and not isinstance(text, str):
            day = self.checked[:10] if self.options.keep_snapshots else ""
            changed = await asyncio.to_thread(compared, job.snapshot, str(job.target), text, day)
        return replace(probe, readings=readings, changes=changed)

    async def _after_soft_404_test(self, finding: Finding) -> Finding:
        """Return the finding, which the test may turn from a success into a suspect."""
        objection = await self.soft_404.objection(finding) if finding.observation in SUCCESS else ""
        return replace(finding, observation=Observation.SUSPECT, reason=objection) if objection else finding

    async def _find_copies(self) -> None:
        """Look for an archived copy for one job after the other."""
        while True:
            job = await self.copies_wanted.get()
            try:
                await self._find_copy(job)
            except Exception as error:
                report_unexpected(job.target, error)
            self.copies_wanted.task_done()

    async def _find_copy(self, job: Job) -> None:
        """Keep the archived copy of a page, and what it holds of the passages that are quoted from it."""
        row = job.archived
        if row and row.archive_url:
            copy: ArchivedCopy | None = ArchivedCopy(row.archive_url, row.archive_date or "")
        else:
            copy = await self.archive.copy(job.target, job.day)
        if copy is None:
            return
        answer = await self.archive.read(copy) if job.passages else None
        readings: tuple[Reading, ...] = ()
        if answer:
            text = await self.searcher.text(answer)
            readings = await self.searcher.search(text, job.passages, job.target)
        for url in job.urls:
            self.probes[url] = replace(
                self.probes[url],
                archive_url=copy.url,
                archive_date=copy.date or None,
                archive_readings=readings,
            )

    def _keep(self, url: str, probe: Probe) -> None:
        """Keep the probe of a URL, with its time."""
        self.probes[url] = replace(
            probe,
            url=url,
            reason=plain(probe.reason),  # a server's text may hold unprintable characters
            suggested_url=with_fragment(probe.suggested_url, url),
            checked=None if probe.observation in UNSEEN else self.checked,
        )
