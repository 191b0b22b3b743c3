"""`rasid es migrate` on the real node: a new version behind the same alias, writers that go on, and the way back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner
from elasticsearch import Elasticsearch

from infra.cli import rasid
from infra.elasticsearch.templates import Names
from infra.stores.base import Query, Stored, StoreError
from infra.stores.elasticsearch import ElasticsearchStore
from infra.stores.elasticsearch.migrate import Migrator
from tests.infra.stores.samples import CORPUS, NOON, stored

Migrate = Callable[..., dict[str, Any]]


@pytest.fixture
def store(es: Elasticsearch, names: Names) -> ElasticsearchStore:
    """A store that holds the corpus, one article of it in another month."""
    own = ElasticsearchStore(es, names=names, patience=30)
    own.write([*CORPUS, stored("later", "خبر شهر آب", fetched=NOON + timedelta(days=31))])
    return own


@pytest.fixture
def migrate(elasticsearch_url: str, names: Names, tmp_path: Path) -> Migrate:
    env = {
        "RASID_HOME": str(tmp_path),
        "RASID_ELASTICSEARCH_URL": elasticsearch_url,
        "RASID_ELASTICSEARCH_PREFIX": names.prefix,
    }

    def run(*arguments: str) -> dict[str, Any]:
        result = CliRunner().invoke(rasid, ["es", "migrate", *arguments], env=env, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        shown: dict[str, Any] = json.loads(result.stdout)
        return shown

    return run


def held(store: ElasticsearchStore) -> dict[str, Stored]:
    found = list(store.export())
    assert len(found) == store.counts()["articles"]
    return {one.enriched.article.id: one for one in found}


def versions(es: Elasticsearch, names: Names) -> set[int]:
    return {part[0] for part in map(names.parts, es.indices.get_alias(name=names.alias).body) if part}


def test_a_migration_keeps_every_article_and_its_month(
    es: Elasticsearch, names: Names, store: ElasticsearchStore, migrate: Migrate
) -> None:
    before = held(store)
    assert migrate() == {"before": 1, "now": 2, "articles": len(before)}
    assert versions(es, names) == {2}
    assert held(store) == before
    assert es.count(index=names.index(2, "2026.08"))["count"] == 1
    assert store.search(Query(text="واشنطن")).total == 1


def test_what_comes_after_a_migration_is_written_to_the_new_version(
    es: Elasticsearch, names: Names, store: ElasticsearchStore, migrate: Migrate
) -> None:
    migrate()
    store.write([stored("fresh", "خبر جديد"), stored("autumn", "خبر الخريف", fetched=NOON + timedelta(days=90))])
    assert {"fresh", "autumn"} <= held(store).keys()
    assert versions(es, names) == {2}


def test_going_back_keeps_what_was_written_revised_and_deleted_since(
    es: Elasticsearch, names: Names, store: ElasticsearchStore, migrate: Migrate
) -> None:
    migrate()
    revised = stored("later", "عنوان منقّح", fetched=NOON + timedelta(days=32))
    store.write([stored("fresh", "خبر جديد"), revised])
    store.delete([CORPUS[0].enriched.article.id])
    now = held(store)
    assert migrate("--back")["now"] == 1
    assert versions(es, names) == {1}
    assert held(store) == now
    assert held(store)["later"].revisions
    store.write([stored("after", "خبر بعد العودة")])
    assert "after" in held(store)
    assert migrate() == {"before": 1, "now": 2, "articles": len(now) + 1}


def test_a_writer_goes_on_through_a_migration(es: Elasticsearch, names: Names, store: ElasticsearchStore) -> None:
    articles = [stored(f"w{number}", f"خبر رقم {number}") for number in range(300)]

    def write() -> None:
        writer = ElasticsearchStore(es, names=names, patience=60)
        for start in range(0, len(articles), 20):
            writer.write(articles[start : start + 20])

    known = held(store)
    writer = Thread(target=write)
    writer.start()
    Migrator(es, names).forward()
    writer.join()
    es.indices.refresh(index=names.alias)
    assert held(store).keys() == known.keys() | {one.enriched.article.id for one in articles}


def test_a_migration_that_fails_leaves_the_old_version_in_use(
    es: Elasticsearch, names: Names, store: ElasticsearchStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = held(store)
    monkeypatch.setattr("infra.stores.elasticsearch.migrate.document_of", lambda _stored: {"unknown_field": "x"})
    with pytest.raises(StoreError, match="unknown_field"):
        Migrator(es, names).forward()
    assert versions(es, names) == {1}
    assert held(store) == before
    assert store.write([stored("fresh", "خبر جديد")]).created == ("fresh",)


def test_a_migration_that_was_killed_is_told_to_writers_and_done_again(
    es: Elasticsearch, names: Names, store: ElasticsearchStore
) -> None:
    before = held(store)
    # What a process leaves that is killed while it copies: the old month closed for writing, a part of the new one.
    es.indices.put_settings(index=names.index(1, "2026.07"), settings={"index.blocks.write": True})
    es.indices.create(index=names.index(2, "2026.07"))
    with pytest.raises(StoreError, match="rasid es migrate"):
        ElasticsearchStore(es, names=names, patience=1).write([stored("fresh", "خبر جديد")])
    assert Migrator(es, names).forward().articles == len(before)
    assert store.write([stored("fresh", "خبر جديد")]).created == ("fresh",)
    assert held(store).keys() == before.keys() | {"fresh"}


def test_nothing_to_migrate_and_nothing_to_go_back_to_are_told(es: Elasticsearch, names: Names) -> None:
    with pytest.raises(StoreError, match="nothing to migrate"):
        Migrator(es, names).forward()
    ElasticsearchStore(es, names=names).write([stored("a")])
    with pytest.raises(StoreError, match="go back to"):
        Migrator(es, names).back()
