"""Timestamps as the link check writes them: UTC, to the second, `2026-03-01T06:00:00Z`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

CLOCK_TOLERANCE = timedelta(hours=1)
"""By so much the clocks of two machines may differ."""

SPACING = timedelta(hours=72)
"""The shortest time between two failures that both count."""


def read_timestamp(text: str) -> datetime:
    """Return the point in time that an ISO 8601 text names; a text without a zone is UTC.

    A day alone means its first second. Raises ValueError for any other text.
    """
    read = datetime.fromisoformat(text)
    try:
        read = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text} is before or after all years") from None
    return read.replace(microsecond=0)


def timestamp(at: datetime) -> str:
    """Return the text that `read_timestamp` reads back."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def this_second() -> datetime:
    """Return the current time, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def is_future(at: datetime | None, now: datetime) -> bool:
    """Return whether a time lies in the future, by more than the clocks of two machines differ."""
    return at is not None and at - now > CLOCK_TOLERANCE
