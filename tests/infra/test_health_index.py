"""Source health reaches the index that Kibana reads, on the real node; without the index a check goes on."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from infra.elasticsearch.templates import health_template
from infra.health import check_outlets
from infra.ledger.coverage import Coverage, HealthBook
from infra.outlets import outlet_of
from infra.sink import open_ledger
from tests.infra.watch.filled import settings_of

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def settings(tmp_path, elasticsearch_url, names):
    env = {"RASID_STORE": "elasticsearch", "RASID_ELASTICSEARCH_URL": elasticsearch_url}
    return settings_of(tmp_path, **env, RASID_ELASTICSEARCH_PREFIX=names.prefix)


def test_a_check_writes_a_row_for_each_outlet(settings, es, names) -> None:
    outlets = [outlet_of(settings, name) for name in ("ina", "shafaq")]
    ledger = open_ledger(settings)
    book = HealthBook(ledger.engine)
    for hours, dated in ((200, 30), (100, 30), (1, 2)):
        at = NOW - timedelta(hours=hours)
        found = {"headline": 30, "date": dated, "author": 15, "body": 30, "entities": 30, "length": 30}
        lost = {"date": ("https://news.example/1", "run:1")} if dated < 30 else {}
        row = Coverage(outlet="ina", at=at, articles=30, found=found, characters=30_000, newest=at, lost=lost)
        book.record([row])
    ledger.engine.dispose()
    assert [health.state for health in check_outlets(settings, outlets, NOW)] == ["broken layout", "never worked"]
    check_outlets(settings, outlets, NOW)  # the same moment again writes no second row
    es.indices.refresh(index=names.health)
    hits = es.search(index=names.health, sort=["outlet"])["hits"]["hits"]
    first, second = (hit["_source"] for hit in hits)
    assert (first["outlet"], first["state"], first["broken_url"]) == ("ina", "broken layout", "https://news.example/1")
    assert (first["coverage"]["published"], first["usual_coverage"]["published"]) == (0.067, 1.0)
    assert (first["articles"], first["usual_articles"], first["volume_ratio"]) == (30, 8.2, pytest.approx(30 / 8.2))
    assert (second["outlet"], second["state"]) == ("shafaq", "never worked")


def test_without_the_index_a_check_warns_and_goes_on(settings, es, names, caplog) -> None:
    es.indices.delete_index_template(name=names.health)
    try:
        with caplog.at_level(logging.WARNING):
            (health,) = check_outlets(settings, [outlet_of(settings, "ina")], NOW)
    finally:
        es.indices.put_index_template(name=names.health, **health_template(names))
    assert health.state == "never worked"
    assert "not in Elasticsearch" in caplog.text
