"""Absolute dates in folded text: matches of the patterns, checked against the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from processors.dates import patterns
from processors.dates.hijri import is_hijri_year, to_gregorian
from processors.dates.months import month_number
from processors.dates.numbers import ORDINALS, value_of
from processors.records import Calendar

DayPrecision = Literal["year", "month", "day"]
_EARLIEST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Rules:
    """What an outlet's dates may mean: order of numbers, the local day of ``now`` and the outlet's country."""

    day_first: bool
    today: date | None
    country: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A date at ``[start, end)`` of the folded text; a day below the precision is 1 and says nothing."""

    start: int
    end: int
    day: date
    precision: DayPrecision = "day"
    calendar: Calendar = "gregorian"
    notes: tuple[str, ...] = ()


def absolute_dates(text: str, rules: Rules) -> list[Found]:
    """Return the dates of a folded text in order; of overlapping readings the earliest, then the longest."""
    if not any(char.isdigit() for char in text):
        return []
    found = sorted(_all(text, rules), key=lambda item: (item[0], -item[1]))
    kept: list[Found] = []
    reach = 0
    for start, end, reading in found:
        if start < reach:
            continue
        reach = end
        if reading is not None:
            kept.append(reading)
    return kept


def _all(text: str, rules: Rules) -> Iterator[tuple[int, int, Found | None]]:
    """Yield every match, None for one that is no date: it still covers its text, so no part of it is read alone."""
    for pattern in (patterns.NUMERIC, patterns.NUMERIC_YEAR_FIRST):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), _numeric(match, rules)
    for pattern in _NAMED:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), _named(match, text, rules)
    for match in patterns.TWO_MONTHS.finditer(text):
        yield match.start(), match.end(), _two_months(match, rules)


_NAMED = (patterns.NAMED, patterns.MONTH_FIRST, patterns.YEAR_FIRST, patterns.CTIME, patterns.MONTH_YEAR)


def _numeric(match: re.Match[str], rules: Rules) -> Found | None:
    found = match.groupdict()
    first, second, year = int(found["a"]), int(found["b"]), int(found["year"])
    notes: tuple[str, ...] = ()
    if len(found["year"]) == 2:
        if not _short_numeric(found):
            return None
        year += 2000
    day, month = first, second
    if match.re is patterns.NUMERIC and not is_hijri_year(year):
        if not rules.day_first:
            day, month = month, day
        if month > 12 >= day:
            day, month, notes = month, day, ("day-month-order",)
    earlier = found.get("from")
    return _with_range(match, earlier, calendar_day(match, year, month, day, found["era"], notes, rules), rules)


def _short_numeric(found: dict[str, str]) -> bool:
    """A year of two digits needs slashes, or fields of two digits (05-07-23): 1.2.10 is no date."""
    return found["sep"] == "/" or len(found["a"]) == len(found["b"]) == 2


def _named(match: re.Match[str], text: str, rules: Rules) -> Found | None:
    found = match.groupdict()
    month, hijri = month_number(found["month"])
    for other in (found["double"], found["double2"]):
        if other and month_number(other) != (month, hijri):
            return None
    printed = found.get("day")
    if not found["year"] and not found.get("short"):
        return _without_year(match, text, month, hijri, rules)
    year = int(found["year"] or 2000 + int(found["short"]))
    if printed is None:
        return _month_alone(match, year, month, hijri, rules)
    if hijri != is_hijri_year(year):
        return None
    day = value_of(printed, ORDINALS)
    return _with_range(match, found.get("from"), calendar_day(match, year, month, day, found["era"], (), rules), rules)


def _month_alone(match: re.Match[str], year: int, month: int, hijri: bool, rules: Rules) -> Found | None:
    """A month and its year; a Hijri month lies in two Gregorian ones, so alone it is no date."""
    if hijri or not plausible(year, rules):
        return None
    return Found(match.start(), match.end(), date(year, month, 1), "month")


def _without_year(match: re.Match[str], text: str, month: int, hijri: bool, rules: Rules) -> Found | None:
    """A day without its year is read only where a weekday beside it agrees with the last such day before now."""
    weekday = weekday_beside(text, match.start(), match.end())
    if rules.today is None or weekday is None or hijri:
        return None
    day = value_of(match["day"], ORDINALS)
    past = [
        made
        for year in (rules.today.year + 1, rules.today.year, rules.today.year - 1)
        if (made := make(year, month, day))
    ]
    last = next((made for made in past if (made - rules.today).days <= 1), None)
    if last is None or last.weekday() != weekday:
        return None
    return Found(match.start(), match.end(), last, notes=("year-from-weekday",))


def _two_months(match: re.Match[str], rules: Rules) -> Found | None:
    """A range over two months: its first day; a range over New Year began in the year before."""
    month, hijri = month_number(match["month"])
    last_month, last_hijri = month_number(match["last_month"])
    year = int(match["year"] or match["last_year"])
    if hijri != last_hijri or hijri != is_hijri_year(year):
        return None
    if not match["year"] and month > last_month:
        year -= 1
    return calendar_day(match, year, month, int(match["day"]), match["era"], ("range",), rules)


def calendar_day(
    match: re.Match[str], year: int, month: int, day: int, era: str | None, notes: tuple[str, ...], rules: Rules
) -> Found | None:
    """Return the day in the calendar that year and era say, or None: no such day, or none the press prints."""
    hijri = is_hijri_year(year)
    if era and hijri != (era[0] in "هa"):
        return None
    # An outlet of Iran may mean the solar year (1402) by the same digits; only an era or a month's name decides.
    if hijri and rules.country == "IR" and not era and "month" not in match.re.groupindex:
        return None
    made = to_gregorian(year, month, day) if hijri else make(year, month, day)
    if made is None or not plausible(made.year, rules):
        return None
    return Found(match.start(), match.end(), made, calendar="hijri" if hijri else "gregorian", notes=notes)


def _with_range(match: re.Match[str], earlier: str | None, found: Found | None, rules: Rules) -> Found | None:
    """A range of days (3-5 تموز 2023) gives its first day and a note; a number not before the day is no range."""
    if found is None or earlier is None:
        return found
    length = _day_printed(match) - int(earlier)
    if length <= 0 or int(earlier) == 0:
        return replace(found, start=match.start("day" if "day" in match.re.groupindex else "a"))
    first = date.fromordinal(found.day.toordinal() - length)
    return replace(found, day=first, notes=(*found.notes, "range"))


def _day_printed(match: re.Match[str]) -> int:
    return value_of(match["day"], ORDINALS) if "day" in match.re.groupindex else int(match["a"])


def make(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day, None where there is none (31 شباط)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def plausible(year: int, rules: Rules) -> bool:
    """Return whether the press of ``now`` may print the year: 1900 to the next one."""
    return _EARLIEST_YEAR <= year <= (rules.today.year + 1 if rules.today else 2100)


def weekday_beside(text: str, start: int, end: int) -> int | None:
    """Return the weekday (Monday is 0) printed directly before the date, else directly after it."""
    match = patterns.WEEKDAY_BEFORE.search(text, max(0, start - 30), start) or patterns.WEEKDAY_AFTER.match(
        text, end, min(len(text), end + 20)
    )
    return patterns.WEEKDAY_NUMBER[match["weekday"]] if match else None
