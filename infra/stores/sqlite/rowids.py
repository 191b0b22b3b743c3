"""Row numbers that sort by time: seconds since 1970, then a count within the second.

FTS5 hands out matches by row number, and bounds of a search become bounds of it, so that newest first and date ranges
cost nothing. 38 bits of seconds reach over every year that Python knows; 2^25 articles fit into one second.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from infra.stores.base import Query

BITS = 25
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NO_FILTERS = frozenset("layer date_from date_to sort limit offset highlight one_per_story".split())  # noqa: SIM905 (names)
LOWEST, HIGHEST = -(1 << 62), 1 << 62


def first_rowid(moment: datetime) -> int:
    """Return the lowest row number of a moment (a fraction of a second rounds up, as bounds need)."""
    return -((_EPOCH - moment) // timedelta(seconds=1)) << BITS


def bounds(query: Query) -> tuple[int, int]:
    """Return the first row number inside the query's dates, and the first beyond them."""
    low = first_rowid(query.date_from) if query.date_from else LOWEST
    high = first_rowid(query.date_to) if query.date_to else HIGHEST
    return low, high


def narrows(query: Query) -> bool:
    """Tell whether a query asks for less than all articles between its dates."""
    return any(getattr(query, item.name) != item.default for item in fields(Query) if item.name not in _NO_FILTERS)


def within(rows: NDArray[np.int64]) -> tuple[int, int]:
    """Return the first of sorted row numbers, and the first beyond them."""
    return int(rows[0]), int(rows[-1]) + 1
