"""What the scheduler's tasks call, run twice, on the demo's site: the same result, and no outlet asked too soon."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from infra.archive import ArchiveError
from infra.config import load_settings
from infra.crawling import crawl
from infra.ledger.spans import Span, cut
from infra.outlets import outlet_of
from infra.running import ingest_waiting
from infra.scheduled.backfill import backfill
from infra.scheduled.crawl import crawl_one, outlets_of
from infra.scheduled.days import DayError, span_of
from infra.scheduled.maintain import compact, quarantine_digest, retire, verify_sample
from infra.scheduled.rebuild import begin, finish
from infra.scheduled.reprocess import FormError, Wanted, again, plan, wanted
from infra.scheduled.stories import join_stories
from infra.sink import open_archive, open_ledger
from infra.stores import open_store
from spiders.crawl.options import CrawlOptions
from spiders.outlet import OutletError

LEAST = timedelta(minutes=5)


@pytest.fixture(scope="module")
def settings(site, tmp_path_factory):
    """A house with one outlet crawled and ingested."""
    home = tmp_path_factory.mktemp("home")
    site.write_definitions(home / "outlets")
    made = load_settings({"home": str(home), "outlets": "maraya,sanabil"}, env={})
    assert crawl_one(made, "maraya", LEAST).captured > 10
    ingest_waiting(made, workers=1)
    return made


def stored(settings):
    with closing(open_store(settings)) as store:
        return {item.enriched.article.id: item for item in store.export()}


def test_a_tier_has_the_watched_outlets_of_that_tier(settings) -> None:
    assert outlets_of(settings, "daily") == ["maraya"]
    assert outlets_of(settings, "agency") == ["sanabil"]


def test_one_definition_is_found_without_the_others_the_operators_own_first(settings) -> None:
    assert outlet_of(settings, "maraya").homepage.startswith("http://127.")
    assert outlet_of(settings, "shafaq").id == "shafaq"
    with pytest.raises(OutletError, match="'nobody' is not an outlet"):
        outlet_of(settings, "nobody")


def test_an_outlet_is_left_alone_for_a_while_and_then_crawled_again(settings) -> None:
    (last,) = open_ledger(settings).runs("maraya", 1)
    soon, later = last.finished_at + LEAST - timedelta(seconds=1), last.finished_at + LEAST
    assert "less than 0:05:00 ago" in crawl_one(settings, "maraya", LEAST, soon).skipped
    assert len(open_ledger(settings).runs("maraya")) == 1
    assert crawl_one(settings, "maraya", LEAST, later).skipped is None
    (latest,) = open_ledger(settings).runs("maraya", 1)
    assert (latest.captured, latest.not_modified) == (0, 1)  # its one feed, asked conditionally


def test_ranges_stay_below_a_thousand_and_hold_every_id() -> None:
    assert cut([], 10) == []
    assert cut([3, 5, 9, 10, 40], 2) == [(2, 5), (8, 10), (39, 40)]
    many = cut(list(range(1, 5_000_001)), 500)
    assert len(many) <= 1000
    assert many[0] == (0, 5000)
    assert many[-1][1] == 5_000_000


def test_reprocessing_in_ranges_brings_every_article_back_as_it_was(settings) -> None:
    before = stored(settings)
    everything = wanted(settings, {})
    parts = plan(settings, everything, 5)
    assert len(parts) == -(-len(before) // 5)
    for _ in range(2):  # a task may be run twice
        assert sum(again(settings, everything, ids).done for ids in parts) == len(before)
    assert stored(settings) == before
    assert begin(settings) == 0
    assert finish(settings, 0) == len(before)


def test_reprocessing_one_step_leaves_what_the_others_found(settings) -> None:
    before = stored(settings)
    spoilt = [
        replace(item, enriched=replace(item.enriched, quotes=(), versions=(("entities", "x"), ("quotes", "old"))))
        for item in before.values()
    ]
    with closing(open_store(settings)) as store:
        store.write(spoilt)
    asked = wanted(settings, {"outlets": ["maraya"], "steps": ["quotes"]})
    assert [step.name for step in asked.steps] == ["quotes"]
    (ids,) = plan(settings, asked, 500)
    assert again(settings, asked, ids).done == len(before)
    after = stored(settings)
    assert [item.enriched.quotes for item in after.values()] == [item.enriched.quotes for item in before.values()]
    assert {dict(item.enriched.versions)["entities"] for item in after.values()} == {"x"}
    again(settings, wanted(settings, {}), ids)
    assert stored(settings) == before


def test_a_span_of_days_or_outlets_bounds_what_is_gone_through(settings) -> None:
    today = datetime.now(UTC)
    yesterday = Wanted(span=Span(until=today - timedelta(days=1)))
    assert plan(settings, yesterday, 5) == []
    assert plan(settings, Wanted(span=Span(outlets=("sanabil",))), 5) == []
    assert plan(settings, Wanted(span=Span(since=today - timedelta(days=1))), 500) != []


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"outlets": ["nobody"]}, "outlets: 'nobody' is not an outlet"),
        ({"steps": ["guess"]}, "steps: 'guess' is no step; the steps are extract, entities"),
        ({"from": "yesterday"}, "from = 'yesterday': must be a day"),
        ({"from": "2026-02-02", "to": "2026-02-01"}, "to = '2026-02-01': lies before"),
    ],
)
def test_a_bad_entry_of_the_form_is_named_with_its_remedy(settings, form, words) -> None:
    with pytest.raises((FormError, DayError)) as caught:
        wanted(settings, form)
    assert words in str(caught.value)


def test_days_are_those_of_the_readers_zone_both_included(settings) -> None:
    since, until = span_of(settings, "2026-03-01", "2026-03-01")
    assert (since.isoformat(), until.isoformat()) == ("2026-03-01T00:00:00+03:00", "2026-03-02T00:00:00+03:00")


def test_a_backfill_takes_what_its_days_hold_and_nothing_twice(site, tmp_path) -> None:
    site.write_definitions(tmp_path / "outlets")
    own = load_settings({"home": str(tmp_path)}, env={})
    assert backfill(own, "sanabil", "2019-01-01", "2019-12-31").captured <= 2  # the sources themselves
    assert open_ledger(own).waiting() == []
    everything = backfill(own, "sanabil", "2019-01-01").captured
    assert len(open_ledger(own).waiting()) == len(list(site.urls("sanabil")))
    assert backfill(own, "sanabil", "2019-01-01").captured < everything - 5


def test_a_sample_of_the_archive_is_verified_and_damage_is_named(settings) -> None:
    now = datetime.now(UTC)
    held = verify_sample(settings, now, 8)
    assert held == 8
    locator = open_ledger(settings).capture(5).locator
    name, _, offset = locator.rpartition(":")
    path, start = open_archive(settings).folder / name, int(offset) + 300
    whole = path.read_bytes()
    path.write_bytes(whole[:start] + bytes(50) + whole[start + 50 :])
    try:
        with pytest.raises(ArchiveError, match=f"1 of .*{re.escape(locator)}"):
            verify_sample(settings, now, 500)
    finally:
        path.write_bytes(whole)


def test_old_articles_leave_the_store_alone_and_only_where_the_setting_says_so(settings) -> None:
    before, later = stored(settings), datetime.now(UTC) + timedelta(days=400)
    assert retire(settings, later) == 0
    assert retire(replace(settings, retention_days=90), later) == len(before)
    assert stored(settings) == {}
    (ids,) = plan(settings, Wanted(span=Span()), 500)
    again(settings, Wanted(span=Span()), ids)
    assert stored(settings).keys() == before.keys()


def test_the_ledger_forgets_old_runs_and_feeds_but_for_the_newest_of_each(settings) -> None:
    ledger, now = open_ledger(settings), datetime.now(UTC)
    assert set(vars_of(compact(settings, now))) == {0}
    runs = len(ledger.runs("maraya"))
    removed = compact(settings, now + timedelta(days=120))
    assert (removed.runs, removed.feeds) == (runs, 0)
    assert removed.coverage > 0
    assert ledger.runs("maraya") == []
    assert ledger.last_capture(outlet_of(settings, "maraya").sources[0].url, "feed") is not None


def vars_of(record):
    return [getattr(record, name) for name in record.__slots__]


def test_the_digest_of_the_quarantine_tells_what_failed_and_how_often(settings) -> None:
    ledger, now = open_ledger(settings), datetime.now(UTC)
    first, second = ledger.work(2) or [ledger.capture(number) for number in (2, 3)]
    for row in (first, second):
        ledger.quarantined(row.id, "extract", "no article: too short")
    digest = quarantine_digest(settings, now)
    text = (settings.home / "digests" / f"quarantine-{now:%Y-%m-%d}.json").read_text(encoding="utf-8")
    assert (digest.pages, digest.new) == (2, 2)
    assert '"pages": 2' in text
    assert "too short" in text
    assert quarantine_digest(settings, now + timedelta(days=2)).new == 0
    ledger.requeue(("quarantined",))
    ingest_waiting(settings, workers=1)


def test_stories_that_two_batches_began_for_one_text_are_joined(site, tmp_path) -> None:
    site.write_definitions(tmp_path / "outlets")
    own = load_settings({"home": str(tmp_path)}, env={})
    crawl(own, [site.outlet(name) for name in ("maraya", "sanabil", "barid_alrafidain")], CrawlOptions(delay=0))
    ingest_waiting(own, workers=1)
    right = {key: item.story for key, item in stored(own).items()}
    assert len(set(right.values())) < len(right)
    with closing(open_store(own)) as store:
        store.write([replace(item, story=key) for key, item in stored(own).items()])
    assert join_stories(own) == len(right) - len(set(right.values()))
    told = stored(own)
    kin = {frozenset(key for key in right if right[key] == story) for story in right.values()}
    assert {frozenset(key for key in told if told[key].story == item.story) for item in told.values()} == kin
    assert join_stories(own) == 0
