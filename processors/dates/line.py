"""The answer of `rasid date --jsonl` to one line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from processors.dates.parse import parse_date


def date_line(record: Mapping[str, object]) -> dict[str, str | None]:
    """Answer ``{"text", "timezone"?, "now"?, "day_first"?, "country"?}`` with date (ISO or null), precision, calendar.

    ``now`` is ISO 8601 and defaults to the clock, ``timezone`` to UTC. `ValueError` names a key that cannot be used.
    """
    text = record.get("text")
    if not isinstance(text, str):
        raise ValueError(f"text: {text!r} is not a text; give the printed date as a string")
    country = record.get("country")
    reading = parse_date(
        text,
        timezone=str(record.get("timezone") or "UTC"),
        now=_now(record.get("now")),
        day_first=record.get("day_first", True) is not False,
        country=str(country) if country else None,
    )
    if reading is None:
        return {"date": None, "precision": None, "calendar": None}
    return {"date": reading.iso, "precision": reading.precision, "calendar": reading.calendar}


def _now(value: object) -> datetime:
    if value is None:
        return datetime.now(UTC)
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"now: {value!r} is not ISO 8601; write 2026-01-31T12:00:00+03:00") from error
