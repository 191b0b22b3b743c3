"""What answers questions: both stores, layer by layer, and Elasticsearch's own analyzers on the same node."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from elasticsearch import Elasticsearch, helpers

from infra.elasticsearch.node import Cluster, create
from infra.stores.base import Layer, Query, Store, Stored
from infra.stores.elasticsearch import ElasticsearchStore
from infra.stores.sqlite import SqliteStore
from tests.infra.conftest import fresh_names

Answer = Callable[[str], Sequence[str]]
"""From a question to the ids of the first ten articles, best first."""


@contextmanager
def node(url: str | None = None, *, heap: str = "1g") -> Iterator[Elasticsearch]:
    """A client of the cluster at ``url``, or of a test node that lives as long as it is used."""
    cluster: Cluster | None = None if url else create(f"bench-{uuid4().hex[:6]}", heap=heap)
    try:
        if cluster:
            cluster.start()
        with Elasticsearch(url or cluster.urls[0], request_timeout=600) as client:  # type: ignore[union-attr]
            yield client
    finally:
        if cluster:
            cluster.down()


@contextmanager
def embedded(articles: Sequence[Stored]) -> Iterator[SqliteStore]:
    """The embedded store, filled."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "search.sqlite")
        store.write(articles)
        yield store
        store.close()


@contextmanager
def clustered(client: Elasticsearch, articles: Sequence[Stored]) -> Iterator[ElasticsearchStore]:
    """The store on Elasticsearch, filled; its indices and templates are removed afterwards."""
    with fresh_names(client) as names:
        store = ElasticsearchStore(client, names=names)
        store.write(articles)
        yield store


def asking(store: Store, layer: Layer) -> Answer:
    """Answer by a store's search."""

    def answer(question: str) -> list[str]:
        found = store.search(Query(text=question, layer=layer, limit=10, highlight=False))
        return [hit.stored.enriched.article.id for hit in found.hits]

    return answer


@contextmanager
def stock(client: Elasticsearch, analyzer: str, articles: Sequence[Stored]) -> Iterator[Answer]:
    """Answer by a match query over the body as one of Elasticsearch's own analyzers takes it: BM25 as it comes."""
    index = f"bench-{analyzer}-{uuid4().hex[:6]}"
    mappings = {"properties": {"text": {"type": "text", "analyzer": analyzer}}}
    client.indices.create(index=index, settings={"number_of_shards": 1, "number_of_replicas": 0}, mappings=mappings)
    try:
        rows = (one.enriched.article for one in articles)
        actions = ({"_index": index, "_id": row.id, "text": f"{row.headline}\n{row.body}"} for row in rows)
        helpers.bulk(client, actions, refresh=True)

        def answer(question: str) -> list[str]:
            found = client.search(index=index, query={"match": {"text": question}}, size=10, source=False)
            return [hit["_id"] for hit in found["hits"]["hits"]]

        yield answer
    finally:
        with suppress(Exception):
            client.indices.delete(index=index)
