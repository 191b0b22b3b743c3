"""Counting what matches: facets by value number, histograms by row number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import apsw
import numpy as np
from numpy.typing import NDArray

from infra.stores.base import Count, Interval, StoreError
from infra.stores.sqlite.match import Rows
from infra.stores.sqlite.rowids import BITS
from infra.stores.values import interval_key

_MOST_BUCKETS = 200_000


@dataclass(frozen=True, slots=True)
class Columns:
    """The facet values of articles: ``numbers[starts[i]:starts[i + 1]]`` are those of row ``rows[i]``."""

    rows: Rows
    stories: Rows
    numbers: NDArray[np.uint32]
    starts: Rows

    @classmethod
    def read(cls, connection: apsw.Connection, rows: Rows | None = None) -> Columns:
        """Read the values of some rows (sorted), or of all."""
        sql = "SELECT f.rowid, f.story, f.vals FROM facets f ORDER BY f.rowid"
        if rows is not None and not len(rows):
            return cls(rows, rows, np.empty(0, np.uint32), np.zeros(1, np.int64))
        if rows is not None:
            sql = "SELECT f.rowid, f.story, f.vals FROM carray(?) c CROSS JOIN facets f ON f.rowid = c.value"
        bindings = () if rows is None else (apsw.carray(np.ascontiguousarray(rows)),)
        found: list[tuple[int, int, bytes]] = connection.execute(sql, bindings).fetchall()  # type: ignore[assignment]
        blobs = [row[2] for row in found]
        lengths = np.fromiter(map(len, blobs), np.int64, len(blobs)) // 4
        flat = np.frombuffer(b"".join(blobs), np.uint32)
        own = np.fromiter((row[0] for row in found), np.int64, len(found))
        story = np.fromiter((row[1] for row in found), np.int64, len(found))
        # An article without a story is a story of its own.
        return cls(own, np.where(story == 0, own, story | np.int64(-(1 << 63))), flat, np.r_[0, np.cumsum(lengths)])

    def of(self, rows: Rows) -> Columns:
        """Return the part of some rows (sorted, all of them there)."""
        if len(rows) == len(self.rows):
            return self
        at = np.searchsorted(self.rows, rows)
        lengths = np.diff(self.starts)
        chosen = np.zeros(len(self.rows), bool)
        chosen[at] = True
        numbers = self.numbers[np.repeat(chosen, lengths)]
        return Columns(rows, self.stories[at], numbers, np.r_[0, np.cumsum(lengths[at])])


def facet_counts(
    connection: apsw.Connection, columns: Columns, fields: Mapping[str, Rows], size: int, *, per_story: bool
) -> dict[str, tuple[Count, ...]]:
    """Count the articles (or their different stories) by value of each field; ``fields`` has the numbers of each."""
    numbers = _once_a_story(columns) if per_story else columns.numbers
    counts = np.bincount(numbers) if len(numbers) else np.zeros(1, np.int64)
    return {field: _top(connection, members, counts, size) for field, members in fields.items()}


def _once_a_story(columns: Columns) -> NDArray[np.uint32]:
    """Return the values with each only once a story. A story of one article has none twice: most need no look."""
    _, codes, sizes = np.unique(columns.stories, return_inverse=True, return_counts=True)
    lengths = np.diff(columns.starts)
    several = np.repeat(sizes[codes] > 1, lengths)
    story = np.repeat(codes.astype(np.int64), lengths)[several]
    pairs = np.unique(story << 32 | columns.numbers[several])
    return np.concatenate([columns.numbers[~several], (pairs & 0xFFFFFFFF).astype(np.uint32)])


def _top(connection: apsw.Connection, members: Rows, counts: NDArray[np.int64], size: int) -> tuple[Count, ...]:
    members = members[members < len(counts)]
    found = counts[members]
    least = np.sort(found)[::-1][min(size, len(found)) - 1] if len(found) and size else 1
    candidates = members[(found >= max(1, least))]
    rows = [
        Count(key=key, count=int(counts[number]), label=label)
        for number, key, label in _described(connection, candidates.tolist())
    ]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.key))[:size])


def _described(connection: apsw.Connection, numbers: list[int]) -> Iterator[tuple[int, str, str | None]]:
    for number in numbers:
        yield connection.execute("SELECT id, key, label FROM vals WHERE id = ?", (number,)).fetchone()  # type: ignore[misc]


def histogram_counts(rows: Rows, interval: Interval, zone: ZoneInfo, stories: Rows | None) -> tuple[Count, ...]:
    """Count rows (or different stories) by local interval, from the first to the last that has any."""
    if not len(rows):
        return ()
    seconds = rows >> BITS
    edges = _edges(int(seconds[0]), int(seconds[-1]), interval, zone)
    starts = np.array([int(edge.timestamp()) for edge in edges], np.int64)
    buckets = np.searchsorted(starts, seconds, side="right") - 1
    if stories is not None:
        _, codes = np.unique(stories, return_inverse=True)
        buckets = np.unique(buckets.astype(np.int64) << 32 | codes) >> 32
    counts = np.bincount(buckets, minlength=len(edges))
    return tuple(
        Count(key=interval_key(edge, interval), count=int(count))
        for edge, count in zip(edges, counts.tolist(), strict=True)
    )


def _edges(first: int, last: int, interval: Interval, zone: ZoneInfo) -> list[datetime]:
    end = datetime.fromtimestamp(last, UTC).astimezone(zone)
    edge = _floor(datetime.fromtimestamp(first, UTC).astimezone(zone), interval)
    edges = []
    while edge <= end:
        edges.append(edge)
        edge = _next(edge, interval, zone)
        if len(edges) > _MOST_BUCKETS:
            raise StoreError(
                f"a histogram by {interval} from {edges[0].date()} to {end.date()} has over {_MOST_BUCKETS:,} buckets; "
                "bound the dates or choose a longer interval"
            )
    return edges


def _floor(moment: datetime, interval: Interval) -> datetime:
    if interval == "hour":
        return moment.replace(minute=0, second=0, microsecond=0)
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if interval == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if interval == "month" else day


def _next(edge: datetime, interval: Interval, zone: ZoneInfo) -> datetime:
    match interval:
        case "hour":
            # By way of UTC: an hour of a summer-time change is there once or twice.
            return (edge.astimezone(UTC) + timedelta(hours=1)).astimezone(zone)
        case "day":
            return edge + timedelta(days=1)
        case "week":
            return edge + timedelta(days=7)
        case _:
            return (edge.replace(day=1) + timedelta(days=32)).replace(day=1)
