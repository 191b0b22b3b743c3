"""Moments as feeds and sitemaps write them: W3C date and time, ISO 8601, RFC 5322."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
_LONGEST = 64


def read_moment(text: str | None) -> datetime | None:
    """Return the latest moment that a value can mean (a bare day ends at its midnight), or None for no date.

    A time without an offset is taken as UTC: where it only serves to leave old entries out, hours do not matter.
    """
    value = (text or "").strip()[:_LONGEST]
    if match := _PARTIAL.match(value):
        return _end_of(match)
    for reader in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = reader(value)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _end_of(match: re.Match[str]) -> datetime | None:
    year, month, day = int(match[1]), match[2], match[3]
    try:
        start = datetime(year, int(month or 12), int(day or 28), tzinfo=UTC)
        return start + timedelta(days=1 if day else 4)
    except (ValueError, OverflowError):
        return None


def stamp(text: str | None) -> str | None:
    """Return a moment of change in one form, so that the same moment written in two ways is no change; None for none.

    What is only a day, or no date at all, stays as it is written: it still differs when it changes.
    """
    value = " ".join((text or "").split())[:_LONGEST]
    if not value or _PARTIAL.match(value):
        return value or None
    moment = read_moment(value)
    return moment.isoformat(timespec="seconds") if moment else value
