"""Stand-ins until dates and language land."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from processors.records import DateReading


def parse_date(text: str, *, timezone: str, now: datetime, provenance: str = "text", **_: Any) -> DateReading | None:
    """Read ISO 8601."""
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if value.tzinfo is None:
        value = value.replace(tzinfo=ZoneInfo(timezone))
    return DateReading(value=value, raw=text, precision="second" if "T" in text else "day", provenance=provenance)


def resolve(readings: list[DateReading], **_: Any) -> DateReading | None:
    """Take the first."""
    return readings[0] if readings else None


def date_in_url(url: str) -> DateReading | None:
    """Read nothing."""
    return None


def detect_language(text: str) -> str | None:
    """Read nothing."""
    return None
