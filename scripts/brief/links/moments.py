"""Points in time as the link check writes them: UTC, to the second, `2026-03-01T06:00:00Z`."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(text: str) -> datetime:
    """Return the point in time that an ISO 8601 text names; without a zone it is UTC.

    A day alone means its first second. Raises ValueError on anything else.
    """
    read = datetime.fromisoformat(text)
    read = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    return read.replace(microsecond=0)


def stamp(at: datetime) -> str:
    """Return the text that `moment` reads back."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def now() -> datetime:
    """Return this second."""
    return datetime.now(UTC).replace(microsecond=0)
