"""`parse_date` and `find_dates`: from printed text to `DateReading`."""

from __future__ import annotations

import re
from datetime import datetime

from processors.dates.fold import fold
from processors.dates.machine import machine_date
from processors.dates.reader import Reader
from processors.records import DateReading

_LONGEST = 2000
# What nearly every machine writes; read directly, because every page holds several.
_STAMP = re.compile(
    r"(?P<moment>(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})"
)
# .NET's general pattern of en-US (M/d/yyyy h:mm:ss tt), which servers write into metadata whatever the outlet prints.
_AMERICAN = re.compile(r"\s*[0-9]{1,2}/[0-9]{1,2}/[0-9]{4} [0-9]{1,2}:[0-9]{2}:[0-9]{2} [AP]M\s*")


def parse_date(
    text: str,
    *,
    timezone: str,
    now: datetime | None = None,
    day_first: bool = True,
    country: str | None = None,
    provenance: str = "text",
) -> DateReading | None:
    """Read the date of a short text: a date line, an attribute or a machine value; None where it states none.

    ``timezone`` is the outlet's IANA zone (`ValueError` if unknown), ``now`` the capture (a naive one is local to it);
    without ``now`` nothing relative is read. Of several dates the first that no update label precedes is meant.
    ``provenance`` other than ``text`` marks a machine value, in which a year alone counts and 5/12/2024 3:45:00 PM is
    read month first.
    """
    american = provenance != "text" and _AMERICAN.fullmatch(text) is not None
    reader = Reader(timezone, now, day_first and not american, country, provenance)
    if (stamp := _STAMP.fullmatch(text)) and (exact := reader.stamp(stamp)) is not None:
        return exact
    folded = fold(text[:_LONGEST])
    alone = machine_date(folded.text.strip(" ,.-|"), reader.rules, machine=provenance != "text")
    if alone is not None:
        return reader.reading(folded, alone.found, alone.clock, 0, len(folded.text), alone.precision)
    readings = reader.all(folded)
    first = next((item for item in readings if "update-label" not in item.notes), None) or (readings or (None,))[0]
    return first or reader.relative(folded)


def find_dates(
    text: str,
    *,
    timezone: str,
    now: datetime | None = None,
    day_first: bool = True,
    country: str | None = None,
    provenance: str = "text",
) -> tuple[DateReading, ...]:
    """Return every absolute date of a visible text in order, each with its raw slice; arguments as `parse_date`.

    A date that follows an update label (آخر تحديث) carries the note ``update-label``. Relative words are left out:
    in running text they refer to another moment than the capture.
    """
    return Reader(timezone, now, day_first, country, provenance).all(fold(text))
