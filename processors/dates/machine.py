"""Whole values that only machines write: epochs, compact ISO 8601, a month or a year alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from processors.dates import patterns
from processors.dates.absolute import Found, Rules, make, plausible
from processors.dates.clock import ISO_CLOCK, Clock, read_clock
from processors.dates.hijri import is_hijri_year, to_gregorian
from processors.records import Precision


@dataclass(frozen=True, slots=True)
class Machine:
    """A value read as a whole."""

    found: Found
    clock: Clock | None = None
    precision: Precision | None = None


def machine_date(text: str, rules: Rules, *, machine: bool) -> Machine | None:
    """Read a folded value that is nothing but a machine's date.

    Epochs have 10 digits (seconds) or 13 (milliseconds) and lie between 2001 and a day after ``now``. A year alone is a
    date where a word says so (عام 2023) or ``machine`` is set.
    """
    if epoch := patterns.EPOCH.fullmatch(text):
        return _epoch(int(epoch["seconds"]), rules)
    if compact := patterns.COMPACT.fullmatch(text):
        return _compact(compact, rules)
    if month := patterns.ISO_MONTH.fullmatch(text):
        return _whole(int(month["year"] or month["year2"]), int(month["month"] or month["month2"]), "month", rules)
    year = patterns.YEAR_ALONE.fullmatch(text)
    if year and (machine or year["word"]):
        return _whole(int(year["year"]), 1, "year", rules)
    return None


def _epoch(seconds: int, rules: Rules) -> Machine | None:
    moment = datetime.fromtimestamp(seconds, tz=UTC)
    if moment.year < 2001 or (rules.today and moment.date() > rules.today + timedelta(days=1)):
        return None
    clock = Clock(moment.hour, moment.minute, moment.second, "second", UTC)
    return Machine(Found(0, 0, moment.date()), clock)


def _compact(match: re.Match[str], rules: Rules) -> Machine | None:
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    hijri = is_hijri_year(year)
    made = to_gregorian(year, month, day) if hijri else make(year, month, day)
    if made is None or not plausible(made.year, rules):
        return None
    found = Found(0, 0, made, calendar="hijri" if hijri else "gregorian")
    printed = ISO_CLOCK.fullmatch(match["time"]) if match["time"] else None
    if match["time"] is None:
        return Machine(found)
    clock = read_clock(printed) if printed else None
    return Machine(found, clock) if clock else None


def _whole(year: int, month: int, precision: Precision, rules: Rules) -> Machine | None:
    if not 1 <= month <= 12 or not plausible(year, rules):
        return None
    return Machine(Found(0, 0, date(year, month, 1)), precision=precision)
