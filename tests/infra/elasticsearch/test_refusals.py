"""One bad document never holds up the others; a full disk is waited for, then told in plain words."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from infra.elasticsearch.templates import Names, article_template
from infra.ledger import Capture
from infra.stores.base import Stored, StoreError
from infra.stores.elasticsearch import ElasticsearchStore
from tests.infra.elasticsearch.desk import made, new_desk, number_of
from tests.infra.stores.samples import stored

INDEX_MONTH = "2026.07"


def test_a_document_of_90_mb_is_refused_with_its_size(es: Elasticsearch, names: Names) -> None:
    store = ElasticsearchStore(es, names=names, patience=20)
    batch = [stored("a"), stored("big", "خبر", "ك" * 45_000_000), stored("b")]
    tracemalloc.start()
    report = store.write(batch)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert set(report.created) == {"a", "b"}
    assert [(item.id, "90.0 MB" in item.reason) for item in report.rejected] == [("big", True)]
    assert store.counts()["articles"] == 2
    assert most < 20_000_000  # bytes beside the document itself


def test_a_stream_of_any_length_is_written_in_little_memory(es: Elasticsearch, names: Names) -> None:
    alive = []

    def stream() -> Iterator[Stored]:
        for number in range(8000):
            if number % 1000 == 999:
                gc.collect()
                alive.append(sum(isinstance(one, Stored) for one in gc.get_objects()))
            yield stored(f"s{number}", published=None)

    before = sum(isinstance(one, Stored) for one in gc.get_objects())
    store = ElasticsearchStore(es, names=names, patience=20)
    assert len(store.write(stream()).created) == 8000
    # Five parts of 500 may be under way, each article as it came and as it is merged.
    assert max(alive) - before <= 5000


def test_a_conflict_with_the_mapping_refuses_that_document_alone(es: Elasticsearch, names: Names) -> None:
    es.indices.create(index=names.index(1, INDEX_MONTH), mappings={"properties": {"layout": {"type": "integer"}}})
    store = ElasticsearchStore(es, names=names, patience=20)
    report = store.write([stored("a"), stored("bad", layout="not a number"), stored("b")])
    assert report.created == ("a", "b")
    assert report.rejected[0].id == "bad"
    assert "layout" in report.rejected[0].reason
    assert store.get("bad") is None


def test_an_index_made_for_another_version_ends_the_run_and_fills_no_quarantine(
    es: Elasticsearch, names: Names
) -> None:
    older = article_template(names)
    del older["template"]["mappings"]["properties"]["layout"]
    es.indices.put_index_template(name=names.template(1), **older)
    store = ElasticsearchStore(es, names=names, patience=20)
    with pytest.raises(StoreError, match="layout.*rasid es setup.*rasid es migrate"):
        store.write([stored("a"), stored("b", layout="2026")])


def test_an_index_that_was_deleted_meanwhile_is_made_again(es: Elasticsearch, names: Names) -> None:
    index = names.index(1, INDEX_MONTH)
    store = ElasticsearchStore(es, names=names, patience=20)
    assert store.write([stored("a")]).created == ("a",)
    es.indices.delete(index=index)
    es.indices.create(index=index)
    es.indices.close(index=index)
    Timer(1.0, es.indices.open, kwargs={"index": index}).start()
    assert store.write([stored("a")]).created == ("a",)
    assert list(store.article_ids()) == ["a"]


def test_a_full_disk_is_waited_for(es: Elasticsearch, names: Names) -> None:
    index = names.index(1, INDEX_MONTH)
    es.indices.create(index=index)
    es.indices.put_settings(index=index, settings={"index.blocks.read_only_allow_delete": True})
    with pytest.raises(StoreError, match="free disk space"):
        ElasticsearchStore(es, names=names, patience=1).write([stored("a")])
    freed = {"index": index, "settings": {"index.blocks.read_only_allow_delete": None}}
    relief = Timer(1.5, es.indices.put_settings, kwargs=freed)
    relief.start()
    store = ElasticsearchStore(es, names=names, patience=30)
    assert store.write([stored("a")]).created == ("a",)
    relief.join()
    assert store.counts()["articles"] == 1


def test_an_article_that_stands_in_two_months_is_listed_twice_and_deleted_whole(
    es: Elasticsearch, names: Names
) -> None:
    store = ElasticsearchStore(es, names=names, patience=20)
    store.write([stored("a"), stored("b")])
    # As a writer leaves it that knew neither the ledger's book of months nor what was just written.
    document = es.get(index=names.index(1, INDEX_MONTH), id="a")["_source"]
    es.index(index=names.index(1, "2026.08"), id="a", document=document, refresh=True)
    assert sorted(store.article_ids()) == ["a", "a", "b"]
    assert store.delete(["a"]) == 1
    assert list(store.article_ids()) == ["b"]


def test_an_ingest_puts_what_is_refused_into_quarantine_with_the_reason_and_writes_the_rest(
    es: Elasticsearch, names: Names, tmp_path: Path
) -> None:
    es.indices.create(index=names.index(1, INDEX_MONTH), mappings={"properties": {"layout": {"type": "integer"}}})
    desk = new_desk(es, names, tmp_path)
    desk.capture(150)
    changed: dict[int, dict[str, Any]] = {12: {"layout": "not a number"}, 61: {"paragraphs": ("ك" * 45_000_000,)}}

    def make(capture: Capture) -> Stored:
        one = made(capture)
        fields = changed.get(number_of(capture), {})
        return replace(one, enriched=replace(one.enriched, article=replace(one.enriched.article, **fields)))

    report = desk.ingest(desk.store(patience=20), make=make)
    assert (report.created, report.quarantined) == (148, 2)
    reasons = {number_of(held): (held.step, held.error) for held in desk.ledger.quarantine()}
    assert reasons[12][0] == reasons[61][0] == "store"
    assert "document_parsing_exception: " in str(reasons[12][1])
    assert "layout" in str(reasons[12][1])
    assert "90.0 MB as JSON, more than the 20 MB that one document may have" in str(reasons[61][1])
    desk.assert_agreement(148, refused=2)
