"""How the reports tell an editor a verdict: its urgency, its words, and the advice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from brief.links.judgement import Details, JudgedLink
from brief.links.model import Verdict


class Concern(IntEnum):
    """What a link asks of an editor, the most urgent first."""

    MEND = 0
    LOOK = 1
    WAIT = 2
    FINE = 3
    NONE = 4


@dataclass(frozen=True)
class Wording:
    """The words for a verdict: a label, the end of the sentence “this link …”, and what to do then."""

    label: str
    says: str
    advice: str
    concern: Concern


_LOOK, _WAIT = Concern.LOOK, Concern.WAIT

WORDINGS: dict[Verdict, Wording] = {
    Verdict.DEAD: Wording(
        "Dead",
        "is dead",
        "cite its new address or an archived copy, or waive the link in config.yaml until a day",
        _LOOK,
    ),
    Verdict.INVALID: Wording("Not a link", "is not an address that can be asked", "correct it", _LOOK),
    Verdict.REFUSED: Wording(
        "Refused",
        "is not asked, for safety",
        "cite a public address that begins with https:// or http://",
        _LOOK,
    ),
    Verdict.MISSING: Wording(
        "Not found",
        "was not found",
        "look for its new address; it is called dead only if it stays away",
        _LOOK,
    ),
    Verdict.SUSPECT: Wording(
        "Suspect", "answers, but hardly with the page that was cited", "open it and look", _LOOK
    ),
    Verdict.AILING: Wording(
        "Ailing", "has failed for a week or longer", "look for another address or an archived copy", _LOOK
    ),
    Verdict.DRIFTED: Wording(
        "Changed",
        "no longer has the text that was recorded",
        "read it again: accept the new text where it bears out what is cited, or cite an archived copy",
        _LOOK,
    ),
    Verdict.MOVED: Wording("Moved", "has moved for good", "cite its new address", _LOOK),
    Verdict.TLS_ERROR: Wording(
        "Not secure", "has no connection that can be trusted", "wait: it is asked again", _WAIT
    ),
    Verdict.TRANSIENT: Wording("No answer", "did not answer this time", "wait: it is asked again", _WAIT),
    Verdict.RESTRICTED: Wording("Barred", "lets no program in", "open it in a browser now and then", _WAIT),
    Verdict.RATE_LIMITED: Wording(
        "Too busy", "wants to be asked less often", "wait: it is asked again", _WAIT
    ),
    Verdict.UNCHECKED: Wording("Unchecked", "was not asked", "wait: it is asked again", _WAIT),
    Verdict.ALIVE: Wording("Alive", "answers", "", Concern.FINE),
    Verdict.NO_LINK: Wording("No link", "names no link", "", Concern.NONE),
}
"""The words for each verdict, the most urgent verdict first."""

_RANK = {verdict: rank for rank, verdict in enumerate(WORDINGS)}


def concern(link: JudgedLink, details: Details) -> Concern:
    """Return what the link asks of an editor: a red one is to be mended, a waived one can wait."""
    if link.red:
        return Concern.MEND
    if details.waiver:
        return Concern.WAIT
    own = WORDINGS[link.verdict].concern
    return Concern.LOOK if details.remarks and own is Concern.FINE else own


def urgency(link: JudgedLink, details: Details) -> tuple[int, int, str, int]:
    """Return the key to sort links by: the most urgent first, then in the order of the files."""
    return concern(link, details), _RANK[link.verdict], link.file, link.line


def advice(link: JudgedLink, details: Details) -> str:
    """Return what to do about a link, or an empty text where there is nothing to do."""
    if details.waiver:
        return f"nothing until {details.waived_until}, when the waiver ends"
    if details.copy_lacks and link.verdict in (Verdict.DEAD, Verdict.MISSING, Verdict.SUSPECT):
        return "look for its new address, or another copy: the archived one lacks what is quoted"
    if link.verdict is Verdict.DEAD and link.archive_url:
        return "the list of sources prints the archived copy; cite that one, or the page's new address"
    if details.remarks and not WORDINGS[link.verdict].advice:
        return "see whether the source still bears out what is cited"
    return WORDINGS[link.verdict].advice


def day(at: str | None) -> str:
    """Return the day of a timestamp, or an empty text for None."""
    return (at or "")[:10]


def problem(link: JudgedLink, details: Details) -> str:
    """Return one line on the trouble with a link: source, URL, verdict, and what else is known."""
    facts = []
    if link.reason and link.verdict not in (Verdict.ALIVE, Verdict.NO_LINK):
        facts.append(link.reason)
    if details.since:
        facts.append(f"failing since {day(details.since)}")
    if link.last_alive and link.verdict not in (Verdict.ALIVE, Verdict.MOVED, Verdict.DRIFTED):
        facts.append(f"last seen alive on {day(link.last_alive)}")
    if link.verdict in (Verdict.DEAD, Verdict.MISSING, Verdict.SUSPECT, Verdict.AILING):
        facts.append(_archive(link))
    facts += details.remarks
    if details.waiver:
        facts.append(f"waived until {details.waived_until}: {details.waiver}")
    name = f"{link.key}: " if link.key else ""
    listed = f" ({'; '.join(facts)})" if facts else ""
    return f"{name}{link.url or 'the source'} {WORDINGS[link.verdict].says}{listed}"


def remedy(link: JudgedLink, details: Details) -> str:
    """Return what to do, with the text to paste where there is one."""
    pastes = [repair for repair in details.repairs if repair.line]
    if not pastes:
        return advice(link, details)
    where = "in place of this line" if pastes[0].instead else "below this line"
    return f"{advice(link, details)} (put {pastes[0].text.strip()} {where})"


def _archive(link: JudgedLink) -> str:
    if not link.archive_url:
        return "no archived copy"
    return " ".join(
        filter(None, ["archived", link.archive_date and f"on {link.archive_date}", link.archive_url])
    )
