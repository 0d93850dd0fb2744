"""What Crossref keeps of a DOI: its title, and whether the work was retracted, corrected or withdrawn.

Crossref lists what publishers and Retraction Watch report (https://www.crossref.org/documentation/
retrieve-metadata/retraction-watch/). What it does not list may be sound or not: nobody has said.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from brief.escapes import plain
from brief.links.timestamps import read_timestamp, timestamp
from brief.quotations.matching import words_of
from brief.quotations.normalising import normalised

SAME_TITLE = 0.8
"""From this share of words in the same order on, two titles are the same."""

_SAYINGS = {
    "retraction": "was retracted",
    "partial_retraction": "was retracted in part",
    "removal": "was removed",
    "withdrawal": "was withdrawn",
    "correction": "was corrected",
    "corrigendum": "was corrected",
    "erratum": "was corrected",
    "expression_of_concern": "bears an expression of concern, which is no retraction",
}
"""What an update does to a work, by its type."""


@dataclass(frozen=True)
class Update:
    """One update of a work: its type in Crossref's words, who reported it, and the day, if it is known."""

    kind: str
    source: str
    day: str


@dataclass(frozen=True)
class Record:
    """What Crossref said of a DOI, and when; without a title, that it does not list it."""

    checked: datetime
    title: str = ""
    updates: tuple[Update, ...] = ()


def read_record(cell: str) -> Record:
    """Return the record in a cell of the ledger. Raises ValueError with a reason."""
    checked, mark, rest = cell.partition("|")
    updates, other, title = rest.partition("|")
    if not mark or not other:
        raise ValueError(f"{cell[:40]!r} is no record of a DOI")
    parted = [update.split("/") for update in updates.split()]
    if any(len(parts) != 3 for parts in parted):
        raise ValueError(f"{updates[:40]!r} are no updates of a work")
    return Record(read_timestamp(checked), title, tuple(Update(*parts) for parts in parted))


def dump_record(record: Record) -> str:
    """Return the cell that `read_record` reads back."""
    updates = " ".join(f"{update.kind}/{update.source}/{update.day}" for update in record.updates)
    return f"{timestamp(record.checked)}|{updates}|{record.title}"


def record_of(message: object, checked: datetime) -> Record | None:
    """Return the record in an answer of Crossref's; None for an answer of another shape."""
    if not isinstance(message, dict):
        return None
    titles = message.get("title")
    title = titles[0] if isinstance(titles, list) and titles and isinstance(titles[0], str) else ""
    updates = message.get("updated-by")
    listed = [update for update in updates if isinstance(update, dict)] if isinstance(updates, list) else []
    read = {_update(update) for update in listed[:50]}
    return Record(checked, plain(re.sub(r"<[^<>]{0,99}>", "", title))[:300], tuple(sorted(read, key=str)))


def remarks(record: Record, title: str) -> Iterator[str]:
    """Yield what an editor should know of a source with this title."""
    if record.title and title and not same_title(record.title, title):
        yield f"its DOI is that of “{record.title}”"
    for update in record.updates:
        what = _SAYINGS.get(update.kind, f"was updated ({update.kind.replace('_', ' ')})")
        day = f" on {update.day}" if update.day else ""
        yield f"it {what}{day}, as {_reporter(update.source)} reports"


def summary(record: Record) -> str:
    """Return one line on a record. A work of which nothing is listed is not called sound."""
    day = f"{record.checked:%Y-%m-%d}"
    if not record.title:
        return f"Crossref did not list it on {day}, which says nothing about it"
    if not record.updates:
        return f"Crossref listed no retraction or correction on {day}"
    return f"as Crossref listed it on {day}"


def same_title(left: str, right: str) -> bool:
    """Return whether two titles are the same, with or without a subtitle."""
    ours, theirs = (_words(title) for title in (left, right))
    shorter = min(len(ours), len(theirs))
    if shorter >= 2 and ours[:shorter] == theirs[:shorter]:
        return True
    return difflib.SequenceMatcher(None, ours, theirs, autojunk=False).ratio() >= SAME_TITLE


def bears_another_title(page: str, title: str) -> bool:
    """Return whether a page's title is clearly another than that of its entry.

    Sites put their own name beside a title, and some nothing else: such a title says nothing.
    """
    there, cited = _words(page), _words(title)
    if len(there) < 4 or len(cited) < 2:
        return False
    return 3 * len(set(there) & set(cited)) < min(len(set(cited)), len(set(there)))


def _words(title: str) -> list[str]:
    return words_of(normalised(re.sub(r"[{}\\]", "", title)).lower().replace("'", ""))


def _update(update: dict[str, object]) -> Update:
    kind, source = (
        re.sub(r"[^a-z_-]", "", str(update.get(name) or "").lower().replace(" ", "_"))[:40]
        for name in ("type", "source")
    )
    return Update(kind or "update", source or "crossref", _day(update.get("updated")))


def _day(updated: object) -> str:
    """Return the day of an update as ISO, as far as it is known."""
    parts = updated.get("date-parts") if isinstance(updated, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [number for number in first[:3] if isinstance(number, int) and 0 < number < 10000]
    return "-".join(f"{number:02}" for number in numbers)


def _reporter(source: str) -> str:
    return {"retraction-watch": "Retraction Watch", "publisher": "the publisher"}.get(source, source)
