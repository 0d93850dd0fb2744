"""The jobs of a run: each address to ask, worked through host by host."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from yarl import URL

from brief.links.ledger import LedgerRow
from brief.links.probing.cited import Cited
from brief.links.probing.rate_limiter import RateLimiter


@dataclass(frozen=True, slots=True)
class Job:
    """One address to ask: `urls` are the links that cite it, which may differ in their fragments.

    `day` is the one on which the author read it (yyyymmdd), `archived` a row that knows a copy,
    `passages` what is quoted from it, `snapshot` the file that keeps what it said when it was cited.
    """

    target: URL
    urls: tuple[str, ...]
    day: str
    archived: LedgerRow | None
    passages: tuple[str, ...] = ()
    snapshot: Path | None = None

    @property
    def is_read(self) -> bool:
        """Whether the whole text of the page is read."""
        return bool(self.passages) or self.snapshot is not None


def jobs_for(
    targets: Mapping[URL, Sequence[str]], cited: Cited, rows: Mapping[str, LedgerRow], today: str
) -> list[Job]:
    """Return a job for each target; a day that is missing, or in the future, is `today`."""
    jobs = []
    for target, urls in targets.items():
        archived = (rows[url] for url in urls if url in rows and rows[url].archive_url)
        day = min(next(filter(None, map(cited.days.get, urls)), today), today)
        kept = (cited.snapshots[url] for url in urls if url in cited.snapshots)
        passages = dict.fromkeys(passage for url in urls for passage in cited.passages.get(url, ()))
        jobs.append(Job(target, tuple(urls), day, next(archived, None), tuple(passages), next(kept, None)))
    return jobs


async def work_by_host(
    jobs: Sequence[Job], limiter: RateLimiter, work: Callable[[Job], Awaitable[None]]
) -> None:
    """Do all jobs, as many at once as the limiter lets run; a slow host delays no other."""
    by_host: dict[str, deque[Job]] = {}
    for job in jobs:
        by_host.setdefault(job.target.raw_host or "", deque()).append(job)
    hosts = deque(sorted(by_host.values(), key=len, reverse=True))

    async def work_through(queue: deque[Job]) -> None:
        while queue:
            await work(queue.popleft())

    async def next_hosts() -> None:
        while hosts:
            queue = hosts.popleft()
            async with asyncio.TaskGroup() as group:
                for _ in range(min(limiter.per_host, len(queue))):
                    group.create_task(work_through(queue))

    async with asyncio.TaskGroup() as group:
        for _ in range(min(limiter.concurrency, len(hosts))):
            group.create_task(next_hosts())
