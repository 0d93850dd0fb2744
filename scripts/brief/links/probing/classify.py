"""What the end of a journey is: one of the observations, with its reason for an editor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from yarl import URL

from brief.links.model import Observation
from brief.links.probing.journeys import PERMANENT, Journey
from brief.links.probing.oddities import CHALLENGE_HEADERS, CHALLENGES, PARKED, PARKING_HOSTS, RESOLVERS
from brief.links.probing.transport import Answer
from brief.links.text import decoded, readable, title_of

RESTRICTED = {401, 402, 403, 407, 451, 999}
MISSING = {404, 410}
SHORT = 1500
"""A parked domain's page says little: longer texts (in characters) only speak of such things."""

_HOME = re.compile(r"/?(?:(?:index|default|home)(?:\.\w+)?/?|[a-z]{2}(?:-[a-z]{2})?/?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """The answer of a journey as a reader sees it."""

    answer: Answer

    @cached_property
    def is_html(self) -> bool:
        """Whether it is, or passes for, a page of HTML."""
        return "html" in self.answer.kind or (not self.answer.kind and self.answer.body.lstrip()[:1] == b"<")

    @cached_property
    def source(self) -> str:
        """The text of the body as it was sent; empty for what is no text."""
        if not (self.is_html or self.answer.kind.startswith("text/")):
            return ""
        charset = re.search(r"charset=[\"']?([\w-]+)", self.answer.headers.get("Content-Type", ""))
        return decoded(self.answer.body, charset[1] if charset else None)

    @cached_property
    def text(self) -> str:
        """What a reader reads."""
        return readable(self.source) if self.is_html else " ".join(self.source.split())

    @cached_property
    def title(self) -> str:
        """Its title."""
        return title_of(self.source) if self.is_html else ""


@dataclass(frozen=True)
class Finding:
    """What a journey showed. `page` is there for what is alive or moved."""

    observation: Observation
    reason: str
    http_status: int | None = None
    suggested: URL | None = None
    page: Page | None = None


def classify(journey: Journey) -> Finding:
    """Return what a journey shows by itself, before a random sibling is asked."""
    if journey.halt is not None:
        return Finding(journey.halt.observation, journey.halt.reason)
    assert journey.answer is not None
    answer, page = journey.answer, Page(journey.answer)
    status = answer.status
    if _is_challenge(answer, page):
        return Finding(Observation.RESTRICTED, "a page asks whether a person is reading", status)
    if 200 <= status < 300:
        doubt = _doubt(journey, page)
        if doubt:
            return Finding(Observation.SUSPECT, doubt, status)
        goal = _permanent_goal(journey)
        if goal is None:
            return Finding(Observation.ALIVE, f"HTTP {status}", status, page=page)
        return Finding(Observation.MOVED, f"HTTP {journey.hops[0].status}", status, goal, page)
    return Finding(*_refusal(journey, status), status)


def _refusal(journey: Journey, status: int) -> tuple[Observation, str]:
    told = f"HTTP {status}"
    if status in RESTRICTED:
        return Observation.RESTRICTED, told
    if status in MISSING:
        return Observation.MISSING, told
    if status == 429 or (status == 503 and journey.retry_after is not None):
        return Observation.RATE_LIMITED, told
    if 400 <= status < 500 and status not in (408, 425):
        return Observation.RESTRICTED, told  # not in the table: existence is unproven, no more
    if 300 <= status < 400:
        return Observation.TRANSIENT, f"{told} that leads nowhere"
    return Observation.TRANSIENT, told


def is_home(url: URL) -> bool:
    """Say whether an address is the front page of its host, or of a language of it."""
    return bool(_HOME.fullmatch(url.path)) and not url.query_string


def _permanent_goal(journey: Journey) -> URL | None:
    """Return where the link has moved for good: the last of the permanent hops that come first."""
    if journey.start.host in RESOLVERS:
        return None
    goal = None
    for hop in journey.hops:
        if hop.status not in PERMANENT:
            break
        goal = hop.goal
    return goal if goal != journey.start else None


def _doubt(journey: Journey, page: Page) -> str:
    """Return why a page that answers is hardly the one that was cited, or an empty text."""
    if journey.hops and is_home(journey.end) and not is_home(journey.start):
        return "the address leads to the front page"
    if journey.start.path.lower().endswith(".pdf") and page.is_html:
        return "a PDF was cited, and a page of HTML answers"
    host = journey.end.host or ""
    if any(host == one or host.endswith(f".{one}") for one in PARKING_HOSTS):
        return f"the domain is parked at {host}"
    if any(f"//{one}" in page.source or f".{one}/" in page.source for one in PARKING_HOSTS[:3]):
        return "the domain is parked"
    text = page.text.lower()
    if len(text) <= SHORT and any(words in text for words in PARKED):
        return "the domain is for sale"
    return ""


def _is_challenge(answer: Answer, page: Page) -> bool:
    if any(answer.headers.get(name, "").lower() == value for name, value in CHALLENGE_HEADERS.items()):
        return True
    return page.is_html and any(mark in page.source for mark in CHALLENGES)
