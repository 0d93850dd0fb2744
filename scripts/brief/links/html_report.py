"""The report on links as a page of HTML: the most urgent first, all in one file, no script."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from brief.links.cards import Card, Group, groups
from brief.links.judgement import Judgement
from brief.links.quotation_words import count_of_quotations, quotation_cards, quotations_to_mend
from brief.links.reported import ReportedBrief
from brief.links.timestamps import read_timestamp
from brief.links.wording import day
from brief.writers.fonts import font_face
from brief.writers.pagestyle import source_hash
from brief.writers.templates import fill

FONTS = ("IBMPlexSans-Regular", "IBMPlexSans-Bold")
"""The fonts of the page, by their files."""


def html_report(judgement: Judgement, template: Path, brief: ReportedBrief, fonts: Path) -> str:
    """Return the page as the template makes it, in those of the `fonts` that it uses."""
    filters = {
        "hash": source_hash,
        "address": _address,
        "day": day,
        "long_day": _long_day,
        "printed": brief.printed,
    }
    grouped = groups(judgement)
    faces = Markup("\n".join(font_face(fonts / f"{name}.woff2") for name in FONTS))
    return fill(
        template,
        filters,
        judgement=judgement,
        groups=grouped,
        index=_index(grouped),
        faces=faces,
        brief=brief,
        headline=_headline(judgement, grouped),
        lede=", ".join(filter(None, [_lede(grouped), quotations_to_mend(judgement)])),
        quotations=quotation_cards(judgement),
        quotation_count=count_of_quotations(judgement),
    )


def _index(grouped: Sequence[Group]) -> list[Card]:
    """Return all links in the order of the files."""
    cards = [card for group in grouped for card in group.cards]
    return sorted(cards, key=lambda card: (card.link.file, card.link.line, card.name))


def _headline(judgement: Judgement, grouped: Sequence[Group]) -> str:
    """Return the one sentence that a hurried editor reads."""
    cited = [link for link in judgement.links if link.url]
    if not judgement.online:
        return f"Unchecked: {len(cited)} links were not asked"
    fine = sum(len(group.cards) for group in grouped if group.name == "fine")
    number = f"All {fine}" if fine == len(cited) else f"{fine} of {len(cited)}"
    return f"{number} links answer with what was cited"


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
