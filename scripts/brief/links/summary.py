"""The report on links in short: as Markdown for a CI run and an issue, and as one line."""

from __future__ import annotations

from collections.abc import Iterator

from brief.escapes import code, plain
from brief.links.cards import Card, groups
from brief.links.judgement import Judgement
from brief.links.quotation_words import count_of_quotations, quotation_faults
from brief.links.wording import day

_COUNTED = ("fine", "none")
"""Groups of which the summary gives only the number."""


def one_line(judgement: Judgement) -> str:
    """Return one line on the whole run."""
    counts = ", ".join(f"{number} {verdict}" for verdict, number in judgement.summary.items())
    line = f"{len(judgement.links)} links on {day(judgement.generated)}: {counts or 'none'}"
    if judgement.online:
        return line
    return f"{line}; no link was asked, for want of a network or by the settings"


def markdown_summary(judgement: Judgement) -> str:
    """Return the run in Markdown; each text from a server or a file is in a code span."""
    return "\n".join(_lines(judgement)) + "\n"


def _lines(judgement: Judgement) -> Iterator[str]:
    yield f"## Links, {day(judgement.generated)}"
    yield ""
    if not judgement.online:
        why = "for want of a network or by the settings"
        yield f"**Unchecked.** No link was asked, {why}, and none is called dead."
        yield ""
    for fault in judgement.faults:
        yield f"- {code(f'{fault.path}:{fault.line}')} {code(fault.problem)}: {fault.remedy}"
    for group in groups(judgement):
        if group.name in _COUNTED:
            yield f"**{group.title}:** {len(group.cards)}"
        else:
            yield f"### {group.title} ({len(group.cards)})"
            yield ""
            for card in group.cards:
                yield from _card(card)
        yield ""
    yield from _quotations(judgement)


def _quotations(judgement: Judgement) -> Iterator[str]:
    """Yield how many quotations have each outcome, and those that an editor should see."""
    if count := count_of_quotations(judgement):
        yield f"**Quotations:** {count}"
        yield ""
    for fault in quotation_faults(judgement):
        yield f"- {code(f'{fault.path}:{fault.line}')} {code(fault.problem)}: {code(fault.remedy)}"


def _card(card: Card) -> Iterator[str]:
    link, details = card.link, card.details
    yield f"- **{card.wording.label}** {code(link.url or '')} at {code(f'{link.file}:{link.line}')}"
    facts = [code(plain(link.reason))] if link.reason else []
    facts += [f"failing since {day(details.since)}"] if details.since else []
    facts += [f"last seen alive on {day(link.last_alive)}"] if link.last_alive else []
    facts += [f"archived copy {code(link.archive_url)}"] if link.archive_url else []
    facts += [f"waived until {details.waived_until}: {code(details.waiver)}"] if details.waiver else []
    if facts:
        yield f"  {'; '.join(facts)}"
    for repair in details.repairs:
        if repair.line:
            yield f"  {'put' if repair.instead else 'add'} {code(repair.text.strip())}"
