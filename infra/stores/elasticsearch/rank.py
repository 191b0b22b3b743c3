"""Ranking: Elasticsearch finds the articles worth a close look, and these are scored as in the embedded store.

Elasticsearch's own score knows how rare a word is and how often it stands in an article, but neither words of its root
nor where it stands, and lengths only roughly (one byte). So the best `WINDOW` of its order are scored from their texts
by `infra.stores.scoring`; what lies below them keeps its order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from infra.stores.analysis import Leaf, Slot, positive_leaves, positive_parts, slots_of
from infra.stores.base import Layer, Query
from infra.stores.elasticsearch.dsl import dates_query, leaf_query
from infra.stores.query import Node
from infra.stores.scoring import Evidence, score, telling
from processors.records import TEXT_FIELDS

Json = dict[str, Any]
WINDOW = 80
"""How many articles are looked at closely."""
_AVERAGE: Json = {"length": {"avg": {"field": "length"}}}
_Hits = tuple[tuple[int, int], ...]


def is_close(query: Query, node: Node | None) -> bool:
    """Tell whether a page holds articles that are looked at closely."""
    by_score = query.sort == "relevance" and any(positive_leaves(node, query.layer))
    return by_score and query.limit > 0 and query.offset < WINDOW


class Ranker:
    """Orders what a search finds; ``search`` asks the cluster."""

    def __init__(self, search: Callable[..., Json]) -> None:
        self._search = search

    def ranked(self, request: Json, query: Query, node: Node | None) -> tuple[Json, list[Json]]:
        """Return the answer to a request, and the hits of the query's page without their documents, best first."""
        end = query.offset + query.limit
        answer = self._search(**request, source=list(TEXT_FIELDS), size=max(WINDOW, end))
        hits = answer["hits"]["hits"]
        scorer = self._scorer(query, node) if hits else None
        # Above what is not looked at closely, so that the scores fall from page to page.
        floor = hits[WINDOW - 1]["_score"] if len(hits) >= WINDOW else 0.0
        close = [{**hit, "_score": floor + scorer(hit["_source"])} for hit in hits[:WINDOW]] if scorer else []
        close.sort(key=lambda hit: (-hit["_score"], hit["_id"]))
        return answer, [*close, *hits[WINDOW:]][query.offset : end]

    def _scorer(self, query: Query, node: Node | None) -> Scorer:
        asked = {wanted: leaf_query(part, query.layer) for wanted, part in _leaves(node, query.layer)}
        leaves = telling(list(asked))
        counting = {"leaves": {"filters": {"filters": [asked[wanted] for wanted in leaves]}}}
        found = self._search(query=dates_query(query), size=0, track_total_hits=True, aggs=counting)
        counts = tuple(bucket["doc_count"] for bucket in found["aggregations"]["leaves"]["buckets"])
        # A request of its own: the cluster keeps the answer until the articles change.
        average = self._search(size=0, track_total_hits=False, aggs=_AVERAGE)["aggregations"]["length"]["value"]
        total = found["hits"]["total"]["value"]
        return Scorer(Evidence(leaves=leaves, counts=counts, total=total), average or 1.0)


def _leaves(node: Node | None, layer: Layer) -> list[tuple[Leaf, Any]]:
    return list(zip(positive_leaves(node, layer), positive_parts(node), strict=True))


class Scorer:
    """Scores articles for one query from their texts; ``average`` is their average weighted length in words."""

    def __init__(self, evidence: Evidence, average: float) -> None:
        self._evidence = evidence
        # `score` asks for the sizes of all articles together, of which it takes the weighted sum.
        self._totals = (0.0, 0.0, 0.0, average * evidence.total)
        beside = [(pattern, one.field) for one in evidence.leaves for pattern in (one.printed, one.near) if pattern]
        patterns = [(pattern, one.field) for one in evidence.leaves for pattern in one.patterns] + beside
        self._lengths = [len(pattern) for pattern, _ in patterns]
        self._fields = [field for _, field in patterns]
        self._parts: dict[str, set[tuple[int, int]]] = {}
        for number, (pattern, _) in enumerate(patterns):
            for part, slot in enumerate(pattern):
                for form in slot:
                    self._parts.setdefault(form, set()).add((number, part))
        self._known: dict[Slot, _Hits] = {}

    def __call__(self, source: Mapping[str, Any]) -> float:
        """Return the score of an article by its document's texts."""
        rows = [slots_of(source.get(name) or "") for name in TEXT_FIELDS]
        places: list[list[list[int]]] = [[[] for _ in TEXT_FIELDS] for _ in self._fields]
        for column, row in enumerate(rows):
            hits = [self._hits(slot) for slot in row]
            for at, found in enumerate(hits):
                for number, part in found:
                    if part == 0 and self._stands(hits, at, number) and self._asked(number, column):
                        places[number][column].append(at)
        return score(self._evidence, places, [len(row) for row in rows], self._totals)

    def _hits(self, slot: Slot) -> _Hits:
        """Return which parts of which patterns a word is: (pattern, part)."""
        found = self._known.get(slot)
        if found is None:
            found = tuple({at for form in self._parts.keys() & slot for at in self._parts[form]})
            self._known[slot] = found
        return found

    def _stands(self, hits: Sequence[_Hits], at: int, number: int) -> bool:
        length = self._lengths[number]
        return at + length <= len(hits) and all((number, part) in hits[at + part] for part in range(1, length))

    def _asked(self, number: int, column: int) -> bool:
        return self._fields[number] in (None, TEXT_FIELDS[column])
