"""`rasid es setup` on a cluster with and without index life cycle management, and twice."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from click.testing import CliRunner
from elasticsearch import Elasticsearch

from infra.cli import rasid
from infra.elasticsearch.templates import Names, lifecycle_policy
from infra.stores.elasticsearch import ElasticsearchStore
from infra.stores.elasticsearch.setup import offers_lifecycle
from tests.infra.stores.samples import stored


def setup(url: str, names: Names, folder: Path, *arguments: str) -> str:
    env = {
        "RASID_HOME": str(folder),
        "RASID_ELASTICSEARCH_URL": url,
        "RASID_ELASTICSEARCH_PREFIX": names.prefix,
    }
    result = CliRunner().invoke(rasid, ["es", "setup", *arguments], env=env, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_life_cycle_is_put_where_the_cluster_offers_it_and_told_where_not(
    es: Elasticsearch,
    elasticsearch_url: str,
    names: Names,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING, logger="rasid.elasticsearch"):
        shown = setup(elasticsearch_url, names, tmp_path, "--delete-after", "400")
    assert f"put template {names.template(1)}" in shown
    template = es.indices.get_index_template(name=names.template(1))["index_templates"][0]["index_template"]
    bound = template["template"]["settings"]["index"].get("lifecycle")
    if offers_lifecycle(es):
        assert bound == {"name": names.alias}
        put = es.ilm.get_lifecycle(name=names.alias)[names.alias]["policy"]["phases"]
        assert put.keys() == lifecycle_policy(400)["phases"].keys()
        assert put["delete"]["min_age"] == "431d"
    else:
        assert bound is None
        assert "life cycle" not in shown
        assert "offers no index life cycle management" in caplog.text
        assert "nothing will be deleted after 400 days" in caplog.text


def test_setup_may_be_run_again_on_a_store_in_use(
    es: Elasticsearch, elasticsearch_url: str, names: Names, tmp_path: Path
) -> None:
    store = ElasticsearchStore(es, names=names)
    store.write([stored("a")])
    before = es.indices.get_mapping(index=names.alias).body
    assert setup(elasticsearch_url, names, tmp_path) == setup(elasticsearch_url, names, tmp_path)
    assert es.indices.get_mapping(index=names.alias).body == before
    assert store.write([stored("b")]).created == ("b",)
    assert sorted(store.article_ids()) == ["a", "b"]
