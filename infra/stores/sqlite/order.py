"""Results in their final order: by score or time, ties by id, resolved only where a page needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import apsw
import numpy as np
from numpy.typing import NDArray

from infra.stores.sqlite.match import Rows
from infra.stores.sqlite.rowids import BITS


@dataclass(frozen=True, slots=True)
class Ordered:
    """Rows in order with their scores; neighbours with an equal ``tie`` still have to be ordered by id."""

    rows: Rows
    scores: NDArray[np.float64]
    tie: NDArray[np.generic]

    @property
    def total(self) -> int:
        """How many results there are."""
        return len(self.rows)

    def page(self, connection: apsw.Connection, offset: int, limit: int) -> list[tuple[int, float]]:
        """Return (row number, score) of one page."""
        end = min(offset + limit, self.total)
        if offset >= end:
            return []
        first, last = offset, end
        while first and self.tie[first - 1] == self.tie[offset]:
            first -= 1
        while last < self.total and self.tie[last] == self.tie[end - 1]:
            last += 1
        members = self._by_id(connection, first, last)
        return members[offset - first : end - first]

    def _by_id(self, connection: apsw.Connection, first: int, last: int) -> list[tuple[int, float]]:
        rows = self.rows[first:last].tolist()
        scores = self.scores[first:last].tolist()
        group = _groups(self.tie[first:last])
        counts = np.bincount(group)
        ids = {row: _id_of(connection, row) for row, of in zip(rows, group.tolist(), strict=True) if counts[of] > 1}
        order = sorted(range(len(rows)), key=lambda at: (group[at], ids.get(rows[at], "")))
        return [(rows[at], scores[at]) for at in order]


def by_time(rows: Rows, *, oldest: bool) -> Ordered:
    """Order sorted row numbers by time."""
    rows = rows if oldest else rows[::-1]
    return Ordered(rows, np.zeros(len(rows)), rows >> BITS)


def by_score(rows: Rows, scores: NDArray[np.float64]) -> Ordered:
    """Take rows that are in order of their scores."""
    return Ordered(rows, scores, scores)


def first_of_each(ordered: Ordered, stories: Rows, ids: Sequence[int] | Rows) -> Ordered:
    """Keep the first of each story; ``ids`` holds every row number in the order of the ids."""
    numbers = np.asarray(ids, np.int64)
    at = np.argsort(numbers)
    own = at[np.searchsorted(numbers[at], ordered.rows)]
    order = np.lexsort((own, _groups(ordered.tie)))
    _, first = np.unique(stories[order], return_index=True)
    keep = order[np.sort(first)]
    return Ordered(ordered.rows[keep], ordered.scores[keep], ordered.tie[keep])


def _groups(tie: NDArray[np.generic]) -> NDArray[np.int64]:
    """Number the runs of equal neighbours."""
    return np.cumsum(np.r_[0, tie[1:] != tie[:-1]])[: len(tie)]


def _id_of(connection: apsw.Connection, row: int) -> str:
    return str(connection.execute("SELECT id FROM articles WHERE rowid = ?", (row,)).fetchone()[0])  # type: ignore[index]
