"""The options of the link check's programs. Imports nothing of the network, to be loaded early."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from brief.links.probing.address_policy import AddressPolicy

USER_AGENT = "brief-link-check/1.0"
WAYBACK = "https://web.archive.org"
CROSSREF = "https://api.crossref.org"
CONTROLS = ("https://www.wikipedia.org/", "https://www.iana.org/", "https://example.com/")
"""Three sites of different owners, asked first to detect an outage."""


@dataclass(frozen=True, kw_only=True)
class ConnectionOptions:
    """The flags by which a transport is opened, as they are written; `max_time` is in seconds."""

    networks: Sequence[str]
    resolve: Sequence[str]
    cacert: str | None
    max_time: float
    user_agent: str


@dataclass(frozen=True, kw_only=True)
class RunOptions:
    """The options of a run. `now` is written down; `max_age` is in days, `max_run` in seconds."""

    now: datetime
    max_age: float
    max_run: float
    controls: Sequence[str]
    archive_base: str
    ask: bool = True
    keep_snapshots: bool = False
    crossref_base: str = CROSSREF


HALF_AN_HOUR = 1800.0
SECONDS_A_REQUEST = 2.0
"""What a request to a slow host takes, as a run plans it."""


def seconds_for(urls: Iterable[str], per_host: int) -> float:
    """Return how long a run may take: half an hour, or longer where one host has very many addresses."""
    hosts = Counter(map(_host, urls))
    return max(HALF_AN_HOUR, max(hosts.values(), default=0) * SECONDS_A_REQUEST / per_host)


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:  # no address that is asked
        return ""


def network(text: str) -> str:
    """Return a network in CIDR notation. As argparse expects, this and the next raise ValueError."""
    AddressPolicy.allowing([text])
    return text


def positive_seconds(text: str) -> float:
    """Return a time above zero."""
    if not (number := float(text)) > 0:
        raise ValueError(text)
    return number


def positive_count(text: str) -> int:
    """Return a whole number above zero."""
    if (number := int(text)) <= 0:
        raise ValueError(text)
    return number
