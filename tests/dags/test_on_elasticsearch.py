"""Each DAG on a real Elasticsearch with security and TLS, which only a connection of Airflow's says how to reach."""

from __future__ import annotations

import json
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from elasticsearch import Elasticsearch

from infra.cli import rasid
from infra.config import load_settings
from infra.stores import open_store
from tests.dags.conftest import Environment
from tests.infra.conftest import real_cluster

pytestmark = pytest.mark.timeout(900)

NAMES = ("maraya", "sanabil")  # a daily and an agency
EVERYTHING = {"outlets": [], "from": None, "to": None, "steps": []}


@pytest.fixture(scope="module")
def cluster():
    with real_cluster(security=True) as made:
        yield made


@pytest.fixture(scope="module")
def keys(cluster, tmp_path_factory):
    """The folder with the keys that `rasid es grant` makes after `rasid es setup`."""
    folder = tmp_path_factory.mktemp("keys")
    variables = {"RASID_ELASTICSEARCH_URL": cluster.urls[0], "RASID_ELASTICSEARCH_CA": str(cluster.ca)}
    for arguments in (["es", "setup"], ["es", "grant", "--into", str(folder)]):
        done = CliRunner().invoke(rasid, arguments, env=variables | administrator(cluster), catch_exceptions=False)
        assert done.exit_code == 0, done.output
    return folder


def administrator(cluster):
    return dict(zip(("RASID_ELASTICSEARCH_ADMIN", "RASID_ELASTICSEARCH_ADMIN_PASSWORD"), cluster.admin, strict=True))


@pytest.fixture(scope="module")
def home(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    site.write_definitions(folder / "outlets")
    (folder / "watchlists").mkdir()
    (folder / "watchlists" / "all.yaml").write_text("outlet: [maraya]\ndeliver: {feed: true}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def results(cluster, keys, home, airflow_home, run_dags):
    """Every DAG once; the address, the key and the authority lie in Airflow's database alone."""
    at = urlsplit(cluster.urls[0])
    connection = {
        "conn_type": "elasticsearch",
        "host": at.hostname,
        "port": at.port,
        "password": (keys / "rasid-ingest.key").read_text().strip(),
        "extra": {"ca_certs": str(cluster.ca)},
    }
    add = ("connections", "add", "rasid_elasticsearch", "--conn-json", json.dumps(connection))
    Environment(home=home, airflow=airflow_home).run("-m", "airflow", *add)
    dags = [
        ("crawl_agency", None),
        ("backfill", {"outlet": "maraya", "from": "2026-01-01", "to": None}),
        ("ingest", None),
        ("stories_and_alerts", None),
        ("reprocess", EVERYTHING),
        ("maintain", None),
    ]
    variables = {"RASID_OUTLETS": ",".join(NAMES), "RASID_STORE": "elasticsearch"}
    return run_dags(home, *dags, **variables, **administrator(cluster))


@pytest.fixture(scope="module")
def reader(cluster, keys):
    """A client with the analysts' key."""
    key = (keys / "rasid-analyst.key").read_text().strip()
    with closing(Elasticsearch(cluster.urls, api_key=key, ca_certs=str(cluster.ca), request_timeout=60)) as client:
        yield client


def values(result, name):
    return [value for _, value in sorted(result["tasks"][name], key=str)]


def test_every_dag_run_ends_well(results) -> None:
    assert [(result["dag"], result["state"]) for result in results if result["state"] != "success"] == []


def test_what_was_crawled_and_filled_in_is_in_the_indices_that_the_alias_names(
    site, cluster, keys, home, results, reader
) -> None:
    wanted = {url for name in NAMES for url in site.urls(name)}
    flags = {"home": str(home), "store": "elasticsearch", "elasticsearch_url": cluster.urls[0]}
    flags |= {"elasticsearch_ca": str(cluster.ca), "elasticsearch_api_key_file": str(keys / "rasid-analyst.key")}
    with closing(open_store(load_settings(flags, env={}))) as store:
        assert {stored.enriched.article.url for stored in store.export()} == wanted
    assert values(results[2], "process") == [len(wanted)]


def test_reprocessing_builds_a_version_beside_and_flips_the_alias(results, reader) -> None:
    again, stored = results[4], values(results[2], "process")[0]
    assert (values(again, "begin"), values(again, "process"), values(again, "finish")) == ([2], [stored], [stored])
    read = set(reader.indices.get_alias(name="rasid-articles").body)
    assert {index.split("-")[2] for index in read} == {"v2"}


def test_watch_lists_and_health_follow_an_ingest(home, results, reader) -> None:
    told = results[3]
    hits = values(results[1], "crawl")[0] - 1  # less the feed
    assert values(told, "watch_lists")[0]["hits"] == {"all": hits}
    assert (home / "feeds" / "all.atom").read_text(encoding="utf-8").count("<entry>") == min(hits, 100)
    assert values(told, "health") == [{}]
    rows = reader.search(index="rasid-health", size=100)["hits"]["hits"]
    assert {row["_source"]["outlet"]: row["_source"]["state"] for row in rows} == dict.fromkeys(NAMES, "healthy")


def test_maintenance_verifies_and_retires_nothing_that_is_young(results) -> None:
    assert values(results[5], "verify_archive")[0] >= values(results[2], "process")[0]
    assert values(results[5], "retire_articles") == [0]
