"""One date out of what JSON-LD, meta, time tags, visible text and URL say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from processors.dates.reader import zone_of
from processors.records import DateReading

_KINDS = ("json-ld", "meta", "time", "text", "url")
_PRECISIONS = ("year", "month", "day", "hour", "minute", "second")
_ZEROS = ((1970, 1, 1), (1900, 1, 1), (1, 1, 1))
_SKEW = timedelta(minutes=10)
_UTC_STAMP = re.compile(r"(?:z|[+\-]00:?00|gmt|utc)\)?\s*$", re.IGNORECASE)


def resolve(readings: Sequence[DateReading], *, captured_at: datetime, timezone: str) -> DateReading | None:
    """Return the date that the sources agree on, with ``contradicts:SOURCE`` for each that says another day.

    In order: (0) the zero of a machine's calendar (1970-01-01, 1900-01-01, 0001-01-01) is no date; (1) a UTC stamp is
    local time written with a Z (``z-is-local``) where it lies after the capture and its wall-clock time does not,
    where the visible text prints that very wall-clock time, or where two other kinds of source name its wall-clock day
    and none its local day; (2) what lies after the capture (ten minutes of clock skew, or the day after for a day) is
    dropped; (3) of the local days the one that most kinds of source name wins, a tie goes to the first kind of
    JSON-LD, meta, time, text, URL; (4) of that day's readings the most precise, then the first kind.
    """
    zone = zone_of(timezone)
    if captured_at.tzinfo is None:
        captured_at = captured_at.replace(tzinfo=zone)
    local = [replace(item, value=item.value.astimezone(zone)) for item in readings if not _is_zero(item)]
    repaired = [_repair(item, local, captured_at) for item in local]
    usable = [item for item in repaired if not _later(item, captured_at)]
    dropped = tuple(f"dropped-later-than-capture:{item.provenance}" for item in repaired if _later(item, captured_at))
    if not usable:
        return None
    days = [item for item in usable if _rank(item) >= _PRECISIONS.index("day")]
    best = _best_of(days) if days else max(usable, key=lambda item: (_rank(item), -_kind_rank(item)))
    against = tuple(f"contradicts:{item.provenance}" for item in usable if not _compatible(item, best))
    return replace(best, notes=tuple(dict.fromkeys((*best.notes, *against, *dropped))))


def _is_zero(item: DateReading) -> bool:
    day = item.value.astimezone(UTC) + timedelta(hours=12)
    zero = (day.year, day.month, day.day) in _ZEROS or item.value.date().timetuple()[:3] in _ZEROS
    return zero and _kind(item) in ("json-ld", "meta", "time")


def _best_of(days: list[DateReading]) -> DateReading:
    kinds: dict[date, set[str]] = defaultdict(set)
    for item in days:
        kinds[item.value.date()].add(_kind(item))
    first = {day: min(_kind_rank(item) for item in days if item.value.date() == day) for day in kinds}
    day = min(kinds, key=lambda day: (-len(kinds[day]), first[day]))
    return max((item for item in days if item.value.date() == day), key=lambda item: (_rank(item), -_kind_rank(item)))


def _repair(item: DateReading, readings: list[DateReading], captured_at: datetime) -> DateReading:
    """Read a wrong UTC stamp as local time where the evidence of rule (1) says so."""
    if _rank(item) < _PRECISIONS.index("hour") or not _UTC_STAMP.search(item.raw) or not item.value.utcoffset():
        return item
    wall = item.value.astimezone(UTC).replace(tzinfo=item.value.tzinfo)
    if _is_local(item, wall, [other for other in readings if _kind(other) != _kind(item)], captured_at):
        return replace(item, value=wall, notes=(*item.notes, "z-is-local"))
    return item


def _is_local(item: DateReading, wall: datetime, others: list[DateReading], captured_at: datetime) -> bool:
    if item.value > captured_at + _SKEW >= wall:
        return True
    for other in others:
        timed = _kind(other) == "text" and _rank(other) >= _PRECISIONS.index("minute")
        if timed and other.value.replace(second=0) == wall.replace(second=0) and not _UTC_STAMP.search(other.raw):
            return True
    days = [(_kind(other), other.value.date()) for other in others if other.precision == "day"]
    named = {kind for kind, day in days if day == wall.date()}
    return len(named) > 1 and all(day != item.value.date() for _, day in days)


def _later(item: DateReading, captured_at: datetime) -> bool:
    if _rank(item) >= _PRECISIONS.index("hour"):
        return item.value > captured_at + _SKEW
    return item.value.date() > captured_at.astimezone(item.value.tzinfo).date() + timedelta(days=1)


def _compatible(item: DateReading, best: DateReading) -> bool:
    """Return whether two readings name one day, as far as the coarser of them goes."""
    length = {"year": 4, "month": 7}.get(item.precision, 10)
    return item.value.date().isoformat()[:length] == best.value.date().isoformat()[:length]


def _rank(item: DateReading) -> int:
    return _PRECISIONS.index(item.precision)


def _kind(item: DateReading) -> str:
    return item.provenance.partition(":")[0]


def _kind_rank(item: DateReading) -> int:
    kind = _kind(item)
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)
