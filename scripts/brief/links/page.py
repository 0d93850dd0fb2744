"""The report on links as a page of HTML: what matters first, all in one file, no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from brief.links.history import FAULTY, SUCCESS, UNSEEN
from brief.links.judgement import Details, JudgedLink, Judgement
from brief.links.moments import moment
from brief.links.wording import WORDS, Concern, Words, advice, concern, day, urgency
from brief.writers.pagestyle import style_hash
from brief.writers.templates import fill

TITLES: dict[Concern, tuple[str, str, str]] = {
    Concern.MEND: ("mend", "To mend", "The check stays red until these are dealt with."),
    Concern.LOOK: ("look", "To look at", "Nothing is broken yet, but a person should see these."),
    Concern.WAIT: (
        "wait",
        "To wait for",
        "These could not be told this time, or are excused; they are asked again.",
    ),
    Concern.FINE: ("fine", "Fine", "These answer, with what was cited."),
    Concern.NONE: ("none", "Without a link", "These sources name no address."),
}
"""What each group is called: its name in the page, its heading, a line on what it asks."""


@dataclass(frozen=True)
class Card:
    """One link as the page shows it; `name` is its anchor."""

    name: str
    link: JudgedLink
    details: Details

    @property
    def words(self) -> Words:
        """The verdict in words."""
        return WORDS[self.link.verdict]

    @property
    def concern(self) -> Concern:
        """What the link asks of an editor."""
        return concern(self.link, self.details)

    @property
    def advice(self) -> str:
        """What to do about the link."""
        return advice(self.link, self.details)

    @property
    def archive_asked(self) -> bool:
        """Whether the run has looked for an archived copy."""
        return not self.unseen and self.link.observation not in SUCCESS | FAULTY

    @property
    def unseen(self) -> bool:
        """Whether the run says nothing of the page, so that `checked` is of an earlier one."""
        return self.link.observation in UNSEEN


@dataclass(frozen=True)
class Group:
    """The links that ask the same of an editor."""

    name: str
    title: str
    about: str
    cards: tuple[Card, ...]


def groups(found: Judgement) -> tuple[Group, ...]:
    """Return the groups that have a link, the most urgent first, and so the links in each."""
    numbered = enumerate(zip(found.links, found.details, strict=True), 1)
    cards = [Card(f"link-{number}", link, details) for number, (link, details) in numbered]
    cards.sort(key=lambda card: urgency(card.link, card.details))
    counts = Counter(card.concern for card in cards)
    return tuple(
        Group(*TITLES[kind], tuple(card for card in cards if card.concern is kind))
        for kind in Concern
        if counts[kind]
    )


def page(found: Judgement, template: Path, lang: str) -> str:
    """Return the page as the template makes it; `lang` is the language of the brief's sentences."""
    filters = {"hash": style_hash, "address": _address, "day": day, "long_day": _long_day}
    made = groups(found)
    return fill(
        template,
        filters,
        found=found,
        groups=made,
        index=_index(made),
        sentence_language=lang,
        headline=_headline(found),
        lede=_lede(made),
    )


def _index(made: Sequence[Group]) -> list[Card]:
    """Return all links in the order of the files."""
    cards = [card for group in made for card in group.cards]
    return sorted(cards, key=lambda card: (card.link.file, card.link.line, card.name))


def _headline(found: Judgement) -> str:
    """Return the one sentence that a hurried editor reads."""
    asked = [link for link in found.links if link.url]
    if not found.online:
        return f"Unchecked: {len(asked)} links were not asked"
    answering = sum(link.observation in SUCCESS for link in asked)
    return (
        f"All {answering} links answer"
        if answering == len(asked)
        else f"{answering} of {len(asked)} links answer"
    )


def _lede(made: Sequence[Group]) -> str:
    """Return what that asks for, in numbers."""
    asking = [group for group in made if group.name in ("mend", "look")]
    return ", ".join(f"{len(group.cards)} {group.title.lower()}" for group in asking)


def _long_day(at: str | None) -> Any:
    """Return a day as `<time>`, written out; dates of another form as they are."""
    try:
        read = moment(at or "")
    except ValueError:
        return at or ""
    return Markup('<time datetime="{}">{}</time>').format(day(at), f"{read.day} {read:%B %Y}")


def _address(url: str | None) -> str | None:
    """Return `url` where a browser may follow it, else None: a page must not lead to `javascript:`."""
    return url if url and url.lower().startswith(("http://", "https://")) else None
