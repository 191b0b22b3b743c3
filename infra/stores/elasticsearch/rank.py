"""Ranking: Elasticsearch finds the articles worth a close look, and these are scored as in the embedded store.

Elasticsearch's own score knows how rare a word is and how often it stands in an article, but neither words of its root
nor where it stands, and lengths only roughly (one byte). So its order is that of the rare words alone, as in the
embedded store, and the best `WINDOW` are scored from their texts; what lies below them keeps its order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from infra.stores.analysis import positive_leaves, positive_parts
from infra.stores.base import Query
from infra.stores.close import Scorer
from infra.stores.elasticsearch.dsl import dates_query, leaf_query
from infra.stores.query import Node
from infra.stores.scoring import Evidence, flat_weight, most_weighed, telling
from processors.records import TEXT_FIELDS

Json = dict[str, Any]
WINDOW = 80
"""How many articles are looked at closely."""
_AVERAGE: Json = {"length": {"avg": {"field": "length"}}}
_ORDER: list[Json] = [{"_score": "desc"}, {"@timestamp": "desc"}, {"id": "asc"}]


def is_ranked(query: Query, node: Node | None) -> bool:
    """Tell whether a query's order is that of a score."""
    return query.sort == "relevance" and any(positive_leaves(node, query.layer))


class Ranker:
    """Orders what one query finds; ``search`` asks the cluster."""

    def __init__(self, search: Callable[..., Json], query: Query, node: Node | None) -> None:
        self._search, self._query = search, query
        parts = zip(positive_leaves(node, query.layer), positive_parts(node), strict=True)
        asked = {wanted: leaf_query(part, query.layer) for wanted, part in parts}
        leaves = telling(list(asked))
        self._asked = [asked[wanted] for wanted in leaves]
        counts, total = self._counted()
        self._evidence = Evidence(leaves=leaves, counts=counts, total=total)

    def _counted(self) -> tuple[tuple[int, ...], int]:
        counting: Json = {f"leaf{number}": {"filter": wanted} for number, wanted in enumerate(self._asked)}
        found = self._search(query=dates_query(self._query), size=0, track_total_hits=True, aggs=counting)
        # A cluster without an index answers without aggregations.
        counted = found.get("aggregations", {})
        counts = tuple(int(counted.get(name, {}).get("doc_count", 0)) for name in counting)
        return counts, int(found["hits"]["total"]["value"])

    def ordered(self, request: Json) -> Json:
        """Return a request for the same articles in the order of their rare words; equal ones stand newest first."""
        counts, total = self._evidence.counts, self._evidence.total
        most = most_weighed(counts, total)
        weights = [
            wanted if count <= most else _flat(wanted, flat_weight(count, total))
            for wanted, count in zip(self._asked, counts, strict=True)
            if count
        ]
        return {**request, "query": {"bool": {"filter": [request["query"]], "should": weights}}, "sort": _ORDER}

    def closely(self, request: Json) -> tuple[Json, list[Json]]:
        """Return the answer to an ordered request, and the hits of the query's page without their documents."""
        end = self._query.offset + self._query.limit
        answer = self._search(**request, source=list(TEXT_FIELDS), size=max(WINDOW, end))
        hits = answer["hits"]["hits"]
        scores = self._scores(hits[:WINDOW])
        # Above what is not looked at closely, so that the scores fall from page to page.
        floor = hits[WINDOW - 1]["_score"] if len(hits) >= WINDOW else 0.0
        close = [{**hit, "_score": floor + score} for hit, score in zip(hits, scores, strict=False)]
        close.sort(key=lambda hit: (-hit["_score"], hit["_id"]))
        return answer, [*close, *hits[WINDOW:]][self._query.offset : end]

    def _scores(self, hits: Sequence[Json]) -> list[float]:
        if not hits:
            return []
        # A request of its own: the cluster keeps the answer until the articles change.
        average = self._search(size=0, track_total_hits=False, aggs=_AVERAGE)["aggregations"]["length"]["value"]
        # The scorer takes the weighted sum of all fields, of which the body's weight is 1.
        scorer = Scorer(self._evidence, (0.0, 0.0, 0.0, (average or 1.0) * self._evidence.total))
        return scorer([[hit["_source"].get(name) or "" for name in TEXT_FIELDS] for hit in hits])


def _flat(wanted: Json, weight: float) -> Json:
    return {"constant_score": {"filter": wanted, "boost": weight}}
