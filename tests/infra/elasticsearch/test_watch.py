"""Watch-lists over the real node: what another process stored this moment is found."""

from __future__ import annotations

from elasticsearch import Elasticsearch

from infra.notices import send_notices
from infra.stores.elasticsearch import ElasticsearchStore
from infra.watch import evaluate_watches
from tests.infra.watch.filled import number_in_ledger, put, settings_of, water, write_list


def test_what_a_writer_that_still_runs_has_stored_is_found_once(tmp_path, elasticsearch_url, names) -> None:
    env = {"RASID_STORE": "elasticsearch", "RASID_ELASTICSEARCH_URL": elasticsearch_url}
    settings = settings_of(tmp_path, **env, RASID_ELASTICSEARCH_PREFIX=names.prefix)
    write_list(settings, "dam", "query: سد الموصل\ncountry: IQ")
    client = Elasticsearch(elasticsearch_url, request_timeout=60)
    writer = ElasticsearchStore(client, names=names, patience=30)
    put(settings, water(0))
    client.indices.put_settings(index=names.alias, settings={"refresh_interval": "-1"})  # nothing shows by itself
    found = []
    for number in (1, 2):
        writer.write([water(number), water(10 + number, country="LB")])  # not closed, so nothing makes it visible
        enter(settings, number, 10 + number)
        found.append(evaluate_watches(settings).hits["dam"])
    assert found == [2, 1]
    assert send_notices(settings).delivered == 3
    writer.close()


def enter(settings, *numbers: int) -> None:
    """Number articles that are in the store already, as an ingest does after its write."""
    number_in_ledger(settings, [water(number).enriched.article for number in numbers])
