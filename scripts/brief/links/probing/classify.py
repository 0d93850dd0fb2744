"""The observation that an answer gives, with the reason for an editor."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from yarl import URL

from brief.links.model import Observation
from brief.links.probing.bodies import DECODED
from brief.links.probing.quirks import (
    CHALLENGE_HEADERS,
    CHALLENGED,
    CHALLENGES,
    PARKED,
    PARKING_HOSTS,
    PARKING_SCRIPTS,
    RESOLVERS,
)
from brief.links.probing.redirects import BUSY, LATER, RedirectChain
from brief.links.probing.transport import Answer
from brief.links.text import decoded, readable, title_of

PERMANENT = frozenset({301, 308})
MISSING = frozenset({404, 410})
SHORT = 1500
"""The longest text of a notice (characters). A longer page may write about such notices."""

_HOME = re.compile(
    r"/?(?:[a-z]{2}(?:-[a-z]{2})?(?:/|$))?(?:(?:index|default|home|main)(?:\.\w+)?/?)?", re.IGNORECASE
)


@dataclass(frozen=True)
class Page:
    """An answer as a reader sees it."""

    answer: Answer

    @cached_property
    def is_html(self) -> bool:
        """Whether the body is a page of HTML, whatever its media type says."""
        start = self.answer.body[:512].lstrip()[:14].lower()
        declared = "html" in self.answer.kind or (not self.answer.kind and start[:1] == b"<")
        return declared or start.startswith((b"<!doctype html", b"<html"))

    @cached_property
    def source(self) -> str:
        """The text of the body as it was sent; empty for a body of another kind."""
        if not (self.is_html or self.answer.kind.startswith("text/")):
            return ""
        return decoded(self.answer.body[:DECODED], self.charset)

    @property
    def charset(self) -> str | None:
        """The encoding that the header names, or None."""
        charset = re.search(r"charset=[\"']?([\w-]+)", self.answer.headers.get("Content-Type", ""))
        return charset[1] if charset else None

    @cached_property
    def text(self) -> str:
        """The readable text."""
        return readable(self.source) if self.is_html else " ".join(self.source.split())

    @cached_property
    def title(self) -> str:
        """The title."""
        return title_of(self.source) if self.is_html else ""

    @cached_property
    def notice(self) -> str:
        """Title and text of a short page, such as a notice; empty for a longer one."""
        return f"{self.title} {self.text}".strip() if self.is_html and len(self.text) <= SHORT else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of asking one address: all that is kept of it, since bodies are large.

    `title` and `text` are those of a page that is alive or moved; a plain text has no title.
    `straight` says that no redirect led there.
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


def classify(chain: RedirectChain) -> Finding:
    """Return the finding from a chain alone, before a random sibling is asked."""
    finding = Finding(*_observation(chain), chain.start, chain.end, not chain.redirects)
    if chain.answer is None:
        return finding
    finding = replace(finding, http_status=chain.answer.status)
    if finding.observation is not Observation.ALIVE:
        return finding
    page, target = Page(chain.answer), _permanent_target(chain)
    finding = replace(finding, is_html=page.is_html, title=page.title, text=page.text)
    if target is None:
        return finding
    reason = f"HTTP {chain.redirects[0].status}"
    return replace(finding, observation=Observation.MOVED, reason=reason, suggested=target)


def _observation(chain: RedirectChain) -> tuple[Observation, str]:
    """Return the observation at the end of a chain, and the reason, whatever the redirects."""
    if chain.answer is None:
        assert chain.failure is not None
        return chain.failure.observation, chain.failure.reason
    status, page = chain.answer.status, Page(chain.answer)
    if _is_challenge(page):
        return Observation.RESTRICTED, "a page asks whether a person is reading"
    if not 200 <= status < 300:
        return _of_error(chain), f"HTTP {status}"
    objection = _objection(chain, page)
    return (Observation.SUSPECT, objection) if objection else (Observation.ALIVE, f"HTTP {status}")


def is_home(url: URL) -> bool:
    """Return whether an address is the front page of its host, or of one of its languages."""
    return bool(_HOME.fullmatch(url.raw_path)) and not url.raw_query_string


def _of_error(chain: RedirectChain) -> Observation:
    """Return the observation for an answer whose status is not 2xx."""
    assert chain.answer is not None
    status = chain.answer.status
    if status in MISSING:
        return Observation.MISSING
    if status == 429 or (status in BUSY and chain.retry_after is not None):
        return Observation.RATE_LIMITED
    # The table of observations lacks the other 4xx: they prove a server, but say nothing of the page.
    if (400 <= status < 500 and status not in LATER) or status == 999:
        return Observation.RESTRICTED
    return Observation.TRANSIENT


def _permanent_target(chain: RedirectChain) -> URL | None:
    """Return the new address of a link: the end of the permanent redirects with which its chain begins."""
    at = chain.start
    for redirect in chain.redirects:
        if redirect.status not in PERMANENT or at.raw_host in RESOLVERS:
            break
        at = redirect.target
    return at if at != chain.start else None


def _objection(chain: RedirectChain, page: Page) -> str:
    """Return why a page is hardly the one that was cited, or an empty text."""
    host = chain.end.raw_host or ""
    if any(f".{host}".endswith(f".{parking}") for parking in PARKING_HOSTS) and chain.redirects:
        return f"the domain is parked at {host}"
    if chain.redirects and is_home(chain.end) and not is_home(chain.start):
        return "the address leads to the front page"
    if chain.start.raw_path.lower().endswith(".pdf") and page.is_html:
        return "a PDF was cited, and a page of HTML answers"
    if page.notice and PARKED.search(page.notice):
        return "the domain is for sale, or parked"
    if len(page.text) <= SHORT and PARKING_SCRIPTS.search(page.source):
        return "the domain is parked"
    return ""


def _is_challenge(page: Page) -> bool:
    """Return whether a page asks whether a person is reading."""
    headers = page.answer.headers
    if any(headers.get(name, "").lower() == value for name, value in CHALLENGE_HEADERS.items()):
        return True
    if not page.is_html or len(page.text) > SHORT:
        return False
    return any(mark in page.source for mark in CHALLENGES) or bool(CHALLENGED.search(page.notice))
