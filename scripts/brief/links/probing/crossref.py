"""Crossref, asked once for each DOI, and for articles that have none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from brief.links.collect import doi_of
from brief.links.ledger import LedgerRow
from brief.links.model import Offer
from brief.links.probing.cited import Article
from brief.links.probing.client import Client
from brief.links.probing.options import RunOptions
from brief.links.probing.urls import NoAnswerError, request_url
from brief.links.records import Record, dump_record, record_of, same_title


@dataclass(frozen=True)
class Crossref:
    """Crossref's interface, or a server at `base` that speaks it; `now` is the time written down."""

    client: Client
    base: str
    now: datetime

    async def all(
        self, urls: Iterable[str], articles: Iterable[Article], within: float
    ) -> tuple[dict[str, str], tuple[Offer, ...]]:
        """Return the records of some DOIs by address, as the ledger has them, and DOIs for some articles.

        What is not there `within` so many seconds is left to the next run.
        """
        records: dict[str, str] = {}
        offers: list[Offer] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                for url in urls:
                    if record := await self.record(doi_of(url)):
                        records[url] = dump_record(record)
                for article in articles:
                    if offer := await self.offer(article):
                        offers.append(offer)
        return records, tuple(offers)

    async def record(self, doi: str) -> Record | None:
        """Return what is listed of a DOI; None where there was no answer that says so."""
        status, message = await self._ask(f"/works/{quote(doi, safe='')}")
        if status == 404:
            return Record(self.now)
        return record_of(message, self.now) if status == 200 else None

    async def offer(self, article: Article) -> Offer | None:
        """Return the DOI of the work that bears the title and the author of an article, or None."""
        query = {"query.bibliographic": article.title, "query.author": article.author, "rows": "3"}
        _, message = await self._ask(f"/works?{urlencode(query | {'select': 'DOI,title,author,type'})}")
        items = message.get("items") if isinstance(message, Mapping) else None
        for item in items if isinstance(items, list) else ():
            if _is(item, article):
                return Offer(article.key, str(item["DOI"])[:200])
        return None

    async def _ask(self, path: str) -> tuple[int, object]:
        """Return the status of an answer and its message; 0 where there is none."""
        try:
            chain = await self.client.ask(request_url(f"{self.base.rstrip('/')}{path}"), searched=True)
        except NoAnswerError:
            return 0, None
        if chain.answer is None:
            return 0, None
        try:
            read = json.loads(chain.answer.body)
        except (ValueError, RecursionError):
            read = None
        return chain.answer.status, read.get("message") if isinstance(read, dict) else None


def _is(item: object, article: Article) -> bool:
    """Return whether a work of Crossref's is a journal article with the title and author of ours."""
    if not isinstance(item, dict) or item.get("type") != "journal-article" or not item.get("DOI"):
        return False
    titles, authors = item.get("title"), item.get("author")
    title = titles[0] if isinstance(titles, list) and titles else ""
    families = (
        [one.get("family") for one in authors if isinstance(one, dict)] if isinstance(authors, list) else []
    )
    known = {family.lower() for family in families if isinstance(family, str)}
    return isinstance(title, str) and same_title(title, article.title) and article.author.lower() in known


def dois_due(urls: Iterable[str], rows: Mapping[str, LedgerRow], options: RunOptions) -> list[str]:
    """Return the addresses of DOIs of which no record is recent."""
    due = []
    for url in sorted(filter(doi_of, urls)):
        record = rows[url].record if url in rows else None
        if record is None or options.now - record.checked >= timedelta(days=options.max_age):
            due.append(url)
    return due
