"""Days as an operator enters them in a form, as moments of the reader's zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from infra.config import Settings
from processors.errors import RasidError


class DayError(RasidError, ValueError):
    """A day that cannot be used; the message says which and why."""


def span_of(settings: Settings, first: str | None, last: str | None) -> tuple[datetime | None, datetime | None]:
    """Return the beginning of day ``first`` and the end of day ``last`` (2026-01-31); None where none is given."""
    since, until = _day("from", first), _day("to", last)
    if since and until and until < since:
        raise DayError(f"to = {last!r}: lies before from = {first!r}")
    zone = ZoneInfo(settings.timezone)
    return (
        datetime.combine(since, time(), zone) if since else None,
        datetime.combine(until + timedelta(days=1), time(), zone) if until else None,
    )


def _day(name: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise DayError(f"{name} = {text!r}: must be a day such as 2026-01-31") from error
