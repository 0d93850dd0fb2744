"""What the end of a journey is: one of the observations, with its reason for an editor."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from yarl import URL

from brief.links.model import Observation
from brief.links.probing.journeys import BUSY, LATER, Journey
from brief.links.probing.oddities import (
    CHALLENGE_HEADERS,
    CHALLENGED,
    CHALLENGES,
    PARKED,
    PARKING_HOSTS,
    PARKING_SCRIPTS,
    RESOLVERS,
)
from brief.links.probing.transport import Answer
from brief.links.text import decoded, readable, title_of

PERMANENT = frozenset({301, 308})
MISSING = frozenset({404, 410})
SHORT = 1500
"""What is no page but a notice has no longer text (characters): longer ones speak of such notices."""

_HOME = re.compile(
    r"/?(?:[a-z]{2}(?:-[a-z]{2})?(?:/|$))?(?:(?:index|default|home|main)(?:\.\w+)?/?)?", re.IGNORECASE
)


@dataclass(frozen=True)
class Page:
    """The answer of a journey as a reader sees it."""

    answer: Answer

    @cached_property
    def is_html(self) -> bool:
        """Whether it is, or passes for, a page of HTML, whatever its type says."""
        start = self.answer.body[:512].lstrip()[:14].lower()
        said = "html" in self.answer.kind or (not self.answer.kind and start[:1] == b"<")
        return said or start.startswith((b"<!doctype html", b"<html"))

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

    @cached_property
    def notice(self) -> str:
        """Title and text of what says little, as a notice does; empty for what says more."""
        return f"{self.title} {self.text}".strip() if self.is_html and len(self.text) <= SHORT else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a journey showed: all that is kept of it, for bodies are large.

    `title` and `text` are those of a page that is alive or moved, `text` also of what is no
    HTML; `straight` says that no redirect led there.
    """

    observation: Observation
    reason: str
    start: URL
    end: URL
    straight: bool = True
    http_status: int | None = None
    suggested: URL | None = None
    is_html: bool = False
    title: str = ""
    text: str = ""


def classify(journey: Journey) -> Finding:
    """Return what a journey shows by itself, before a random sibling is asked."""
    finding = Finding(*_observation(journey), journey.start, journey.end, not journey.hops)
    if journey.answer is None:
        return finding
    finding = replace(finding, http_status=journey.answer.status)
    if finding.observation is not Observation.ALIVE:
        return finding
    page, goal = Page(journey.answer), _permanent_goal(journey)
    finding = replace(finding, is_html=page.is_html, title=page.title, text=page.text)
    if goal is None:
        return finding
    told = f"HTTP {journey.hops[0].status}"
    return replace(finding, observation=Observation.MOVED, reason=told, suggested=goal)


def _observation(journey: Journey) -> tuple[Observation, str]:
    """Return what the end of a journey is, and why, whichever way led there."""
    if journey.answer is None:
        assert journey.halt is not None
        return journey.halt.observation, journey.halt.reason
    status, page = journey.answer.status, Page(journey.answer)
    if _is_challenge(page):
        return Observation.RESTRICTED, "a page asks whether a person is reading"
    if not 200 <= status < 300:
        return _refusal(journey), f"HTTP {status}"
    doubt = _doubt(journey, page)
    return (Observation.SUSPECT, doubt) if doubt else (Observation.ALIVE, f"HTTP {status}")


def is_home(url: URL) -> bool:
    """Say whether an address is the front page of its host, or of a language of it."""
    return bool(_HOME.fullmatch(url.raw_path)) and not url.raw_query_string


def _refusal(journey: Journey) -> Observation:
    assert journey.answer is not None
    status = journey.answer.status
    if status in MISSING:
        return Observation.MISSING
    if status == 429 or (status in BUSY and journey.retry_after is not None):
        return Observation.RATE_LIMITED
    # The other 4xx are not in the table: they say nothing of the page, but somebody is there.
    if (400 <= status < 500 and status not in LATER) or status == 999:
        return Observation.RESTRICTED
    return Observation.TRANSIENT


def _permanent_goal(journey: Journey) -> URL | None:
    """Return where the link has moved for good: the last of the permanent hops that come first."""
    at = journey.start
    for hop in journey.hops:
        if hop.status not in PERMANENT or at.raw_host in RESOLVERS:
            break
        at = hop.goal
    return at if at != journey.start else None


def _doubt(journey: Journey, page: Page) -> str:
    """Return why a page that answers is hardly the one that was cited, or an empty text."""
    host = journey.end.raw_host or ""
    if any(f".{host}".endswith(f".{parking}") for parking in PARKING_HOSTS) and journey.hops:
        return f"the domain is parked at {host}"
    if journey.hops and is_home(journey.end) and not is_home(journey.start):
        return "the address leads to the front page"
    if journey.start.raw_path.lower().endswith(".pdf") and page.is_html:
        return "a PDF was cited, and a page of HTML answers"
    if page.notice and PARKED.search(page.notice):
        return "the domain is for sale, or parked"
    if len(page.text) <= SHORT and PARKING_SCRIPTS.search(page.source):
        return "the domain is parked"
    return ""


def _is_challenge(page: Page) -> bool:
    headers = page.answer.headers
    if any(headers.get(name, "").lower() == value for name, value in CHALLENGE_HEADERS.items()):
        return True
    if not page.is_html or len(page.text) > SHORT:
        return False
    return any(mark in page.source for mark in CHALLENGES) or bool(CHALLENGED.search(page.notice))
