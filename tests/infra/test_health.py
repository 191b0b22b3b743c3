"""Source health: a site that breaks is told of once, and once when it works again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from infra.config import load_settings
from infra.crawling import crawl
from infra.demo import Switches, build_site, serve
from infra.health import check, judge
from infra.ledger.coverage import Coverage, HealthBook, Run, Standing
from infra.running import ingest_waiting
from infra.sink import open_ledger
from spiders.crawl.options import CrawlOptions

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
ALL = ("headline", "date", "author", "body", "entities")
OUTLET = "barid_alrafidain"


@pytest.fixture
def outlet():
    site = build_site(NOW)
    site.bases[OUTLET] = "http://127.0.0.1:1"
    return site.outlet(OUTLET)


@pytest.fixture
def book(tmp_path):
    ledger = open_ledger(load_settings({"home": str(tmp_path)}, env={}))
    yield HealthBook(ledger.engine)
    ledger.engine.dispose()


def row(hours: float, *, articles: int = 10, without: str | None = None, **more) -> Coverage:
    found = {name: articles for name in ALL if name != without}
    lost = {without: ("http://127.0.0.1:1/archives/7/", "a.warc.gz:7")} if without else {}
    at = NOW - timedelta(hours=hours)
    return Coverage(outlet=OUTLET, at=at, articles=articles, found=found, lost=lost, newest=at, **more)


def run(**more) -> Run:
    values = {"discovered": 5, "captured": 5, "not_modified": 0, "errors": 0, "http": {"200": 5}, **more}
    return Run(finished_at=NOW, finished="finished", **values)


def test_a_field_that_falls_against_the_usual_is_told_once_and_recovers_once(book, outlet) -> None:
    book.record([row(5)])
    assert check(book, outlet, NOW).state == "healthy"
    book.record([row(2, articles=4, without="date")])
    for _ in range(2):
        assert check(book, outlet, NOW).state == "broken layout"
    book.record([row(1, articles=4)])
    for _ in range(2):
        assert check(book, outlet, NOW).state == "healthy"
    events = book.events(OUTLET)
    assert [event["state"] for event in events] == ["healthy", "broken layout", "recovered"]
    broken = events[1]
    assert (broken["url"], broken["locator"]) == ("http://127.0.0.1:1/archives/7/", "a.warc.gz:7")
    assert broken["selector"] == "time.entry-date::attr(datetime)"


def test_a_long_break_never_becomes_the_usual(outlet) -> None:
    broken = [row(hours, without="body") for hours in range(1, 90)]
    before = Standing(state="broken layout", since=NOW - timedelta(hours=90), reason="")
    assert judge(outlet, [run()], [*broken, row(100)], before, NOW).state == "broken layout"


def test_pages_without_an_article_are_a_broken_layout_and_challenges_a_block(outlet) -> None:
    gone = row(1, articles=0, quarantined=6, reasons={"no article: empty": 6})
    assert judge(outlet, [run()], [gone, row(9)], None, NOW).state == "broken layout"
    challenged = replace(gone, reasons={"no article: challenge": 6})
    assert judge(outlet, [run()], [challenged, row(9)], None, NOW).state == "blocked"


def test_the_last_crawl_tells_blocked_from_unreachable(outlet) -> None:
    forbidden = run(captured=0, errors=2, http={"403": 2})
    silent = run(captured=0, errors=2, http={})
    assert judge(outlet, [forbidden], [row(1)], None, NOW).state == "blocked"
    assert judge(outlet, [silent], [row(1)], None, NOW).state == "unreachable"


def test_old_news_is_a_stale_feed_no_news_is_quiet_and_no_crawl_is_never_worked(outlet) -> None:
    old = replace(row(1), newest=NOW - timedelta(days=9))
    assert judge(outlet, [run()], [old], None, NOW).state == "stale feed"
    assert judge(outlet, [run()], [row(40)], None, NOW).state == "quiet"
    assert judge(outlet, [], [], None, NOW).state == "never worked"


def test_a_site_that_forbids_is_reported_once_and_recovers_once(tmp_path) -> None:
    settings = load_settings({"home": str(tmp_path)}, env={})
    site = build_site(datetime.now(UTC))
    ledger = open_ledger(settings)
    book = HealthBook(ledger.engine)
    with serve(site):
        served = site.outlet(OUTLET)
        for forbid in (False, True, True, False):
            site.switches[OUTLET] = Switches(forbid=forbid)
            crawl(settings, [served], CrawlOptions(retries=0))
            ingest_waiting(settings)
            check(book, served, datetime.now(UTC))
    assert [event["state"] for event in book.events(OUTLET)] == ["healthy", "blocked", "recovered"]
    (first, *_) = book.coverage(OUTLET, datetime.now(UTC) - timedelta(hours=1))
    assert first.articles > 0
    assert first.characters > 0
    ledger.engine.dispose()
