"""An index that an older Rasid made: who uses it is told so with the remedy, and the remedy makes everything work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from elasticsearch import Elasticsearch

from infra.cli import rasid
from infra.elasticsearch.templates import Names, article_template
from infra.stores.base import Query, Stored, StoreError
from infra.stores.elasticsearch import ElasticsearchStore
from infra.stores.elasticsearch.body import document_of
from tests.infra.stores.samples import stored

FIELD = "length"  # which came to the template after the first indices were made
OLD = (
    stored("bridge", "افتتاح جسر جديد على دجلة", "قطعت البلدية الشريط صباحا."),
    stored("harvest", "موسم حصاد القمح يبدأ في الشمال", "خرج الفلاحون إلى الحقول بعد أمطار دجلة."),
    stored("empty", "", ""),
)


@pytest.fixture
def older(es: Elasticsearch, names: Names) -> str:
    """The index of a month as it was made before the field was there, with articles of that time in it."""
    template = article_template(names)
    del template["template"]["mappings"]["properties"][FIELD]
    es.indices.put_index_template(name=names.template(1), **template)
    index = names.index(1, "2026.07")
    es.indices.create(index=index)
    for one in OLD:
        document = {name: value for name, value in document_of(one).items() if name != FIELD}
        es.index(index=index, id=one.id, document=document, refresh=True)
    return index


def typed(url: str, names: Names, home: Path, *arguments: str) -> Result:
    env = {
        "RASID_HOME": str(home),
        "RASID_STORE": "elasticsearch",
        "RASID_ELASTICSEARCH_URL": url,
        "RASID_ELASTICSEARCH_PREFIX": names.prefix,
    }
    return CliRunner().invoke(rasid, arguments, env=env, catch_exceptions=False)


def found(store: ElasticsearchStore, text: str) -> set[str]:
    return {hit.stored.id for hit in store.search(Query(text=text)).hits}


def test_an_older_index_is_told_and_mended_by_the_commands_that_are_named(
    es: Elasticsearch, elasticsearch_url: str, names: Names, older: str, tmp_path: Path
) -> None:
    def run(*arguments: str) -> Result:
        return typed(elasticsearch_url, names, tmp_path, *arguments)

    store = ElasticsearchStore(es, names=names, patience=30)
    assert found(store, "دجلة") == {"bridge", "harvest"}
    with pytest.raises(StoreError, match="rasid es setup.*rasid es migrate"):
        store.write([stored("fresh", "خبر من دجلة")])
    for command in (("status",), ("es", "status"), ("doctor",)):
        shown = run(*command).output
        assert f"{older} is older than the template (without {FIELD})" in shown
        assert "rasid es setup" in shown
        assert "rasid es migrate" in shown

    assert run("es", "setup").exit_code == 0
    migrated: dict[str, Any] = json.loads(run("es", "migrate").stdout)
    assert migrated == {"before": 1, "now": 2, "articles": len(OLD)}

    assert "older than" not in run("status").output + run("doctor").output
    assert json.loads(run("es", "status").stdout)["older"] == {}
    held: dict[str, Stored] = {one.id: one for one in store.export()}
    assert held == {one.id: one for one in OLD}
    assert store.write([stored("fresh", "خبر من دجلة"), *OLD]).created == ("fresh",)
    assert found(store, "دجلة") == {"bridge", "harvest", "fresh"}
    lengths = es.search(index=names.alias, query={"match_all": {}})["hits"]["hits"]
    assert all(FIELD in hit["_source"] for hit in lengths if hit["_source"].get("headline"))


def test_going_back_to_an_older_index_gives_it_the_fields_it_lacks(
    es: Elasticsearch, elasticsearch_url: str, names: Names, older: str, tmp_path: Path
) -> None:
    assert typed(elasticsearch_url, names, tmp_path, "es", "migrate").exit_code == 0
    store = ElasticsearchStore(es, names=names, patience=30)
    store.write([stored("fresh", "خبر من دجلة")])
    back = typed(elasticsearch_url, names, tmp_path, "es", "migrate", "--back")
    assert json.loads(back.stdout) == {"before": 2, "now": 1, "articles": len(OLD) + 1}
    assert es.indices.exists_alias(index=older, name=names.alias)
    assert found(store, "دجلة") == {"bridge", "harvest", "fresh"}


def test_the_age_of_an_index_counts_from_its_month_also_after_a_migration(
    es: Elasticsearch, elasticsearch_url: str, names: Names, tmp_path: Path
) -> None:
    ElasticsearchStore(es, names=names).write([stored("a")])
    before = es.indices.get_settings(index=names.index(1, "2026.07")).body
    assert typed(elasticsearch_url, names, tmp_path, "es", "migrate").exit_code == 0
    after = es.indices.get_settings(index=names.index(2, "2026.07")).body
    first_of_july = "1782864000000"  # date -d 2026-07-01T00:00Z +%s
    for body in (*before.values(), *after.values()):
        assert body["settings"]["index"]["lifecycle"]["origination_date"] == first_of_july
