"""The report on links as a page of HTML: the most urgent first, all in one file, no script."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from brief.links.cards import Card, Group, groups
from brief.links.history import SUCCESS
from brief.links.judgement import Judgement
from brief.links.quotation_words import count_of_quotations, quotation_cards, quotations_to_mend
from brief.links.timestamps import read_timestamp
from brief.links.wording import day
from brief.writers.pagestyle import style_hash
from brief.writers.templates import fill


def html_report(judgement: Judgement, template: Path, lang: str) -> str:
    """Return the page as the template makes it; `lang` is the language of the brief's sentences."""
    filters = {"hash": style_hash, "address": _address, "day": day, "long_day": _long_day}
    grouped = groups(judgement)
    return fill(
        template,
        filters,
        judgement=judgement,
        groups=grouped,
        index=_index(grouped),
        sentence_language=lang,
        headline=_headline(judgement),
        lede=", ".join(filter(None, [_lede(grouped), quotations_to_mend(judgement)])),
        quotations=quotation_cards(judgement),
        quotation_count=count_of_quotations(judgement),
    )


def _index(grouped: Sequence[Group]) -> list[Card]:
    """Return all links in the order of the files."""
    cards = [card for group in grouped for card in group.cards]
    return sorted(cards, key=lambda card: (card.link.file, card.link.line, card.name))


def _headline(judgement: Judgement) -> str:
    """Return the one sentence that a hurried editor reads."""
    cited = [link for link in judgement.links if link.url]
    if not judgement.online:
        return f"Unchecked: {len(cited)} links were not asked"
    answering = sum(link.observation in SUCCESS for link in cited)
    return (
        f"All {answering} links answer"
        if answering == len(cited)
        else f"{answering} of {len(cited)} links answer"
    )


def _lede(grouped: Sequence[Group]) -> str:
    """Return how many links an editor must mend or look at."""
    asking = [group for group in grouped if group.name in ("mend", "look")]
    return ", ".join(f"{len(group.cards)} {group.title.lower()}" for group in asking)


def _long_day(at: str | None) -> Any:
    """Return a day as `<time>`, written out; dates of another form as they are."""
    try:
        read = read_timestamp(at or "")
    except ValueError:
        return at or ""
    return Markup('<time datetime="{}">{}</time>').format(day(at), f"{read.day} {read:%B %Y}")


def _address(url: str | None) -> str | None:
    """Return `url` where a browser may follow it, else None: a page must not lead to `javascript:`."""
    return url if url and url.lower().startswith(("http://", "https://")) else None
