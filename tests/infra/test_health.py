"""Source health: a site that breaks is told of once, and once when it works again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from infra.config import load_settings
from infra.crawling import crawl
from infra.demo import Switches, build_site, serve
from infra.health import check, health_of, judge, kept_of
from infra.health.selectors import failing
from infra.ledger.coverage import Coverage, HealthBook, Run, Standing
from infra.running import ingest_waiting, requeue
from infra.sink import open_ledger
from processors.records import RawPage
from spiders.crawl.options import CrawlOptions
from tests.infra.pages import NOW as PAGES_NOW
from tests.infra.pages import capture_pages, html

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
    assert broken["selector"] == "date: time.entry-date::attr(datetime)"


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


@pytest.mark.timeout(900)
def test_a_site_that_forbids_is_reported_once_and_recovers_once(tmp_path) -> None:
    settings = load_settings({"home": str(tmp_path)}, env={})
    site = build_site(datetime.now(UTC))
    ledger = open_ledger(settings)
    book = HealthBook(ledger.engine)
    with serve(site):
        served = site.outlet(OUTLET)
        for forbid in (False, True, False):
            site.switches[OUTLET] = Switches(forbid=forbid)
            crawl(settings, [served], CrawlOptions(retries=0))
            ingest_waiting(settings)
            for _ in range(2):
                check(book, served, datetime.now(UTC))
    assert [event["state"] for event in book.events(OUTLET)] == ["healthy", "blocked", "recovered"]
    (first, *_) = book.coverage(OUTLET, datetime.now(UTC) - timedelta(hours=1))
    assert first.articles > 0
    assert first.characters > 0
    ledger.engine.dispose()


def weak(hours: float, *, having: int, articles: int = 10, name: str = "author") -> Coverage:
    whole = row(hours, articles=articles)
    return replace(whole, found={**whole.found, name: having})


def test_a_field_that_is_often_missing_is_not_called_broken_by_chance(outlet) -> None:
    usual = [weak(hours, having=6) for hours in range(10, 60)]
    assert judge(outlet, [run()], [weak(1, having=0, articles=3), *usual], None, NOW).state == "healthy"
    bare = [weak(hours, having=0, articles=3) for hours in (1, 2, 3, 4)]
    verdict = judge(outlet, [run()], [*bare, *usual], None, NOW)
    assert (verdict.state, verdict.fields) == ("broken layout", ("author",))


def test_every_field_that_fell_is_told_and_bodies_cut_short_count_as_one(outlet) -> None:
    usual = [weak(hours, having=10, name="length") for hours in range(10, 15)]
    both = replace(weak(1, having=0, name="length"), lost={"length": ("http://a.example/1", "a.warc.gz:1")})
    cut = replace(both, found={**both.found, "date": 1})
    verdict = judge(outlet, [run()], [cut, *usual], None, NOW)
    assert verdict.fields == ("date", "length")
    assert verdict.reason.startswith("date: on 1 of the last 10 pages, usually on 100%; body of 400 letters: on 0 of")
    assert verdict.page == ("http://a.example/1", "a.warc.gz:1")


def test_batches_from_before_lengths_were_counted_say_nothing_of_them(outlet) -> None:
    assert judge(outlet, [run()], [row(hours) for hours in range(1, 20)], None, NOW).state == "healthy"


def test_sources_that_announce_too_little_are_a_broken_layout(outlet) -> None:
    expecting = outlet.model_copy(update={"expect": outlet.expect.model_copy(update={"fewest": 4})})
    verdict = judge(expecting, [run(discovered=3)], [row(1)], None, NOW)
    assert (verdict.state, verdict.fields) == ("broken layout", ("links",))
    assert "announced 3 articles, expected 4 at least" in verdict.reason
    assert judge(expecting, [run(discovered=0, not_modified=1)], [row(1)], None, NOW).state == "healthy"
    silent = outlet.model_copy(update={"expect": outlet.expect.model_copy(update={"fewest": 0})})
    usual = [run(discovered=20)] * 5
    assert judge(silent, [run(discovered=0), *usual], [row(1)], None, NOW).state == "broken layout"
    assert judge(silent, [run(discovered=0)], [row(1)], None, NOW).state == "healthy"


def test_sources_that_announce_too_much_twice_are_a_broken_layout(outlet) -> None:
    expecting = outlet.model_copy(update={"expect": outlet.expect.model_copy(update={"fewest": 1, "most": 50})})
    filled_in, usual = run(discovered=400), [run(discovered=50)] * 3
    assert judge(expecting, [filled_in, *usual], [row(1)], None, NOW).state == "healthy"
    verdict = judge(expecting, [run(discovered=380), filled_in, *usual], [row(1)], None, NOW)
    assert (verdict.state, verdict.fields) == ("broken layout", ("links",))
    assert "announced 380 articles, and 400 before, expected 50 at most" in verdict.reason


def test_what_a_check_knew_is_kept_whole_and_what_none_has_seen_is_judged(book, outlet) -> None:
    book.record([replace(row(24 * day, articles=20), characters=20_000) for day in range(12, 1, -1)])
    book.record([row(1, without="date", reasons={"no article: short": 2}, quarantined=2)])
    assert kept_of(book, [outlet], NOW) == [health_of(book, outlet, NOW)]
    check(book, outlet, NOW)
    judged = health_of(book, outlet, NOW)
    book.record([row(0)])
    (kept,) = kept_of(book, [outlet], NOW + timedelta(hours=1))
    assert kept == replace(judged, changed=True, selector=kept.selector)
    assert (kept.state, kept.since) == ("broken layout", NOW - timedelta(hours=1))
    assert kept.selector


def test_only_selectors_that_find_nothing_on_the_page_are_named(outlet) -> None:
    layout = outlet.layouts[0].model_copy(update={"date": ("time.gone", "span.day"), "headline": ("h1",)})
    body = "<h1>خبر</h1><span class=day>أمس</span>".encode()
    page = RawPage(url="http://a.example/1", final_url="", outlet_id=None, fetched_at=NOW, body=body)
    assert failing(layout, ("date", "entities"), page) == "date: time.gone"
    assert failing(layout, ("headline", "date"), page) == "headline: h1; date: time.gone"
    assert failing(layout, ("headline",), None) == "headline: h1"
    assert failing(None, ("date",), page) is None


def test_the_report_sets_each_field_against_the_sources_own_weeks(book, outlet) -> None:
    book.record([replace(row(24 * day, articles=20), characters=20_000) for day in range(12, 1, -1)])
    book.record([replace(weak(1, having=3), characters=4_000)])
    found = health_of(book, outlet, NOW)
    assert (found.coverage["author"], found.usual["author"]) == (0.767, 1.0)
    assert (found.body_length, found.usual_body_length) == (800.0, 1000.0)
    assert (found.articles_day, found.usual_day) == (10, 20.0)
    assert found.record["newest"] == (NOW - timedelta(hours=1)).isoformat()


def test_what_is_processed_again_says_nothing_of_today(tmp_path) -> None:
    settings = load_settings({"home": str(tmp_path)}, env={})
    capture_pages(settings, [("http://outlet.example/1", html(), PAGES_NOW)])
    for _ in range(2):
        ingest_waiting(settings)
        requeue(settings)
    ledger = open_ledger(settings)
    assert len(HealthBook(ledger.engine).coverage("outlet", PAGES_NOW)) == 1
    ledger.engine.dispose()


def test_a_source_that_broke_early_stays_broken_until_it_is_mended(book, outlet) -> None:
    book.record([row(30, articles=7)])
    assert check(book, outlet, NOW - timedelta(hours=29)).state == "healthy"
    for hours in (20, 15, 10, 5):
        book.record([row(hours, articles=5, without="date")])
        assert check(book, outlet, NOW - timedelta(hours=hours - 1)).state == "broken layout"
    assert book.standing(OUTLET).since == NOW - timedelta(hours=20)  # when its first page was captured
    book.record([row(1, articles=4)])
    assert check(book, outlet, NOW).state == "healthy"
    assert [event["state"] for event in book.events(OUTLET)] == ["healthy", "broken layout", "recovered"]


def test_pages_of_long_ago_say_nothing_of_today(book, outlet) -> None:
    book.record([row(5), row(2)])
    book.record([row(24 * 900, without="date")])  # taken in later from another archive, dated by its captures
    assert judge(outlet, [run()], book.coverage(OUTLET, NOW - timedelta(weeks=4)), None, NOW).state == "healthy"
