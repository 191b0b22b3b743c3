"""Ranking: which matches are worth a close look, and how they score when looked at closely.

FTS5 finds the rare words fast; the score itself needs where the words stand. So the articles are first ordered by their
rare words alone, and the best `WINDOW` of them are scored with everything the query asks for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import apsw
import numpy as np
from numpy.typing import NDArray

from infra.stores.analysis import Leaf
from infra.stores.close import Scorer
from infra.stores.document import texts_of
from infra.stores.scoring import Evidence, flat_weight, most_weighed, telling
from infra.stores.sqlite.match import Matcher, Rows
from infra.stores.sqlite.tokenizer import pattern_query
from processors.records import TEXT_FIELDS

WINDOW = 80
_BM25 = "bm25(words, 3.0, 1.5, 1.5, 1.0)"
Floats = NDArray[np.float64]
Span = tuple[int, int]


class Ranker:
    """Scores matching articles, best first."""

    def __init__(self, connection: apsw.Connection, matcher: Matcher) -> None:
        self._connection = connection
        self._matcher = matcher
        connection.register_fts5_function("rasid_totals", _totals_of)

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
        evidence = Evidence(leaves=leaves, counts=tuple(counts), total=total)
        close = self._close(rows[order[:WINDOW]], evidence, span)
        best = np.argsort(-close, kind="stable")
        order = np.concatenate([order[:WINDOW][best], order[WINDOW:]])
        return rows[order], np.concatenate([close[best], _below(rough[order[WINDOW:]], float(close.min()))])

    def _rough(self, rows: Rows, leaves: Sequence[Leaf], total: int, span: Span) -> Floats:
        scores = np.zeros(len(rows))
        sets = [self._matcher.rows_of(wanted, span) for wanted in leaves]
        limit = most_weighed(list(map(len, sets)), total)
        for wanted, found in zip(leaves, sets, strict=True):
            if len(found):
                at = len(rows) - 1 - np.searchsorted(rows[::-1], found)
                inside = (at >= 0) & (rows[at] == found)
                is_rare = len(found) <= limit
                weight = self._weights(wanted, found, span)[inside] if is_rare else flat_weight(len(found), total)
                scores[at[inside]] += weight
        return scores

    def _weights(self, wanted: Leaf, found: Rows, span: Span) -> Floats:
        sql = f"SELECT -{_BM25} FROM words WHERE words MATCH ? AND rowid >= ? AND rowid < ?"
        cursor = self._connection.execute(sql, (pattern_query(wanted.patterns, wanted.field), *span))
        return np.fromiter((row[0] for row in cursor), np.float64, len(found))

    def _close(self, rows: Rows, evidence: Evidence, span: Span) -> Floats:
        """Score rows by their texts: FTS5 would look every form up in every segment again, for each row."""
        scorer = Scorer(evidence, self._totals(evidence, span))
        return np.array(scorer(list(self._texts(rows))))

    def _texts(self, rows: Rows) -> Iterator[tuple[str, ...]]:
        sql = "SELECT a.document FROM carray(?) c CROSS JOIN articles a ON a.rowid = c.value"
        for (document,) in self._connection.execute(sql, (apsw.carray(np.ascontiguousarray(rows)),)).fetchall():
            yield texts_of(json.loads(str(document)))

    def _totals(self, evidence: Evidence, span: Span) -> Sequence[int]:
        """Return how many words each field has in all articles."""
        rarest = min((n, at) for at, n in enumerate(evidence.counts) if n)[1]
        wanted = evidence.leaves[rarest]
        sql = "SELECT rasid_totals(words) FROM words WHERE words MATCH ? AND rowid >= ? AND rowid < ? LIMIT 1"
        row = self._connection.execute(sql, (pattern_query(wanted.patterns, wanted.field), *span)).fetchone()
        return json.loads(str(row[0]))  # type: ignore[index, no-any-return]


def _totals_of(row: apsw.FTS5ExtensionApi, *_: object) -> str:
    return json.dumps([row.column_total_size(column) for column in range(len(TEXT_FIELDS))])


def _below(rest: Floats, floor: float) -> Floats:
    """Bring the rough scores of the articles beyond the window under the lowest close one."""
    top = float(rest.max()) if len(rest) else 0.0
    return rest * (floor * 0.999 / top) if top > 0 else rest
