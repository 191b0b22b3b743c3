"""Dates in the path of an article's URL."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import unquote, urlsplit

from processors.dates.parse import parse_date
from processors.records import DateReading

_END = r"(?=[/\-_.]|$)"
_PATHS = (
    re.compile(rf"(?<![0-9])(?P<y>(?:19|20)[0-9]{{2}})(?P<s>[/\-_])(?P<m>[0-9]{{1,2}})(?P=s)(?P<d>[0-9]{{1,2}}){_END}"),
    re.compile(
        rf"(?:^|[/\-_])(?P<d>[0-9]{{1,2}})(?P<s>[\-_])(?P<m>[0-9]{{1,2}})(?P=s)(?P<y>(?:19|20)[0-9]{{2}}){_END}"
    ),
    re.compile(rf"(?:^|[/\-_])(?P<y>20[0-9]{{2}})(?P<m>[01][0-9])(?P<d>[0-3][0-9]){_END}"),
    re.compile(r"/(?P<y>(?:19|20)[0-9]{2})/(?P<m>[0-9]{1,2})(?=/)"),
)


def date_in_url(url: str, *, timezone: str, now: datetime | None = None, day_first: bool = True) -> DateReading | None:
    """Return the date in a URL's path (``/2023/07/05/``, ``-20230705``, ``/05-07-2023/``; ``/2023/07/`` is a month).

    The query is left out: there a date is a reader's choice. ``day_first`` orders a date that ends in its year.
    """
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return None
    for pattern in _PATHS:
        for match in pattern.finditer(path):
            reading = _read(match, timezone, now, day_first)
            if reading is not None:
                return reading
    return None


def _read(match: re.Match[str], timezone: str, now: datetime | None, day_first: bool) -> DateReading | None:
    parts = match.groupdict()
    day, month = parts.get("d"), parts["m"]
    if day and not day_first and match.re is _PATHS[1]:
        day, month = month, day
    written = "-".join(filter(None, (parts["y"], month.zfill(2), day and day.zfill(2))))
    return parse_date(written, timezone=timezone, now=now, provenance="url")
