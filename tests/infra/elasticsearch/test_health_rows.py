"""Source health on the real node: what the dashboards count by, written once however often it is sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from elasticsearch import Elasticsearch

from infra.elasticsearch.templates import Names, health_template
from infra.stores.base import StoreError
from infra.stores.elasticsearch.health import HealthRow, document_of, write_health

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
ROW = HealthRow(
    outlet="almada",
    outlet_name="المدى",
    outlet_place=(33.31, 44.37),
    country="IQ",
    tier="daily",
    at=NOON,
    state="broken layout",
    previous_state="healthy",
    state_changed=True,
    reason="date: on 10% of the last 20 pages, usually on 95%",
    discovered=40,
    captured=20,
    not_modified=3,
    articles=18,
    errors=2,
    refused={"robots.txt": 4, "not an article": 1},
    bytes=2_500_000_000_000,
    seconds=31.5,
    http={"200": 17, "206": 1, "301": 9, "304": 3, "403": 1, "404": 2, "410": 1, "429": 1, "503": 2},
    usual_articles=21.5,
    volume_ratio=0.84,
    newest=NOON - timedelta(hours=2),
    lag_seconds=540,
    coverage={"date": 0.1, "author": 0.4, "headline": 1.0},
    usual_coverage={"date": 0.95},
    body_length=1400.0,
    usual_body_length=1500.0,
    broken_url="https://news.example/1",
    broken_locator="run-1.warc.gz:120",
    broken_selector="time.date",
)


def test_a_row_fills_every_field_of_the_template() -> None:
    document = document_of(ROW)
    assert document.keys() == health_template()["template"]["mappings"]["properties"].keys()
    assert document["http"] == {"2xx": 18, "304": 3, "403": 1, "404": 2, "4xx": 1, "429": 1, "5xx": 2}
    assert document["coverage"] == {"published": 0.1, "authors": 0.4, "headline": 1.0}
    assert (document["refused"], document["newest_age_seconds"]) == (5, 7200)


def test_what_is_unknown_is_not_in_the_document() -> None:
    known = {"outlet", "@timestamp", "state", "state_changed"}
    assert document_of(HealthRow(outlet="almada", at=NOON, state="quiet")).keys() == known


def test_the_same_rows_twice_are_there_once_by_month(es: Elasticsearch, names: Names) -> None:
    rows = [ROW, HealthRow(outlet="almada", at=NOON + timedelta(days=1), state="healthy")]
    assert write_health(es, names.prefix, rows) == 2
    assert write_health(es, names.prefix, rows) == 2
    es.indices.refresh(index=names.health)
    query = {"term": {"reason": ROW.reason}}
    assert es.count(index=names.health)["count"] == 2
    assert es.count(index=names.health, query=query)["count"] == 1
    made = {f"{names.health}-v1-2026.11", f"{names.health}-v1-2026.12"}
    assert es.indices.get_alias(name=names.health).body.keys() == made


def test_a_cluster_without_the_template_is_told_to_be_set_up(es: Elasticsearch, names: Names) -> None:
    es.indices.delete_index_template(name=names.health)
    with pytest.raises(StoreError, match="rasid es setup"):
        write_health(es, names.prefix, [ROW])
    assert not es.indices.exists(index=f"{names.health}-v1-2026.11")


def test_no_rows_are_no_request(es: Elasticsearch, names: Names) -> None:
    assert write_health(es, names.prefix, []) == 0
