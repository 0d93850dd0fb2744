"""The links of a report as cards, grouped by what they ask of an editor."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from brief.links.history import FAULTY, SUCCESS, UNSEEN
from brief.links.judgement import Details, JudgedLink, Judgement
from brief.links.wording import WORDINGS, Concern, Wording, advice, concern, urgency

TITLES: dict[Concern, tuple[str, str, str]] = {
    Concern.MEND: ("mend", "To mend", "The check stays red until these are dealt with."),
    Concern.LOOK: ("look", "To look at", "Nothing is broken yet, but a person should see these."),
    Concern.WAIT: (
        "wait",
        "To wait for",
        "These could not be told this time, or are waived; they are asked again.",
    ),
    Concern.FINE: ("fine", "Fine", "These answer, with what was cited."),
    Concern.NONE: ("none", "Without a link", "These sources name no address."),
}
"""The name of each group in the page, its heading, and a line on what it asks."""


@dataclass(frozen=True)
class Card:
    """One link as the page shows it; `name` is its anchor."""

    name: str
    link: JudgedLink
    details: Details

    @property
    def wording(self) -> Wording:
        """The verdict in words."""
        return WORDINGS[self.link.verdict]

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


def groups(judgement: Judgement) -> tuple[Group, ...]:
    """Return the groups that have a link. The most urgent group comes first, and so do links in it."""
    numbered = enumerate(zip(judgement.links, judgement.details, strict=True), 1)
    cards = [Card(f"link-{number}", link, details) for number, (link, details) in numbered]
    cards.sort(key=lambda card: urgency(card.link, card.details))
    counts = Counter(card.concern for card in cards)
    return tuple(
        Group(*TITLES[kind], tuple(card for card in cards if card.concern is kind))
        for kind in Concern
        if counts[kind]
    )
