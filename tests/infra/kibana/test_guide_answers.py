"""Each question of the analysts' guide, asked of a real node as Kibana asks it, finds just its answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from infra.elasticsearch.templates import Names
from infra.kibana.kql import KqlError
from infra.stores.elasticsearch import ElasticsearchStore
from tests.infra.conftest import Pool
from tests.infra.kibana.guide_articles import ANSWERS, ARTICLES, EARLIER
from tests.infra.kibana.kuery import Json, to_dsl
from tests.infra.kibana.test_guide import queries
from tests.infra.kibana.test_objects import TYPES

FIELDS = TYPES["rasid-articles"]


@pytest.fixture(scope="module")
def alias(pool: Pool, es: Elasticsearch) -> Iterator[str]:
    """The alias of an index that holds the articles of the guide."""
    with pool.names() as names:
        store = ElasticsearchStore(es, names=names, patience=30)
        store.write(EARLIER)
        report = store.write(ARTICLES)
        assert not report.rejected
        es.indices.refresh(index=Names(prefix=names.prefix).alias)
        yield names.alias


def ids(es: Elasticsearch, alias: str, query: Json) -> set[str]:
    found = es.search(index=alias, query=query, size=100, source=False)
    return {hit["_id"] for hit in found["hits"]["hits"]}


@pytest.mark.parametrize(("query", "wanted"), list(zip(queries("en"), ANSWERS, strict=True)))
def test_a_question_of_the_guide_finds_just_its_answers(
    es: Elasticsearch, alias: str, query: str, wanted: set[str]
) -> None:
    assert ids(es, alias, to_dsl(query, FIELDS)) == wanted


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("انتخابات or فيضان and country: LB", {"election", "no-election"}),
        ("(فيضان or سيول) and not headline: الطريق", {"flood"}),
        ("country: (LB or SY)", {"power-lb"}),
        ("not country: IQ", {"power-lb"}),
        ("headline: الفيض*", set()),
        ("headline: فيض*", {"flood"}),
        ("quotes: { text: النقاش and not kind: direct }", {"minister-indirect"}),
        ("quotes: { text: النقاش and role: (الناطق or وزير*) }", {"minister", "minister-indirect"}),
        ('published_at: "2026-11-03"', {"november"}),
        ("quote_count > 1 and quote_count < 5", {"minister-indirect"}),
    ],
)
def test_kql_joins_and_compares_as_kibana_does(es: Elasticsearch, alias: str, query: str, wanted: set[str]) -> None:
    assert ids(es, alias, to_dsl(query, FIELDS)) == wanted


def test_a_query_that_kibana_refuses_is_not_sent() -> None:
    with pytest.raises(KqlError):
        to_dsl("الكهرباء not country: IQ", FIELDS)


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("", {"match_all": {}}),
        ("فيضان", {"multi_match": {"type": "best_fields", "query": "فيضان", "lenient": True}}),
        ('"سد الموصل"', {"multi_match": {"type": "phrase", "query": "سد الموصل", "lenient": True}}),
        ("الرئ*", {"query_string": {"query": "الرئ*"}}),
        (
            "quotes: { kind: direct }",
            {
                "nested": {
                    "path": "quotes",
                    "query": {"bool": {"should": [{"match": {"quotes.kind": "direct"}}], "minimum_should_match": 1}},
                    "score_mode": "none",
                    "ignore_unmapped": True,
                }
            },
        ),
    ],
)
def test_what_is_sent(query: str, sent: Json) -> None:
    assert to_dsl(query, FIELDS) == sent
