"""A month whose shard is down is an error in every way of reading and writing, never an answer that leaves it out."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, cast

import pytest
from elasticsearch import Elasticsearch

from infra.elasticsearch.templates import Names
from infra.stores.base import Query, StoreError
from infra.stores.elasticsearch import ElasticsearchStore
from infra.stores.elasticsearch.migrate import Migrator
from infra.stores.elasticsearch.shards import refresh, scan
from tests.infra.stores.samples import CORPUS, MARKS, stored

DOWN = "2026.09"
NOWHERE = {"index.routing.allocation.require._name": "no-such-node"}


@pytest.fixture
def lamed(es: Elasticsearch, names: Names) -> ElasticsearchStore:
    """A store that holds the corpus, and a month whose only shard no node has."""
    own = ElasticsearchStore(es, names=names, patience=30)
    own.write(CORPUS)
    own.counts()
    es.indices.create(index=names.index(1, DOWN), settings=NOWHERE, wait_for_active_shards=0, timeout="1s")
    return ElasticsearchStore(es, names=names, patience=0.5)


WAYS: dict[str, Callable[[ElasticsearchStore], object]] = {
    "search": lambda store: store.search(Query(text="واشنطن")),
    "newest": lambda store: store.search(Query(sort="newest")),
    "get": lambda store: store.get("a1"),
    "facets": lambda store: store.facets(Query(), ["outlet"]),
    "histogram": lambda store: store.histogram(Query(), "day"),
    "export": lambda store: list(store.export()),
    "similar": lambda store: store.similar(MARKS[1:3]),
    "counts": lambda store: store.counts(),
    "delete": lambda store: store.delete(["a1"]),
    "write": lambda store: store.write([stored("new")]),
}


def test_no_answer_leaves_out_a_month_that_is_down(es: Elasticsearch, names: Names, lamed: ElasticsearchStore) -> None:
    for name, way in WAYS.items():
        with pytest.raises(StoreError, match="503|stayed busy|could not be"):
            pytest.fail(f"{name} answered {way(lamed)!r}")
    with pytest.raises(StoreError, match="503"):
        Migrator(es, names, patience=0.5)._count([names.index(1, DOWN)])
    es.indices.put_settings(index=names.index(1, DOWN), settings=dict.fromkeys(NOWHERE))
    es.cluster.health(index=names.alias, wait_for_status="yellow", timeout="30s")
    assert lamed.counts()["articles"] == len(CORPUS)


@pytest.mark.soak  # the cluster itself waits a minute for the shard, twice
def test_a_refresh_that_misses_a_month_is_told(es: Elasticsearch, names: Names, lamed: ElasticsearchStore) -> None:
    with pytest.raises(StoreError, match=f"no shard of {names.index(1, DOWN)}"):
        refresh(es, names.alias, 0.5)
    refresh(es, f"{names.alias}-nothing", 0.5)


def test_a_stream_whose_state_is_lost_is_an_error_and_no_short_answer(es: Elasticsearch, names: Names) -> None:
    store = ElasticsearchStore(es, names=names, patience=5)
    store.write(CORPUS)
    assert store.counts()["articles"] == len(CORPUS)
    request = {"query": {"match_all": {}}, "sort": [{"id": "asc"}]}
    stream = cast(Generator[dict[str, Any], None, None], scan(es, names.alias, request, 5, source=False, size=2))
    next(stream)
    es.close_point_in_time(id=stream.gi_frame.f_locals["opened"]["id"])  # as a node takes it away that leaves
    with pytest.raises(StoreError, match="what was read so far is not all: run it again"):
        list(stream)
