"""How the reports tell an editor what became of a quotation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brief.escapes import plain
from brief.faults import Fault
from brief.links.judgement import JudgedQuotation, Judgement
from brief.links.wording import day
from brief.quotations.model import LACKING, Outcome
from brief.quotations.nearest import differences

LABELS = {
    Outcome.STANDS: "Stands",
    Outcome.DIFFERS: "Differs",
    Outcome.NOT_FOUND: "Not found",
    Outcome.UNREAD: "Unread",
}
_TONES = {
    Outcome.STANDS: "fine",
    Outcome.DIFFERS: "look",
    Outcome.NOT_FOUND: "look",
    Outcome.UNREAD: "wait",
}
_FIRST_WORDS = 60


@dataclass(frozen=True)
class QuotationCard:
    """One quotation as the page shows it."""

    quotation: JudgedQuotation

    @property
    def label(self) -> str:
        """The outcome in a word or two."""
        return LABELS[self.quotation.outcome]

    @property
    def tone(self) -> str:
        """The name of the group of links that asks as much of an editor."""
        return "mend" if self.quotation.red else _TONES[self.quotation.outcome]

    @property
    def differences(self) -> Sequence[tuple[str, str]]:
        """The passage and the page's text side by side, in runs; none where the page has no such text."""
        quotation = self.quotation
        if quotation.outcome is not Outcome.DIFFERS or not (quotation.passage and quotation.nearest):
            return ()
        return tuple(differences(quotation.passage, quotation.nearest))

    @property
    def advice(self) -> str:
        """What to do about the quotation, or an empty text."""
        return quotation_remedy(self.quotation) if self.quotation.outcome in LACKING else ""


def quotation_cards(judgement: Judgement) -> tuple[QuotationCard, ...]:
    """Return the cards, those first that ask most of an editor."""
    order = ["mend", "look", "wait", "fine"]
    cards = map(QuotationCard, judgement.quotations)
    return tuple(sorted(cards, key=lambda card: order.index(card.tone)))


def count_of_quotations(judgement: Judgement) -> str:
    """Return how many quotations have each outcome, or an empty text where the brief has none."""
    outcomes = [quotation.outcome for quotation in judgement.quotations]
    counts = ((LABELS[outcome].lower(), outcomes.count(outcome)) for outcome in Outcome)
    return ", ".join(f"{count} {label}" for label, count in counts if count)


def quotations_to_mend(judgement: Judgement) -> str:
    """Return how many quotations are false, or an empty text where none is."""
    count = sum(quotation.red for quotation in judgement.quotations)
    return f"{count} quotation{'' if count == 1 else 's'} to mend" if count else ""


def quotation_faults(judgement: Judgement) -> Iterator[Fault]:
    """Yield a fault for each quotation that is red, and a warning for each that its page lacks."""
    for quotation in judgement.quotations:
        if quotation.outcome in LACKING:
            texts = plain(quotation_problem(quotation)), plain(quotation_remedy(quotation))
            place = (quotation.file, quotation.line, quotation.column)
            yield Fault(*place, *texts, warning=not quotation.red)


def quotation_problem(quotation: JudgedQuotation) -> str:
    """Return one line on what a page says in place of a quotation."""
    words = f"“{_shortened(quotation.text)}”"
    since = f" since {day(quotation.since)}" if quotation.since and quotation.lost else ""
    if quotation.outcome is Outcome.DIFFERS:
        nearest = f": it has “{_shortened(quotation.nearest or '')}”" if quotation.nearest else ""
        return f"{quotation.key}: the page says {words} otherwise{since}{nearest}"
    return f"{quotation.key}: {words} is not on the page{since}"


def quotation_remedy(quotation: JudgedQuotation) -> str:
    """Return what to do about a quotation that its page lacks."""
    if quotation.archive is Outcome.STANDS:
        return f"the archived copy has it: cite {quotation.archive_url}"
    if not quotation.lost:
        return "open the page and compare; the quotation is called lost only if the page lacks it again"
    return "correct the quotation, or cite a page that has it"


def _shortened(text: str) -> str:
    return text if len(text) <= _FIRST_WORDS else f"{text[:_FIRST_WORDS].rsplit(' ', 1)[0]} …"
