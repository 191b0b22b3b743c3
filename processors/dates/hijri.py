"""Hijri dates by the Umm al-Qura calendar (the package hijridate: 1343 to 1500 AH)."""

from __future__ import annotations

from datetime import date

from hijridate import Hijri

FIRST_YEAR, LAST_YEAR = 1343, 1500


def is_hijri_year(year: int) -> bool:
    """Return whether a year of four digits can only be Hijri in the press."""
    return FIRST_YEAR <= year <= LAST_YEAR


def to_gregorian(year: int, month: int, day: int) -> date | None:
    """Convert; None where the calendar has no such day (a 30th of a month of 29 days) or doesn't reach."""
    try:
        gregorian = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(gregorian.year, gregorian.month, gregorian.day)
