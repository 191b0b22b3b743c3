"""Articles a second into Elasticsearch: the store, beside the official client's parallel_bulk with documents ready."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from elasticsearch import Elasticsearch, helpers

from bench.figures import Figure
from infra.elasticsearch.templates import Names
from infra.stores.base import Stored
from infra.stores.elasticsearch import ElasticsearchStore
from infra.stores.elasticsearch.body import document_of, first_month
from infra.stores.elasticsearch.indices import Indices
from tests.infra.conftest import fresh_names

LEAST = 0.9
_PATIENCE = 60.0


def measure(client: Elasticsearch, articles: Sequence[Stored], rounds: int = 3) -> list[Figure]:
    """Return both rates, the best of so many rounds taken in turn, and their ratio."""
    ready = [(one.enriched.article.id, first_month(one), document_of(one)) for one in articles]

    def by_store(names: Names) -> None:
        store = ElasticsearchStore(client, names=names)
        report = store.write(articles)
        if len(report.created) != len(articles):
            raise RuntimeError(f"{len(report.created)} of {len(articles)} articles were created")

    def by_client(names: Names) -> None:
        indices = Indices(client, names, None, _PATIENCE)
        for index in {indices.index_of(month) for _, month, _ in ready}:
            indices.ensure(index)
        actions = ({"_index": indices.index_of(month), "_id": key, "_source": body} for key, month, body in ready)
        for done, _ in helpers.parallel_bulk(client, actions):
            if not done:
                raise RuntimeError("parallel_bulk could not store a document")

    ways = {"the store": by_store, "parallel_bulk": by_client}
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(rounds):
        for name, way in ways.items():
            best[name] = min(best[name], _timed(client, way))
    rates = {name: len(articles) / seconds for name, seconds in best.items()}
    found = [Figure(name=f"into Elasticsearch: {name}", value=rate, unit="articles/s") for name, rate in rates.items()]
    ratio = rates["the store"] / rates["parallel_bulk"]
    return [*found, Figure(name="into Elasticsearch: ratio", value=ratio, unit="of parallel_bulk", least=LEAST)]


def _timed(client: Elasticsearch, way: Callable[[Names], None]) -> float:
    with fresh_names(client) as names:
        start = time.perf_counter()
        way(names)
        return time.perf_counter() - start
