"""What a source says of itself, asked once by the link check's guarded transport."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urljoin

from yarl import URL

from brief.citing.facts import Fact, Facts
from brief.citing.given import Given, same_place, without_tracking
from brief.citing.pagefacts import page_facts
from brief.citing.records import book_facts, doi_facts, pdf_facts
from brief.faults import Fault, Faults
from brief.links.model import Observation
from brief.links.probing.archives import Archive, ArchivedCopy
from brief.links.probing.classify import Finding, Page, classify
from brief.links.probing.client import Client
from brief.links.probing.connection import open_transport
from brief.links.probing.options import ConnectionOptions
from brief.links.probing.rate_limiter import RateLimiter
from brief.links.probing.redirects import RedirectChain
from brief.links.probing.searching import Searcher
from brief.links.probing.transport import Answer
from brief.links.probing.urls import NoAnswerError, request_url
from brief.links.text import similarity, text_fingerprint
from brief.quotations.pdftext import pdf_metadata
from brief.quotations.reading import ReadText

SAME = 0.9
"""From this similarity of their texts on, two addresses lead to the same page."""

_BY_HAND = "open it in a browser, and write the entry by hand"


@dataclass(frozen=True)
class Asked:
    """What was found out: the facts, the address to cite, and the text that stands there now."""

    facts: Facts
    address: str
    text: ReadText | None = None


async def ask_source(given: Given, connection: ConnectionOptions, archive_base: str, today: str) -> Asked:
    """Return what is known of a source; `today` is written yyyymmdd.

    Raises Faults where it does not answer, or with nothing that says what it is.
    """
    async with open_transport(connection) as transport:
        client = Client(transport, RateLimiter(4, 1, 0.04))
        try:
            target = request_url(given.address)
            chain = await client.ask(target, searched=True, accept=given.accept)
        except NoAnswerError as failure:
            raise _fault(given, failure.reason, "correct the address") from None
        answer, finding = _answered(given, chain)
        if given.kind != "url":
            return Asked(_record(given, answer), "")
        facts = await _facts(answer)
        address = str(finding.suggested) if finding.suggested else given.address
        address = await _canonical(client, facts, address, finding)
        text = await Searcher().text(answer)
        copy = await Archive(transport, archive_base).copy(request_url(address), today)
    _add_address(facts, address, today, copy)
    return Asked(facts, address, None if isinstance(text, str) or text.objection else text)


def _answered(given: Given, chain: RedirectChain) -> tuple[Answer, Finding]:
    """Return the answer of a page that can be read, and the link check's finding."""
    finding = classify(chain)
    if chain.answer is None:
        assert chain.failure is not None
        raise _fault(given, chain.failure.reason, "correct the address, or try again later")
    if not 200 <= chain.answer.status < 300:
        known = {"doi": "is not registered", "arxiv": "is not there"}.get(given.kind, "is not there")
        missing = known if finding.observation is Observation.MISSING else "lets no program in"
        raise _fault(given, f"{missing} (HTTP {chain.answer.status})", _BY_HAND)
    if finding.observation is Observation.RESTRICTED or finding.observation is Observation.SUSPECT:
        raise _fault(given, finding.reason, _BY_HAND)
    return chain.answer, finding


def _record(given: Given, answer: Answer) -> Facts:
    """Return the facts of a DOI, an ISBN or an arXiv number."""
    facts: Facts | None
    if given.kind == "isbn":
        facts = book_facts(answer.body, given.value)
    elif given.kind == "doi":
        facts = doi_facts(answer.body, given.value)
    else:
        facts = page_facts(Page(answer).source)
        facts.fields["kind"] = Fact("online", "arXiv")
        facts.fields["eprint"] = Fact(given.value, "given")
        facts.fields["eprinttype"] = Fact("arxiv", "given")
        facts = facts if facts.get("title") else None
    if facts is None:
        raise _fault(given, "nothing is known of it there", "see whether it is written rightly")
    return facts


async def _facts(answer: Answer) -> Facts:
    """Return the facts of a page or a PDF."""
    if answer.body[:1024].lstrip().startswith(b"%PDF-"):
        return pdf_facts(await asyncio.to_thread(pdf_metadata, answer.body))
    page = Page(answer)
    return await asyncio.to_thread(page_facts, page.source) if page.is_html else Facts()


async def _canonical(client: Client, facts: Facts, address: str, finding: Finding) -> str:
    """Return the address that a page gives itself, where it leads to the same page; else its own."""
    canonical = without_tracking(urljoin(address, facts.get("canonical")))
    if not facts.get("canonical") or same_place(canonical) == same_place(address):
        return address
    try:
        other = classify(await client.ask_once(request_url(canonical)))
    except NoAnswerError:
        return address
    ours, theirs = text_fingerprint(finding.text), text_fingerprint(other.text)
    same = other.straight and finding.title == other.title
    return canonical if same and ours and theirs and similarity(ours, theirs) >= SAME else address


def _add_address(facts: Facts, address: str, today: str, copy: ArchivedCopy | None) -> None:
    """Write down where and when the source was read, and its archived copy."""
    facts.fields["url"] = Fact(str(URL(address, encoded=True)), "asked")
    facts.fields["urldate"] = Fact(f"{today[:4]}-{today[4:6]}-{today[6:]}", "today")
    if copy:
        facts.add("archiveurl", copy.url, "the archive")


def _fault(given: Given, problem: str, remedy: str) -> Faults:
    return Faults([Fault("FROM", 1, 1, f"{given.value}: {problem}", remedy)])
