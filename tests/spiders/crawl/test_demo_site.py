"""The crawl against the demo's six outlets: complete, cheap the second time, and it sees corrections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from infra.demo import Site, build_site, serve
from infra.demo.layouts import LAYOUTS

NOW = datetime(2026, 7, 14, 9, 30, tzinfo=UTC)


@pytest.fixture
def served() -> Iterator[Site]:
    site = build_site(NOW)
    with serve(site):
        yield site


def test_every_article_of_the_six_outlets_is_found_and_taken_once(served, crawl) -> None:
    result = crawl(*(served.outlet(name) for name in LAYOUTS))
    taken = [item.url for item in result.exchanges if item.kind == "article"]
    assert sorted(taken) == sorted(served.urls())
    for item in result.exchanges:
        assert (item.status, bool(item.body)) == (200, True)
        if item.kind == "article":
            assert item.body == served.respond(item.outlet_id, item.url.removeprefix(served.bases[item.outlet_id])).body
    assert {item.kind for item in result.exchanges} == {"article", "feed", "sitemap", "listing"}
    assert all(stats.finished == "finished" and stats.errors == 0 for stats in result.stats)
    assert [stats.discovered for stats in result.stats] == [
        len(list(served.urls(stats.outlet_id))) for stats in result.stats
    ]


def test_a_second_run_gets_304_and_fetches_no_article_again(served, crawl) -> None:
    outlets = [served.outlet(name) for name in ("barid_alrafidain", "sanabil", "asdaa_alsahel")]
    first = crawl(*outlets)
    second = crawl(*outlets, state=first.state)
    assert not second.articles
    bases = served.bases
    assert set(second.unchanged) == {
        bases["barid_alrafidain"] + "/feed/",
        bases["sanabil"] + "/feed.atom",
        bases["sanabil"] + "/feed.json",
        bases["asdaa_alsahel"] + "/sitemap-news.xml.gz",
        bases["asdaa_alsahel"] + "/sitemap-1.xml.gz",
    }
    assert sum(stats.not_modified for stats in second.stats) == 5
    assert second.stats[0].http == {304: 1}


def test_a_revisit_that_is_due_sees_the_correction(served, crawl) -> None:
    name = "barid_alrafidain"
    urls = list(served.urls(name))
    first = crawl(served.outlet(name))
    served.switches[name].correct = True
    corrected = {url for url in urls if served.truth(url).modified}
    second = crawl(served.outlet(name), state={**first.state, "due": urls})
    assert set(second.articles) == set(urls)
    assert {url for url in urls if first.articles[url].body != second.articles[url].body} == corrected != set()
