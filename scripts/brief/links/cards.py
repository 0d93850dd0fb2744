"""The links of a report as cards, grouped by what they ask of an editor."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from brief.links.history import FAULTY, SUCCESS, UNSEEN
from brief.links.judgement import Details, JudgedLink, Judgement, PastRuns
from brief.links.model import Observation, Verdict
from brief.links.wording import WORDINGS, Concern, Wording, advice, concern, day, urgency

TITLES: dict[Concern, tuple[str, str, str]] = {
    Concern.MEND: ("mend", "To mend", "The check stays red until these are dealt with."),
    Concern.LOOK: ("look", "To look at", "The check lets these pass, but a person should see them."),
    Concern.WAIT: (
        "wait",
        "To wait for",
        "These could not be told this time, or are waived; they are asked again.",
    ),
    Concern.FINE: ("fine", "Fine", "These answer, with what was cited."),
    Concern.NONE: ("none", "Without a link", "These sources name no address."),
}
"""The name of each group in the page, its heading, and a line on what it asks."""


SIGNS = {
    Concern.MEND: "bad",
    Concern.LOOK: "warn",
    Concern.WAIT: "wait",
    Concern.FINE: "good",
    Concern.NONE: "none",
}
"""The sign for each concern; signs differ in shape, not in color alone."""

SHOWN = 12
"""The failures of one kind that a strip shows; the text beside it has their number."""


@dataclass(frozen=True)
class Strip:
    """The runs that are known of a link: the signs of those before this one, that of this one, and a text."""

    before: tuple[str, ...]
    now: str
    text: str


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
    def sign(self) -> str:
        """The sign for the verdict."""
        return SIGNS[self.concern]

    @property
    def strip(self) -> Strip:
        """The runs of which something is known, the oldest first."""
        observation = self.link.observation
        failed = "bad" if observation is Observation.MISSING else "warn"
        now = "good" if observation in SUCCESS else "wait" if self.unseen else failed
        label = WORDINGS[Verdict(observation.value)].label.lower()
        signs, texts = _past(self.details.past)
        return Strip(signs, now, "; ".join([*texts, f"this run: {label}"]))

    @property
    def archive_asked(self) -> bool:
        """Whether the run has looked for an archived copy."""
        return not self.unseen and self.link.observation not in SUCCESS | FAULTY

    @property
    def unseen(self) -> bool:
        """Whether the run says nothing of the page, so that `checked` is of an earlier one."""
        return self.link.observation in UNSEEN


def _past(past: PastRuns | None) -> tuple[tuple[str, ...], list[str]]:
    """Return the signs and the texts of earlier runs."""
    if not past:
        return (), ["no earlier run is known"]
    answered = [f"answered on {day(past.answered)}"] if past.answered else ["never seen alive"]
    failures = (("bad", past.missing, "not found"), ("warn", past.trouble, "no answer"))
    texts = [f"then {number} × {word}" for _, number, word in failures if number]
    signs = [sign for sign, number, _ in failures for _ in range(min(number, SHOWN))]
    return (*(["good"] if past.answered else []), *signs), [*answered, *texts]


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
