"""Security and TLS on: the two keys do what they are for and no more; a bad key is told in plain words."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from elasticsearch import ApiError, Elasticsearch

from infra.agreement import Agreement, compare
from infra.cli import rasid
from infra.config import load_settings
from infra.elasticsearch.node import Cluster
from infra.stores.base import Query, StoreError
from infra.stores.elasticsearch import ElasticsearchStore, connect
from infra.stores.elasticsearch.setup import grant
from tests.infra.conftest import fresh_names
from tests.infra.elasticsearch.desk import new_desk
from tests.infra.stores.samples import CORPUS, NOON

LATER = NOON + timedelta(days=1)


@pytest.fixture(scope="module")
def keys(secured: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys that `rasid es grant` makes, after `rasid es setup`."""
    folder = tmp_path_factory.mktemp("keys")
    assert secured.admin
    env = {
        "RASID_HOME": str(folder / "home"),
        "RASID_ELASTICSEARCH_URL": secured.urls[0],
        "RASID_ELASTICSEARCH_CA": str(secured.ca),
        "RASID_ELASTICSEARCH_ADMIN": secured.admin[0],
        "RASID_ELASTICSEARCH_ADMIN_PASSWORD": secured.admin[1],
    }
    for arguments in (["es", "setup"], ["es", "grant", "--into", str(folder)]):
        result = CliRunner().invoke(rasid, arguments, env=env, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        for key in folder.glob("*.key"):
            assert key.read_text().strip() not in result.output
    return folder


def opened(cluster: Cluster, tmp_path: Path, key: str, *, ca: bool = True) -> ElasticsearchStore:
    (tmp_path / "key").write_text(key)
    env = {
        "RASID_HOME": str(tmp_path),
        "RASID_ELASTICSEARCH_URL": cluster.urls[0],
        "RASID_ELASTICSEARCH_API_KEY_FILE": str(tmp_path / "key"),
        **({"RASID_ELASTICSEARCH_CA": str(cluster.ca)} if ca else {}),
    }
    return ElasticsearchStore(connect(load_settings(env=env)), patience=20)


def test_the_ingest_key_writes_and_the_analyst_key_only_reads(secured: Cluster, keys: Path, tmp_path: Path) -> None:
    with closing(opened(secured, tmp_path, (keys / "rasid-ingest.key").read_text())) as store:
        assert len(store.write(CORPUS).created) == len(CORPUS)
        assert store.delete(["a6"]) == 1
    with closing(opened(secured, tmp_path, (keys / "rasid-analyst.key").read_text())) as store:
        assert store.search(Query(text="واشنطن")).total == 1
        with pytest.raises(StoreError, match="lacks a privilege"):
            store.write([CORPUS[5]])


def test_the_keys_are_no_administrators(secured: Cluster, keys: Path, tmp_path: Path) -> None:
    for name in ("rasid-ingest", "rasid-analyst"):
        store = opened(secured, tmp_path, (keys / f"{name}.key").read_text())
        with pytest.raises(ApiError, match="security_exception"):
            store._client.indices.delete(index="rasid-articles-v1-2026.07")
        with pytest.raises(ApiError, match="security_exception"):
            store._client.cluster.put_settings(persistent={"action.auto_create_index": "false"})


def test_key_files_are_for_their_owner_only(keys: Path) -> None:
    assert {file.stat().st_mode & 0o777 for file in keys.glob("*.key")} == {0o600}


def test_a_wrong_key_is_told_at_once_with_the_remedy(secured: Cluster, keys: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="rasid es grant") as caught:
        opened(secured, tmp_path, "bm8tc3VjaDprZXktYXQtYWxs").write(CORPUS)
    assert "bm8tc3VjaDprZXktYXQtYWxs" not in str(caught.value)


def test_nothing_is_acknowledged_with_an_expired_or_revoked_key_and_a_new_one_goes_on(
    secured: Cluster, tmp_path: Path
) -> None:
    with closing(client_of(secured, basic_auth=secured.admin)) as admin, fresh_names(admin) as names:
        desk = new_desk(admin, names, tmp_path)
        desk.capture(250)
        expired = grant(admin, names, expiration="1s")[0]
        time.sleep(1.5)
        told = pytest.raises(StoreError, match="expired.*rasid es grant.*RASID_ELASTICSEARCH_API_KEY_FILE")
        with closing(client_of(secured, api_key=expired.encoded)) as client, told:
            desk.ingest(desk.store(client))
        assert compare(desk.ledger, desk.store()) == Agreement(acknowledged=0, stored=0, waiting=250)
        revoked = grant(admin, names)[0]
        told = pytest.raises(StoreError, match="rasid es grant")
        with closing(client_of(secured, api_key=revoked.encoded)) as client, told as caught:
            desk.ingest(desk.store(client), pause=lambda _: admin.security.invalidate_api_key(ids=[revoked.id]))
        assert revoked.encoded not in str(caught.value)
        assert compare(desk.ledger, desk.store()) == Agreement(acknowledged=100, stored=100, waiting=150)
        with closing(client_of(secured, api_key=grant(admin, names)[0].encoded)) as client:
            assert desk.ingest(desk.store(client)).created == 150
        desk.assert_agreement(250)


def test_a_key_that_may_not_change_documents_ends_the_run_and_fills_no_quarantine(secured: Cluster) -> None:
    with closing(client_of(secured, basic_auth=secured.admin)) as admin, fresh_names(admin) as names:
        rights = ["create_index", "auto_configure", "create_doc", "read", "view_index_metadata", "maintenance"]
        role = {"cluster": ["monitor"], "indices": [{"names": [f"{names.prefix}-*"], "privileges": rights}]}
        key = admin.security.create_api_key(name="creates-only", role_descriptors={"one": role})["encoded"]
        with closing(ElasticsearchStore(client_of(secured, api_key=key), names=names, patience=20)) as store:
            assert store.write([CORPUS[0]]).created == ("a1",)
            changed = replace(CORPUS[0].enriched.article, headline="عنوان آخر", fetched_at=LATER)
            with pytest.raises(StoreError, match="lacks a privilege.*rasid es grant"):
                store.write([replace(CORPUS[0], enriched=replace(CORPUS[0].enriched, article=changed))])


def client_of(cluster: Cluster, **credentials: Any) -> Elasticsearch:
    return Elasticsearch(cluster.urls, ca_certs=str(cluster.ca), request_timeout=30, max_retries=0, **credentials)


def test_an_unknown_certificate_is_not_accepted(secured: Cluster, keys: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="RASID_ELASTICSEARCH_CA"):
        opened(secured, tmp_path, (keys / "rasid-ingest.key").read_text(), ca=False).counts()
