"""The redirects from a cited address, and the answer or the failure at their end."""

from __future__ import annotations

import email.utils
from dataclasses import dataclass
from datetime import UTC, datetime

from yarl import URL

from brief.links.model import Observation
from brief.links.probing.transport import Answer
from brief.links.probing.urls import NoAnswerError

BUSY = frozenset({429, 503})
"""Statuses that may come with a time to wait (RFC 6585, section 4, and RFC 9110, section 15.6.4)."""

LATER = frozenset({408, 425})
"""The client errors (4xx) that often pass by themselves."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """One redirect: its status, and the address to which it leads."""

    status: int
    target: URL


@dataclass(frozen=True, slots=True)
class RedirectChain:
    """One try of an address: its redirects, and the answer or the failure that ended it."""

    start: URL
    redirects: tuple[Redirect, ...] = ()
    answer: Answer | None = None
    failure: NoAnswerError | None = None

    @property
    def end(self) -> URL:
        """The last address that was asked, or would have been."""
        return self.redirects[-1].target if self.redirects else self.start

    @property
    def retry_after(self) -> float | None:
        """The seconds that a busy server asks to wait, if it says so."""
        if self.answer is None or self.answer.status not in BUSY:
            return None
        return waiting_time(self.answer.headers.get("Retry-After", ""))

    @property
    def may_pass(self) -> bool:
        """Whether another try is worth it, because such a failure often passes by itself."""
        if self.answer is None:
            return self.failure is not None and self.failure.observation is Observation.TRANSIENT
        status = self.answer.status
        return status in LATER or (500 <= status < 600 and self.retry_after is None)


def waiting_time(text: str) -> float | None:
    """Return the seconds that a Retry-After header means, a number or a date; None for neither."""
    if text.strip().isdecimal():
        return float(text.strip()[:9])
    try:
        at = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return max((at - datetime.now(UTC)).total_seconds(), 0.0)
