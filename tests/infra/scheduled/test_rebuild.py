"""A re-processing on the real node: built beside the version that is read, read only at the end, nothing lost."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from infra.config import load_settings
from infra.crawling import crawl
from infra.demo import build_site, serve
from infra.forget import forget
from infra.running import ingest_waiting
from infra.scheduled.rebuild import begin, finish
from infra.scheduled.reprocess import again, plan, wanted
from infra.stores import open_store
from spiders.crawl.options import CrawlOptions

pytestmark = pytest.mark.timeout(900)  # the node starts for half a minute


@pytest.fixture
def settings(elasticsearch_url, names, tmp_path):
    """A house with two outlets crawled and ingested into Elasticsearch."""
    site = build_site(datetime.now(UTC))
    flags = {
        "home": str(tmp_path),
        "store": "elasticsearch",
        "elasticsearch_url": elasticsearch_url,
        "elasticsearch_prefix": names.prefix,
    }
    made = load_settings(flags, env={})
    with serve(site):
        site.write_definitions(tmp_path / "outlets")
        crawl(made, [site.outlet(name) for name in ("maraya", "sanabil")], CrawlOptions(delay=0))
    ingest_waiting(made, workers=1)
    return made


def held(settings):
    with closing(open_store(settings)) as store:
        return {stored.enriched.article.id: stored for stored in store.export()}


def read_version(es, names):
    return {names.parts(index)[0] for index in es.indices.get_alias(name=names.alias).body}


def test_a_part_that_is_gone_through_again_is_read_with_the_rest_at_the_end(es, names, settings) -> None:
    before = held(settings)
    spoilt = {
        key: replace(item, enriched=replace(item.enriched, quotes=(), mentions=())) for key, item in before.items()
    }
    with closing(open_store(settings)) as store:
        store.write(spoilt.values())
    part = wanted(settings, {"outlets": ["maraya"]})
    own = {key for key, item in before.items() if item.enriched.article.outlet == "maraya"}
    for _ in range(2):  # begun again, nothing of the first try is left over
        version = begin(settings)
        (ids,) = plan(settings, part, 500)
        assert again(settings, part, ids, version).done == len(own)
        assert read_version(es, names) == {version - 1}
        assert held(settings) == spoilt
    assert finish(settings, version) == len(before)
    assert read_version(es, names) == {version}
    assert held(settings) == {key: before[key] if key in own else spoilt[key] for key in before}
    assert finish(settings, version) == len(before)  # a task may be run twice


def test_an_article_forgotten_meanwhile_stays_forgotten(settings) -> None:
    before = held(settings)
    everything = wanted(settings, {})
    version = begin(settings)
    for ids in plan(settings, everything, 500):
        again(settings, everything, ids, version)
    gone = next(iter(before.values())).enriched.article
    forget(settings, gone.url, "asked for")
    assert finish(settings, version) == len(before) - 1
    assert held(settings).keys() == before.keys() - {gone.id}
