"""One outlet's way of printing dates: absolute and relative dates put together with their time, weekday and label."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from processors.dates.absolute import Found, Rules, absolute_dates, plausible, weekday_beside
from processors.dates.clock import CLOCK, HOUR, Clock, read_clock
from processors.dates.fold import Folded
from processors.dates.patterns import UPDATED
from processors.dates.relative import relative_date
from processors.records import DateReading, Precision

_NEAR = 45
_SAME_DATE = 25
_LABELLED_WITHIN = 30
# Between a date and its time stand no digits, no second label and no other measure of time.
_GAP = re.compile(r"[^0-9]{0,30}")


def zone_of(name: str) -> ZoneInfo:
    """Return an IANA zone; `ValueError` names a wrong one."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"timezone: {name!r} is not an IANA time zone such as Asia/Baghdad") from error


class Reader:
    """One outlet's way of printing dates."""

    def __init__(self, zone: str, now: datetime | None, day_first: bool, country: str | None, provenance: str) -> None:
        self.zone = zone_of(zone)
        self.now = _local(now, self.zone) if now else None
        self.rules = Rules(day_first, self.now.date() if self.now else None, country)
        self.provenance = provenance

    def all(self, folded: Folded) -> tuple[DateReading, ...]:
        """Return the absolute dates, a Hijri and a Gregorian one side by side as one."""
        found = _joined(absolute_dates(folded.text, self.rules), folded.text)
        made = (
            self._with_surroundings(folded, item, found[index - 1].end if index else 0)
            for index, item in enumerate(found)
        )
        return tuple(made)

    def _with_surroundings(self, folded: Folded, found: Found, floor: int) -> DateReading:
        notes = list(found.notes)
        weekday = weekday_beside(folded.text, found.start, found.end) if found.precision == "day" else None
        if weekday is not None and weekday != found.day.weekday() and "range" not in notes:
            notes.append("weekday-mismatch")
        if UPDATED.search(folded.text, max(floor, found.start - 30), found.start):
            notes.append("update-label")
        clock, start, end = (
            _clock_beside(folded.text, found, floor) if found.precision == "day" else (None, found.start, found.end)
        )
        return self.reading(folded, replace(found, notes=tuple(notes)), clock, start, end)

    def reading(
        self,
        folded: Folded,
        found: Found,
        clock: Clock | None,
        start: int,
        end: int,
        precision: Precision | None = None,
    ) -> DateReading:
        """Put day and time together, aware in the outlet's zone."""
        moment = time(clock.hour, clock.minute, clock.second) if clock else time()
        value = datetime.combine(found.day, moment, tzinfo=clock.zone if clock and clock.zone else self.zone)
        return DateReading(
            value=value.astimezone(self.zone),
            raw=folded.raw_slice(start, end).strip(),
            precision=clock.precision if clock else precision or found.precision,
            calendar=found.calendar,
            provenance=self.provenance,
            notes=found.notes,
        )

    def stamp(self, match: re.Match[str]) -> DateReading | None:
        """Read a full ISO 8601 stamp; None for a day or time there is none of, or that the press cannot print."""
        try:
            moment = datetime.fromisoformat(match["moment"] + match["zone"].replace("Z", "+00:00"))
            value = moment.astimezone(self.zone)
        except (ValueError, OverflowError):
            return None
        if not plausible(moment.year, self.rules):
            return None
        return DateReading(value=value, raw=match[0], precision="second", provenance=self.provenance)

    def relative(self, folded: Folded) -> DateReading | None:
        """Return the relative date of a short text, None without ``now``."""
        try:
            found = relative_date(folded.text, self.now) if self.now else None
        except (OverflowError, ValueError):
            return None
        if found is None:
            return None
        value, precision = found.moment, found.precision
        if found.clock:
            value = value.replace(hour=found.clock.hour, minute=found.clock.minute, second=found.clock.second)
            value = value.replace(tzinfo=found.clock.zone or self.zone).astimezone(self.zone)
            precision = found.clock.precision
        raw = folded.raw_slice(found.start, found.end).strip()
        return DateReading(value=value, raw=raw, precision=precision, provenance=self.provenance, notes=found.notes)


def _local(now: datetime, zone: ZoneInfo) -> datetime:
    return now.astimezone(zone) if now.tzinfo else now.replace(tzinfo=zone)


def _joined(found: list[Found], text: str) -> list[Found]:
    """Join a Hijri date and a Gregorian one side by side (الموافق): the Gregorian says the day.

    The calendars of two countries differ by a day or two (sighting of the moon); more is noted.
    """
    joined: list[Found] = []
    for item in found:
        before = joined[-1] if joined else None
        if before is None or before.calendar == item.calendar or item.start - before.end > _SAME_DATE:
            joined.append(item)
            continue
        stated, other = (before, item) if before.calendar == "gregorian" else (item, before)
        apart = abs((stated.day - other.day).days)
        notes = (*stated.notes, "contradicts:hijri") if apart > 2 and stated.precision == "day" else stated.notes
        joined[-1] = replace(stated, start=before.start, end=item.end, notes=notes)
    return joined


def _clock_beside(text: str, found: Found, floor: int) -> tuple[Clock | None, int, int]:
    """Return the time of day after the date, else before it, and the span of date and time."""
    for pattern in (CLOCK, HOUR):
        match = pattern.search(text, found.end, min(len(text), found.end + _NEAR))
        if match and _belongs(match, text[found.end : match.start()]) and (clock := read_clock(match)):
            return clock, found.start, match.end()
    for pattern in (CLOCK, HOUR):
        matches = list(pattern.finditer(text, max(floor, found.start - _NEAR), found.start))
        if (
            matches
            and _belongs(matches[-1], text[matches[-1].end() : found.start])
            and (clock := read_clock(matches[-1]))
        ):
            return clock, matches[-1].start(), found.end
    return None, found.start, found.end


def _belongs(match: re.Match[str], gap: str) -> bool:
    """Return whether a time is the date's: near, no label between, and marked as a time where it has no minutes."""
    if match.re is HOUR and not (match["saah"] or match["mark"]):
        return False
    return _GAP.fullmatch(gap) is not None and not UPDATED.search(gap)
