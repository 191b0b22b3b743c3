"""Reading: pages of hits, counts, and everything as a stream."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from elasticsearch import Elasticsearch

from infra.stores.analysis import positive_leaves
from infra.stores.base import Count, Hit, Interval, Kin, NamesBy, NameUse, Query, Results, Stored
from infra.stores.elasticsearch import aggregate, filters, naming
from infra.stores.elasticsearch.body import SOURCE, stored_of
from infra.stores.elasticsearch.dsl import NOTHING, query_node, search_query
from infra.stores.elasticsearch.indices import Indices
from infra.stores.elasticsearch.patience import patiently
from infra.stores.elasticsearch.rank import WINDOW, Ranker, is_ranked
from infra.stores.elasticsearch.shards import scan
from infra.stores.highlight import highlights
from infra.stores.kin import COMMON
from infra.stores.query import Node
from processors.fingerprint import packed

Json = dict[str, Any]
_WINDOW = 10_000  # index.max_result_window: what one request may reach; beyond it pages go on from a sort key
_IDS = 5000  # of one page of ids
# Which months are there changes; a month that is missing is not an error, a shard that is down is.
_OPTIONS: Json = {"ignore_unavailable": True, "allow_no_indices": True, "allow_partial_search_results": False}


class Reader:
    """Answers queries from all monthly indices at once."""

    def __init__(self, client: Elasticsearch, indices: Indices, patience: float) -> None:
        self._client, self._indices, self._patience = client, indices, patience

    def one(self, article_id: str) -> Stored | None:
        """Return one article, or None."""
        answer = self.search(query={"ids": {"values": [article_id]}}, size=1, source=SOURCE)
        hits = answer["hits"]["hits"]
        return stored_of(hits[0]["_source"]) if hits else None

    def page(self, query: Query) -> Results:
        """Return one page of hits, each with the whole article and its marks."""
        node = query_node(query)
        request = self._request(query, node)
        total, found = self._found(request, query, node)
        hits = []
        for raw in found:
            stored = stored_of(raw["_source"])
            marks = highlights(stored.enriched.article, node, query.layer) if query.highlight else {}
            hits.append(Hit(stored=stored, score=_score(raw), highlights=marks))
        return Results(hits=tuple(hits), total=total)

    def _request(self, query: Query, node: Node | None) -> Json:
        request: Json = {"query": self.query(query, node), "track_total_hits": True, "sort": _sort(query, node)}
        if query.sort == "relevance":
            # Each month is a shard: without the common statistics a rare word would count more in a thin month.
            request["search_type"] = "dfs_query_then_fetch"
        if query.one_per_story:
            request["collapse"] = {"field": "story.key"}
            request["aggs"] = {"stories": aggregate.STORIES}
        return request

    def _found(self, request: Json, query: Query, node: Node | None) -> tuple[int, list[Json]]:
        ranker = Ranker(self.search, query, node) if is_ranked(query, node) else None
        request = ranker.ordered(request) if ranker else request
        if query.offset + query.limit > _WINDOW:
            return self._deep(request, query)
        is_close = query.limit and query.offset < WINDOW
        return self._close(ranker, request) if ranker and is_close else self._plain(request, query)

    def _close(self, ranker: Ranker, request: Json) -> tuple[int, list[Json]]:
        answer, hits = ranker.closely(request)
        ids = [hit["_id"] for hit in hits]
        found = self.search(query={"ids": {"values": ids}}, size=len(ids), source=SOURCE)["hits"]["hits"] if ids else []
        sources = {hit["_id"]: hit["_source"] for hit in found}
        # One deleted meanwhile is left out.
        return _total(answer), [{**hit, "_source": sources[hit["_id"]]} for hit in hits if hit["_id"] in sources]

    def _plain(self, request: Json, query: Query) -> tuple[int, list[Json]]:
        answer = self.search(**request, source=SOURCE, from_=query.offset, size=query.limit)
        return _total(answer), answer["hits"]["hits"]

    def _deep(self, request: Json, query: Query) -> tuple[int, list[Json]]:
        """Walk to a page beyond the window by sort keys; a collapsed search cannot walk and ends at the window."""
        if query.one_per_story:
            size = max(0, min(query.limit, _WINDOW - query.offset))
            return self._plain(request, replace(query, offset=min(query.offset, _WINDOW - size), limit=size))
        left = query.offset
        after: Json = {}
        total = 0
        while left:
            answer = self.search(**request, **after, source=False, size=min(left, _WINDOW))
            total, found = _total(answer), answer["hits"]["hits"]
            if not found:
                return total, []
            left -= len(found)
            after = {"search_after": found[-1]["sort"]}
        answer = self.search(**request, **after, source=SOURCE, size=min(query.limit, _WINDOW))
        return total or _total(answer), answer["hits"]["hits"]

    def query(self, query: Query, node: Node | None) -> Json:
        """Return a query for Elasticsearch, names resolved to keys."""
        keys = self._keys(sorted(set(filters.asked_values(query, node))))
        return search_query(query, node, lambda field, value: keys[(field, value)])

    def _keys(self, asked: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Json]:
        """Return the query of each filter value: its own articles, or those of the keys that go by this name."""
        if not asked:
            return {}
        named = [pair for pair in asked if filters.takes_names(pair[0])]
        found = {pair: filters.by_keys(pair[0], [pair[1]]) for pair in asked}
        known = self._many([filters.known_request(*pair) for pair in named])
        unknown = [pair for pair, answer in zip(named, known, strict=True) if not answer["hits"]["total"]["value"]]
        for pair, answer in zip(unknown, self._many([filters.names_request(*pair) for pair in unknown]), strict=True):
            keys = filters.keys_found(answer)
            found[pair] = filters.by_keys(pair[0], keys) if keys else NOTHING
        return found

    def _many(self, requests: Sequence[Json]) -> list[Json]:
        return [self.search(**request) for request in requests]

    def search(self, **request: Any) -> Json:
        """Search the articles."""
        index = self._indices.read
        return patiently(lambda: self._client.search(index=index, **request, **_OPTIONS), self._patience).body  # type: ignore[no-any-return]

    def facets(self, query: Query, fields: Sequence[str], size: int) -> Mapping[str, tuple[Count, ...]]:
        """Count articles or stories by value."""
        wanted = self.query(query, query_node(query))
        stories = query.one_per_story
        aggs = aggregate.facet_aggregations(fields, size, stories=stories)
        found = self.search(query=wanted, size=0, track_total_hits=False, aggs=aggs).get("aggregations")
        if not found:
            return dict.fromkeys(fields, ())
        labelling = aggregate.labels_aggregation(found, fields)
        labels = self.search(query=wanted, size=0, track_total_hits=False, aggs=labelling) if labelling else None
        names = aggregate.labels_found(labels["aggregations"]) if labels else {}
        return aggregate.facet_counts(found, fields, size, names, stories=stories)

    def histogram(self, query: Query, interval: Interval, zone: ZoneInfo) -> tuple[Count, ...]:
        """Count articles or stories by local time."""
        stories = query.one_per_story
        aggs = aggregate.histogram_aggregation(interval, zone, stories=stories)
        wanted = self.query(query, query_node(query))
        found = self.search(query=wanted, size=0, track_total_hits=False, aggs=aggs).get("aggregations")
        return aggregate.histogram_counts(found, interval, zone, stories=stories) if found else ()

    def names(self, entity: str, query: Query, by: NamesBy | None, zone: ZoneInfo) -> tuple[NameUse, ...]:
        """Count articles by the name they use for an entity."""
        aggs = naming.names_aggregation(entity, by, zone)
        wanted = self.query(query, query_node(query))
        found = self.search(query=wanted, size=0, track_total_hits=False, aggs=aggs).get("aggregations")
        return naming.names_found(found, by, zone) if found else ()

    def word_counts(self, words: Sequence[str]) -> Mapping[str, int]:
        """Count the articles that hold each folded word."""
        found: dict[str, int] = {}
        for at in range(0, len(words), aggregate.MOST_WORDS):
            aggs = aggregate.words_aggregation(words[at : at + aggregate.MOST_WORDS])
            answer = self.search(size=0, track_total_hits=False, aggs=aggs).get("aggregations")
            found |= aggregate.word_counts(answer) if answer else {}
        return found

    def stream(self, query: Query) -> Iterator[Stored]:
        """Stream every matching article, oldest first, as they stand when the stream begins."""
        node = query_node(query)
        request = {"query": self.query(query, node), "sort": [{"@timestamp": "asc"}, {"id": "asc"}]}
        for hit in scan(self._client, self._indices.read, request, self._patience, source=SOURCE):
            yield stored_of(hit["_source"])

    def ids(self) -> Iterator[str]:
        """Stream the id of every document."""
        request = {"query": {"match_all": {}}, "sort": [{"_shard_doc": "asc"}]}
        hits = scan(self._client, self._indices.read, request, self._patience, source=False, size=_IDS)
        return (hit["_id"] for hit in hits)

    def similar(self, bands: Sequence[int]) -> tuple[Kin, ...]:
        """Return the articles that share a band and are worth a look, as many as one request reaches."""
        terms = [str(band) for band in bands]
        holders = {"holders": {"filters": {"filters": {term: {"term": {"bands": term}} for term in terms}}}}
        # Where no more articles share any band, no band is common: they are all worth a look.
        few = {"size": COMMON, "track_total_hits": COMMON + 1, "aggs": holders}
        answer = self._sharing({"terms": {"bands": terms}}, **few)
        if answer["hits"]["total"]["value"] > COMMON:
            counts = answer["aggregations"]["holders"]["buckets"]
            answer = self._sharing(_worth_a_look({term: counts[term]["doc_count"] for term in terms}), size=_WINDOW)
        return tuple(_kin(hit["_id"], hit["_source"]) for hit in answer["hits"]["hits"])

    def _sharing(self, query: Json, **options: Any) -> Json:
        source = ["outlet", "story.id", "record.enriched.fingerprint"]
        return self.search(query=query, source=source, sort=[{"id": "asc"}], **{"track_total_hits": False, **options})

    def counts(self) -> Mapping[str, int]:
        """Return the number of articles and revisions."""
        aggs = {"revisions": {"sum": {"field": "revisions.count"}}}
        answer = self.search(size=0, track_total_hits=True, aggs=aggs)
        revisions = answer.get("aggregations", {}).get("revisions", {}).get("value", 0)
        return {"articles": answer["hits"]["total"]["value"], "revisions": int(revisions)}


def _worth_a_look(holders: Mapping[str, int]) -> Json:
    """Say as a query what `infra.stores.kin.worth_a_look` says, of bands with the number of articles that have each."""
    rare = [band for band, count in holders.items() if count <= COMMON]
    each = [{"term": {"bands": band}} for band in holders]
    two = {"bool": {"should": each, "minimum_should_match": 2}}
    return {"bool": {"should": [{"terms": {"bands": rare}}, two]}}


def _kin(article_id: str, source: Json) -> Kin:
    fingerprint = source.get("record", {}).get("enriched", {}).get("fingerprint", ())
    outlet = source.get("outlet")
    return Kin(
        id=article_id,
        outlet=outlet[0] if isinstance(outlet, list) else outlet,
        story=source.get("story", {}).get("id"),
        marks=packed(fingerprint),
    )


def _sort(query: Query, node: Node | None) -> list[Json]:
    if query.sort == "relevance" and any(positive_leaves(node, query.layer)):
        return [{"_score": "desc"}, {"id": "asc"}]
    return [{"@timestamp": "asc" if query.sort == "oldest" else "desc"}, {"id": "asc"}]


def _score(raw: Json) -> float:
    return float(raw.get("_score") or 0.0)


def _total(answer: Json) -> int:
    stories = answer.get("aggregations", {}).get("stories")
    return int(stories["value"] if stories else answer["hits"]["total"]["value"])
