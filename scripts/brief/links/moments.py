"""Points in time as the link check writes them: UTC, to the second, `2026-03-01T06:00:00Z`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

CLOCKS_DIFFER = timedelta(hours=1)


def moment(text: str) -> datetime:
    """Return the point in time that an ISO 8601 text names; without a zone it is UTC.

    A day alone means its first second. Raises ValueError on anything else.
    """
    read = datetime.fromisoformat(text)
    try:
        read = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text} is before or after all years") from None
    return read.replace(microsecond=0)


def is_to_come(at: datetime | None, now: datetime) -> bool:
    """Say whether a moment lies in the future, by more than two clocks may differ."""
    return at is not None and at - now > CLOCKS_DIFFER


def stamp(at: datetime) -> str:
    """Return the text that `moment` reads back."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def now() -> datetime:
    """Return this second."""
    return datetime.now(UTC).replace(microsecond=0)
