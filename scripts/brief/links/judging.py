"""The judgement of one run by the history before it. Pure: no clock, no network, no file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from brief.content.bibliography import Source, unbraced
from brief.content.sections import Section
from brief.escapes import plain
from brief.links.citations import citing_passages, passage_around
from brief.links.collect import doi_of
from brief.links.history import OFFLINE, failing_since, is_red, judged, observed
from brief.links.judgement import CitingPassage, Details, JudgedLink, Judgement, PastRuns
from brief.links.ledger import LedgerRow
from brief.links.model import Link, Observation, Probe, Run, Verdict
from brief.links.quotations import Seen, copy_of, judged_quotations
from brief.links.records import bears_another_title, remarks, summary
from brief.links.repairs import Copy, repairs
from brief.links.timestamps import timestamp
from brief.links.waivers import Waiver, waiver_faults
from brief.quotations.model import Quotation


@dataclass(frozen=True)
class CitedLinks:
    """All links of a brief, with the sources and sections that cite them, and what it quotes."""

    links: Sequence[Link]
    sources: Sequence[Source] = ()
    sections: Sequence[Section] = ()
    quotations: Sequence[Quotation] = ()


def judge(
    cited: CitedLinks, run: Run, rows: Iterable[LedgerRow], waivers: Sequence[Waiver], now: datetime
) -> Judgement:
    """Return the judgement, in an order that depends on the places of the links alone.

    `now` decides which waivers hold, and is the time of a probe that has none.
    """
    probes = {probe.url: _harmless(probe) for probe in run.probes}
    before = {row.url: row for row in rows}
    ledger = _after(run, probes, before, now)
    valid = {waiver.url: waiver for waiver in waivers if waiver.holds(now.date())}
    links, details = _links(cited, run, before, ledger, valid)
    urls = {link.url for link in links if link.url}
    faults = tuple(sorted(waiver_faults(waivers, urls, now.date())))
    facts = tuple(probes[url] for url in sorted(urls & {*probes}))
    seen = Seen(probes, ledger, run.online, frozenset(valid))
    quotations = judged_quotations(cited.quotations, cited.sources, seen)
    return Judgement(run.generated, run.online, links, details, faults, facts, quotations)


def _links(
    cited: CitedLinks,
    run: Run,
    before: Mapping[str, LedgerRow],
    ledger: Mapping[str, LedgerRow],
    valid: Mapping[str, Waiver],
) -> tuple[tuple[JudgedLink, ...], tuple[Details, ...]]:
    """Return the links in the order of the files, and what is told of each, by its row `before` and now."""
    probes = {probe.url: _harmless(probe) for probe in run.probes}
    sources = {source.key: source for source in cited.sources}
    passages = citing_passages(cited.sections)
    offers = {offer.key: plain(offer.doi) for offer in run.offers}
    judged_links, details = [], []
    for link in sorted(set(cited.links), key=lambda link: (link.file, link.line, link.key, link.url)):
        probe = _probe_for(link.url, probes, run.online)
        row = ledger.get(link.url)
        judged_link = _judged(link, probe, row, run.online)
        waiver = valid.get(link.url) if judged_link.red else None
        judged_links.append(replace(judged_link, red=judged_link.red and waiver is None))
        around = passages.get(link.key, ()) if link.key else passage_around(cited.sections, link)
        offer = offers.pop(link.key, "")
        told = _details(judged_links[-1], probe, row, sources.get(link.key), waiver, tuple(around), offer)
        details.append(replace(told, past=_past(before.get(link.url))))
    return tuple(judged_links), tuple(details)


def _after(
    run: Run, probes: Mapping[str, Probe], ledger: dict[str, LedgerRow], now: datetime
) -> dict[str, LedgerRow]:
    """Return the rows by URL, after the run if it could ask."""
    if not run.online:
        return ledger
    after = {url: observed(ledger.get(url), probe, now) for url, probe in probes.items()}
    return ledger | {url: row for url, row in after.items() if row}


def _harmless(probe: Probe) -> Probe:
    """Return the probe with each text from a server as one line of printable characters."""
    names = ("final_url", "suggested_url", "archive_url", "archive_date")
    texts = {name: plain(value) for name in names if (value := getattr(probe, name))}
    return replace(probe, reason=plain(probe.reason), **texts)  # type: ignore[arg-type]


def _probe_for(url: str, probes: dict[str, Probe], online: bool) -> Probe:
    """Return the probe of `url`. In an outage only those count that need no network."""
    probe = probes.get(url)
    if probe is None:
        if url:
            return Probe(url, Observation.UNCHECKED, "not asked in this run")
        return Probe(url, Observation.NO_LINK, "the source has no link")
    if online or probe.observation in OFFLINE | {Observation.UNCHECKED}:
        return probe
    return Probe(url, Observation.UNCHECKED, "no network")


def _judged(link: Link, probe: Probe, row: LedgerRow | None, online: bool) -> JudgedLink:
    row = row or LedgerRow(link.url)
    history = row if online else LedgerRow(link.url)  # an outage leaves no link dead
    verdict = judged(replace(history, observation=probe.observation))
    archive = probe if probe.archive_url else row
    return JudgedLink(
        key=link.key or None,
        url=link.url or None,
        file=link.file,
        line=link.line,
        observation=probe.observation,
        verdict=verdict,
        reason=probe.reason or None,
        http_status=probe.http_status,
        final_url=probe.final_url,
        suggested_url=probe.suggested_url,
        checked=probe.checked or (timestamp(row.checked) if row.checked else None),
        last_alive=timestamp(row.last_alive) if row.last_alive else None,
        gone=row.gone,
        trouble=row.trouble,
        archive_url=archive.archive_url,
        archive_date=archive.archive_date,
        red=is_red(verdict, archived=bool(archive.archive_url)),
    )


def _past(row: LedgerRow | None) -> PastRuns | None:
    if row is None:
        return None
    return PastRuns(timestamp(row.last_alive) if row.last_alive else None, row.gone, row.trouble)


def _details(
    link: JudgedLink,
    probe: Probe,
    row: LedgerRow | None,
    source: Source | None,
    waiver: Waiver | None,
    passages: tuple[CitingPassage, ...],
    offer: str,
) -> Details:
    since = failing_since(row) if row else None
    copy = copy_of(row)
    title = unbraced(source.get("title")) if source else ""
    record = row.record if row and doi_of(link.url or "") else None
    told = list(remarks(record, title)) if record else []
    if source and source.kind == "online" and bears_another_title(plain(probe.title), title):
        told.append(f"the page now bears the title “{plain(probe.title)}”")
    offered = f"Crossref has an article of this title and author: {offer}" if offer else None
    return Details(
        title=unbraced(source.get("title")) or None if source else None,
        language=source.language or None if source else None,
        since=timestamp(since) if since else None,
        waiver=waiver.reason if waiver else None,
        waived_until=str(waiver.until) if waiver else None,
        passages=passages,
        repairs=repairs(link, source, copy=copy, doi=offer),
        remarks=tuple(told),
        record=summary(record) if record else offered,
        copy_lacks=copy is Copy.LACKS,
        changes=tuple(map(plain, probe.changes)) if link.verdict is Verdict.DRIFTED else (),
    )
