"""Ranking: which matches are worth a close look, and how they score when looked at closely.

FTS5 finds the rare words fast; the score itself needs where the words stand. So the articles are first ordered by their
rare words alone, and the best `WINDOW` of them are scored with everything the query asks for.
"""

from __future__ import annotations

from collections.abc import Sequence

import apsw
import numpy as np
from numpy.typing import NDArray

from infra.stores.analysis import Leaf
from infra.stores.scoring import Evidence, score
from infra.stores.sqlite.match import Matcher, Rows
from infra.stores.sqlite.tokenizer import pattern_query

WINDOW = 200
_RARE = 0.05  # share of the articles up to which a word's every match is weighed
_BM25 = "bm25(words, 3.0, 1.5, 1.5, 1.0)"
Floats = NDArray[np.float64]


class Ranker:
    """Scores matching articles, best first."""

    def __init__(self, connection: apsw.Connection, matcher: Matcher) -> None:
        self._connection = connection
        self._matcher = matcher
        self._evidence: Evidence | None = None
        connection.register_fts5_function("rasid_score", self._score_row)

    def ranked(self, rows: Rows, leaves: Sequence[Leaf], span: tuple[int, int]) -> tuple[Rows, Floats]:
        """Return all rows, best first, with their scores; equal scores stand in the order of the rows."""
        leaves = tuple(dict.fromkeys(wanted for wanted in leaves if wanted.patterns))
        if not len(rows) or not leaves:
            return rows[::-1], np.zeros(len(rows))
        rough = self._rough(rows, leaves, span)
        order = np.lexsort((-rows, -rough))
        best = order[:WINDOW]
        close = self._close(rows[best], leaves, span)
        order = np.concatenate([best[np.lexsort((-rows[best], -close))], order[WINDOW:]])
        floor = float(close.min()) if len(close) else 0.0
        scores = np.sort(close)[::-1]
        rest = rough[order[WINDOW:]]
        return rows[order], np.concatenate([scores, _below(rest, floor)])

    def _rough(self, rows: Rows, leaves: Sequence[Leaf], span: tuple[int, int]) -> Floats:
        total = np.zeros(len(rows))
        sets = [self._matcher.rows_of(wanted, span) for wanted in leaves]
        rarest = min((len(found) for found in sets if len(found)), default=0)
        limit = max(_RARE * self._count(), rarest, 1000)
        for wanted, found in zip(leaves, sets, strict=True):
            if not len(found):
                continue
            at = np.searchsorted(rows, found)
            inside = (at < len(rows)) & (rows[np.minimum(at, len(rows) - 1)] == found)
            weights = self._weights(wanted, found, span) if len(found) <= limit else self._flat(found)
            total[at[inside]] += weights[inside]
        return total

    def _weights(self, wanted: Leaf, found: Rows, span: tuple[int, int]) -> Floats:
        sql = f"SELECT -{_BM25} FROM words WHERE words MATCH ? AND rowid >= ? AND rowid < ?"
        cursor = self._connection.execute(sql, (pattern_query(wanted.patterns, wanted.field), *span))
        return np.fromiter((row[0] for row in cursor), np.float64, len(found))

    def _flat(self, found: Rows) -> Floats:
        return np.full(len(found), max(np.log(self._count() / len(found)), 0.01))

    def _count(self) -> int:
        return max(1, len(self._matcher.everything((-(1 << 62), 1 << 62))))

    def _close(self, rows: Rows, leaves: Sequence[Leaf], span: tuple[int, int]) -> Floats:
        everywhere = (-(1 << 62), 1 << 62)
        counts = [len(self._matcher.rows_of(wanted, everywhere)) for wanted in leaves]
        total = self._count()
        self._evidence = Evidence(leaves=tuple(leaves), counts=tuple(counts), total=total)
        expression = " OR ".join(pattern_query(wanted.patterns, wanted.field) for wanted in leaves)
        sql = "SELECT rasid_score(words) FROM words WHERE words MATCH ? AND rowid = ?"
        return np.array([self._connection.execute(sql, (expression, row)).fetchone()[0] for row in rows.tolist()])  # type: ignore[index]

    def _score_row(self, row: apsw.FTS5ExtensionApi, *_: object) -> float:
        assert self._evidence is not None
        places = [row.phrase_locations(number) for number in range(row.phrase_count)]
        sizes = [row.column_size(column) for column in range(4)]
        return score(self._evidence, places, sizes, [row.column_total_size(column) for column in range(4)])


def _below(rest: Floats, floor: float) -> Floats:
    """Bring the rough scores of the articles beyond the window under the lowest close one."""
    top = float(rest.max()) if len(rest) else 0.0
    return rest * (floor * 0.999 / top) if top > 0 else rest
