"""One run and the history before it, made into a judgement. Pure: no clock, no network, no file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from brief.content.bibliography import Source, unbraced
from brief.content.sections import Section
from brief.escapes import plain
from brief.links.citations import cited_passages, link_passage
from brief.links.excuses import Excuse, excuse_faults
from brief.links.history import OFFLINE, failing_since, is_red, judged, observed
from brief.links.judgement import Details, JudgedLink, Judgement, Passage
from brief.links.ledger import LedgerRow
from brief.links.model import Link, Observation, Probe, Run
from brief.links.moments import stamp
from brief.links.repairs import repairs


@dataclass(frozen=True)
class Brief:
    """What the brief says of its links: where they stand, in which entries and sentences."""

    links: Sequence[Link]
    sources: Sequence[Source] = ()
    sections: Sequence[Section] = ()


def judge(
    brief: Brief, run: Run, rows: Iterable[LedgerRow], excuses: Sequence[Excuse], now: datetime
) -> Judgement:
    """Return the judgement, in an order that depends on the places of the links alone.

    `now` is the day on which excuses are looked at, and the time of a probe that has none.
    """
    probes = {probe.url: _harmless(probe) for probe in run.probes}
    remembered = {row.url: row for row in rows}
    standing = {excuse.url: excuse for excuse in excuses if excuse.holds(now.date())}
    ordered = sorted(set(brief.links), key=lambda link: (link.file, link.line, link.key, link.url))
    cited = {link.url for link in ordered if link.url}
    known = {source.key: source for source in brief.sources}
    passages = cited_passages(brief.sections)
    links, details = [], []
    for link in ordered:
        probe = _told(probes.get(link.url), link.url, run.online)
        row = remembered.get(link.url)
        row = observed(row, probe, now) if run.online else row
        found = _judged(link, probe, row, run.online)
        around = passages.get(link.key, ()) if link.key else link_passage(brief.sections, link)
        excuse = standing.get(link.url) if found.red else None
        links.append(replace(found, red=found.red and excuse is None))
        details.append(_details(links[-1], row, known.get(link.key), excuse, tuple(around)))
    faults = tuple(sorted(excuse_faults(excuses, cited, now.date())))
    seen = tuple(probes[url] for url in sorted(cited & {*probes}))
    return Judgement(run.generated, run.online, tuple(links), tuple(details), faults, seen)


def _harmless(probe: Probe) -> Probe:
    """Return the probe with each text from a server as one line of printable characters."""
    names = ("final_url", "suggested_url", "archive_url", "archive_date")
    texts = {name: plain(value) for name in names if (value := getattr(probe, name))}
    return replace(probe, reason=plain(probe.reason), **texts)  # type: ignore[arg-type]


def _told(probe: Probe | None, url: str, online: bool) -> Probe:
    """Return what the run can say of `url`: in an outage only what needs no network."""
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
        checked=probe.checked or (stamp(row.checked) if row.checked else None),
        last_alive=stamp(row.last_alive) if row.last_alive else None,
        gone=row.gone,
        trouble=row.trouble,
        archive_url=archive.archive_url,
        archive_date=archive.archive_date,
        red=is_red(verdict, archived=bool(archive.archive_url)),
    )


def _details(
    link: JudgedLink,
    row: LedgerRow | None,
    source: Source | None,
    excuse: Excuse | None,
    passages: tuple[Passage, ...],
) -> Details:
    since = failing_since(row) if row else None
    return Details(
        title=unbraced(source.get("title")) or None if source else None,
        language=source.language or None if source else None,
        since=stamp(since) if since else None,
        excuse=excuse.reason if excuse else None,
        excused_until=str(excuse.until) if excuse else None,
        passages=passages,
        repairs=repairs(link, source),
    )
