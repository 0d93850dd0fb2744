"""The judgement of quotations: what the pages hold of them, by this run and by the history before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from brief.content.bibliography import Source
from brief.escapes import plain
from brief.links.collect import address_of_text
from brief.links.judgement import JudgedQuotation
from brief.links.ledger import LedgerRow
from brief.links.model import Probe
from brief.links.passage_history import PassageHistory, by_name
from brief.links.repairs import Copy
from brief.links.timestamps import timestamp
from brief.quotations.model import LACKING, Outcome, Quotation, Reading

NO_LINK = "the source has no link"
NO_ORIGINAL = "it is a translation, and bib/passages.csv does not have the original yet"

_ORDER = [*Outcome]
_NOTHING = Reading("", Outcome.UNREAD)


@dataclass(frozen=True)
class Seen:
    """What is known of all pages: the probes of this run, and the rows of the ledger after it, by URL.

    `waived` are the URLs whose check an editor has waived.
    """

    probes: Mapping[str, Probe]
    rows: Mapping[str, LedgerRow]
    online: bool
    waived: frozenset[str] = frozenset()


def judged_quotations(
    quotations: Iterable[Quotation], sources: Iterable[Source], seen: Seen
) -> tuple[JudgedQuotation, ...]:
    """Return the judgement of each quotation, once a place: by the best of the sources in its citation."""
    addresses = {source.key: address_of_text(source) for source in sources}
    places: dict[tuple[str, int, int], list[JudgedQuotation]] = defaultdict(list)
    for quotation in quotations:
        judged = _judged(quotation, addresses.get(quotation.key, ""), seen)
        places[quotation.file, quotation.line, quotation.column].append(judged)
    return tuple(min(places[place], key=_rank) for place in sorted(places))


def copy_of(row: LedgerRow | None) -> Copy:
    """Return what the archived copy of a page holds of the passages that are quoted from it."""
    passages = row.passages if row else ()
    if any(history.archive in LACKING for history in passages):
        return Copy.LACKS
    lost = [history for history in passages if history.is_lost]
    held = lost and all(history.archive is Outcome.STANDS for history in lost)
    return Copy.BETTER if held else Copy.UNREAD


def _rank(judged: JudgedQuotation) -> tuple[int, bool]:
    return _ORDER.index(judged.outcome), judged.red


def _judged(quotation: Quotation, url: str, seen: Seen) -> JudgedQuotation:
    unread = JudgedQuotation(
        key=quotation.key,
        url=url or None,
        file=quotation.file,
        line=quotation.line,
        column=quotation.column,
        text=quotation.text,
        passage=quotation.passage or None,
        outcome=Outcome.UNREAD,
        reason=NO_LINK if not url else NO_ORIGINAL,
    )
    if not (url and quotation.passage):
        return unread
    row = seen.rows.get(url) or LedgerRow(url)
    history = by_name(row.passages).get(quotation.name)
    return _by_history(
        replace(unread, reason=None), _reading(quotation, seen.probes.get(url)), history, row, seen
    )


def _reading(quotation: Quotation, probe: Probe | None) -> Reading:
    """Return what this run says of a quotation, with a reason where it could not read the page."""
    if probe is None:
        return replace(_NOTHING, reason="the page was not asked")
    own = [reading for reading in probe.readings if reading.passage == quotation.name]
    return own[0] if own else replace(_NOTHING, reason=probe.reason or "the page was not read")


def _by_history(
    judged: JudgedQuotation, reading: Reading, history: PassageHistory | None, row: LedgerRow, seen: Seen
) -> JudgedQuotation:
    """Return the judgement with what the reading says or, where there is none, the history."""
    outcome = reading.outcome
    if outcome is Outcome.UNREAD and history:
        outcome = history.outcome
    judged = replace(
        judged,
        outcome=outcome,
        reason=plain(reading.reason) or None if outcome is Outcome.UNREAD else None,
        nearest=plain(reading.nearest) or None,
    )
    if history is None:
        return judged
    copy_unknown = bool(row.archive_url) and history.archive is None
    lost = history.is_lost and outcome in LACKING
    absent = history.archive is not Outcome.STANDS and not copy_unknown
    return replace(
        judged,
        place=history.place or None,
        since=timestamp(history.since) if outcome is not Outcome.UNREAD else None,
        archive=history.archive,
        archive_url=row.archive_url,
        lost=lost,
        red=lost and absent and seen.online and judged.url not in seen.waived,
    )
