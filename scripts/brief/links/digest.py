"""The report on links in short, as Markdown: for the summary of a CI run and for an issue."""

from __future__ import annotations

from collections.abc import Iterator

from brief.escapes import code, plain
from brief.links.judgement import Judgement
from brief.links.page import Card, groups
from brief.links.wording import day

_BRIEF = ("fine", "none")
"""Groups of which only the number is told."""


def digest(found: Judgement) -> str:
    """Return the run in Markdown; whatever came from a server or a file stands in a code span."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Judgement) -> Iterator[str]:
    yield f"## Links, {day(found.generated)}"
    yield ""
    if not found.online:
        why = "for want of a network or by the settings"
        yield f"**Unchecked.** No link was asked, {why}, and none is called dead."
        yield ""
    for fault in found.faults:
        yield f"- {code(f'{fault.path}:{fault.line}')} {code(fault.problem)}: {fault.remedy}"
    for group in groups(found):
        if group.name in _BRIEF:
            yield f"**{group.title}:** {len(group.cards)}"
        else:
            yield f"### {group.title} ({len(group.cards)})"
            yield ""
            for card in group.cards:
                yield from _card(card)
        yield ""


def _card(card: Card) -> Iterator[str]:
    link, details = card.link, card.details
    yield f"- **{card.words.label}** {code(link.url or '')} at {code(f'{link.file}:{link.line}')}"
    facts = [code(plain(link.reason))] if link.reason else []
    facts += [f"failing since {day(details.since)}"] if details.since else []
    facts += [f"last seen alive on {day(link.last_alive)}"] if link.last_alive else []
    facts += [f"archived copy {code(link.archive_url)}"] if link.archive_url else []
    facts += [f"excused until {details.excused_until}: {code(details.excuse)}"] if details.excuse else []
    if facts:
        yield f"  {'; '.join(facts)}"
    for repair in details.repairs:
        if repair.line:
            yield f"  {'put' if repair.instead else 'add'} {code(repair.text.strip())}"
