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
from infra.stores.scoring import Evidence, score, telling
from infra.stores.sqlite.match import Matcher, Rows
from infra.stores.sqlite.tokenizer import pattern_query

WINDOW = 80
_RARE = 0.03  # share of the articles up to which a word's every match is weighed
_BM25 = "bm25(words, 3.0, 1.5, 1.5, 1.0)"
Floats = NDArray[np.float64]
Span = tuple[int, int]


class Ranker:
    """Scores matching articles, best first."""

    def __init__(self, connection: apsw.Connection, matcher: Matcher) -> None:
        self._connection = connection
        self._matcher = matcher
        self._evidence: Evidence | None = None
        connection.register_fts5_function("rasid_score", self._score_row)

    def ranked(self, rows: Rows, leaves: Sequence[Leaf], span: Span) -> tuple[Rows, Floats]:
        """Return all rows, best first, with their scores; equal scores stand newest first."""
        rows = rows[::-1]
        leaves = telling(leaves)
        counts = [len(self._matcher.rows_of(wanted, span)) for wanted in leaves]
        if not len(rows) or not any(counts):
            return rows, np.zeros(len(rows))
        total = self._matcher.count(span)
        rough = self._rough(rows, leaves, total, span)
        order = np.argsort(-rough, kind="stable")
        self._evidence = Evidence(leaves=leaves, counts=tuple(counts), total=total)
        close = self._close(rows[order[:WINDOW]])
        best = np.argsort(-close, kind="stable")
        order = np.concatenate([order[:WINDOW][best], order[WINDOW:]])
        return rows[order], np.concatenate([close[best], _below(rough[order[WINDOW:]], float(close.min()))])

    def _rough(self, rows: Rows, leaves: Sequence[Leaf], total: int, span: Span) -> Floats:
        scores = np.zeros(len(rows))
        sets = [self._matcher.rows_of(wanted, span) for wanted in leaves]
        rarest = min(len(found) for found in sets if len(found))
        limit = max(_RARE * total, min(rarest, 2 * _RARE * total), 1000)
        for wanted, found in zip(leaves, sets, strict=True):
            if len(found):
                at = len(rows) - 1 - np.searchsorted(rows[::-1], found)
                inside = (at >= 0) & (rows[at] == found)
                weights = self._weights(wanted, found, span) if len(found) <= limit else _flat(found, total)
                scores[at[inside]] += weights[inside]
        return scores

    def _weights(self, wanted: Leaf, found: Rows, span: Span) -> Floats:
        sql = f"SELECT -{_BM25} FROM words WHERE words MATCH ? AND rowid >= ? AND rowid < ?"
        cursor = self._connection.execute(sql, (pattern_query(wanted.patterns, wanted.field), *span))
        return np.fromiter((row[0] for row in cursor), np.float64, len(found))

    def _close(self, rows: Rows) -> Floats:
        assert self._evidence is not None
        leaves = self._evidence.leaves
        queries = [pattern_query(wanted.patterns, wanted.field) for wanted in leaves]
        beside = [pattern for wanted in leaves for pattern in (wanted.printed, wanted.near) if pattern]
        fields = [wanted.field for wanted in leaves for pattern in (wanted.printed, wanted.near) if pattern]
        queries += [pattern_query((pattern,), field) for pattern, field in zip(beside, fields, strict=True)]
        sql = "SELECT rasid_score(words) FROM words WHERE words MATCH ? AND rowid = ?"
        expression = " OR ".join(queries)
        return np.array([self._connection.execute(sql, (expression, row)).fetchone()[0] for row in rows.tolist()])  # type: ignore[index]

    def _score_row(self, row: apsw.FTS5ExtensionApi, *_: object) -> float:
        assert self._evidence is not None
        places = [row.phrase_locations(number) for number in range(row.phrase_count)]
        sizes = [row.column_size(column) for column in range(4)]
        return score(self._evidence, places, sizes, [row.column_total_size(column) for column in range(4)])


def _flat(found: Rows, total: int) -> Floats:
    return np.full(len(found), max(float(np.log(total / len(found))), 0.01))


def _below(rest: Floats, floor: float) -> Floats:
    """Bring the rough scores of the articles beyond the window under the lowest close one."""
    top = float(rest.max()) if len(rest) else 0.0
    return rest * (floor * 0.999 / top) if top > 0 else rest
