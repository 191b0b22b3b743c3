"""Watch-lists over what is newly stored: by sequence, nothing cut off, each article once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from infra.ledger import connect
from infra.ledger.outbox import Outbox, Pending
from infra.ledger.past import Past
from infra.sink import open_ledger
from infra.stores import open_store
from infra.stores.base import StoreError
from infra.watch import evaluate_watches
from infra.watch.edit import add_watchlist, remove_watchlist
from infra.watch.hit import found_from
from tests.infra.stores.samples import NOON, mention, quote, stored
from tests.infra.watch.filled import put, settings_of, water, write_list


@pytest.fixture
def settings(tmp_path):
    return settings_of(tmp_path)


def letters(settings, name="dam") -> list[Pending]:
    engine = connect(settings.ledger_url)
    found = Outbox(engine).of_channel(name, "feed", NOON - timedelta(days=999))
    engine.dispose()
    return found[::-1]


def ids(settings, name="dam") -> list[str]:
    return [letter.article_id for letter in letters(settings, name)]


def test_each_newly_stored_article_is_looked_at_once_whatever_its_dates(settings) -> None:
    write_list(settings, "dam", "query: سد الموصل")
    put(settings, water(1), stored("x", "خبر آخر"))
    assert evaluate_watches(settings).hits == {"dam": 1}
    put(settings, water(2, published=NOON - timedelta(days=4000), fetched=NOON - timedelta(days=300)))
    report = evaluate_watches(settings)
    assert (report.articles, report.hits) == (1, {"dam": 1})
    assert evaluate_watches(settings).articles == 0
    assert ids(settings) == ["w1", "w2"]


def test_old_pages_of_other_archives_are_no_news_but_for_a_list_that_asks_of_everything(settings) -> None:
    write_list(settings, "dam", "query: سد الموصل")
    years, days = (datetime.now(UTC) - timedelta(days=number) for number in (900, 2))
    put(settings, *(water(number, published=years, fetched=at) for number, at in enumerate((years, days, years))))
    ledger = open_ledger(settings)
    for number in (0, 1):  # the third was met by a crawl
        Past(ledger.engine).leave_alone(water(number).enriched.article.url)
    ledger.engine.dispose()
    assert evaluate_watches(settings).hits == {"dam": 2}
    add_watchlist(settings, "all", {"query": "سد الموصل"}, all_stored=True)
    assert evaluate_watches(settings).hits == {"dam": 0, "all": 3}
    assert ids(settings) == ["w1", "w2"]


def test_a_flood_between_two_looks_loses_no_hit(settings) -> None:
    write_list(settings, "dam", "query: سد الموصل")
    put(settings, *(water(number) for number in range(603)))
    assert evaluate_watches(settings).hits == {"dam": 603}
    assert ids(settings) == [f"w{number}" for number in range(603)]


def test_a_bad_list_is_told_with_file_key_value_and_stops_no_other(settings) -> None:
    write_list(settings, "bad", "query: (سد AND")
    write_list(settings, "dam", "query: سد الموصل")
    put(settings, water(1))
    report = evaluate_watches(settings)
    assert report.hits == {"dam": 1}
    assert [part for part in ("bad.yaml", "query", "position", "(سد AND") if part not in report.problems["bad"]] == []
    put(settings, water(2))
    evaluate_watches(settings)
    write_list(settings, "bad", "query: سد")  # mended, it goes on from where it broke
    assert evaluate_watches(settings).hits == {"bad": 2, "dam": 0}


def test_a_store_that_cannot_answer_moves_no_list_on(settings) -> None:
    write_list(settings, "dam", "query: سد الموصل")
    put(settings, water(1))
    file = settings.home / "search.sqlite"
    whole = file.read_bytes()
    file.write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError):
        evaluate_watches(settings)
    file.write_bytes(whole)
    assert evaluate_watches(settings).hits == {"dam": 1}


def test_a_revision_is_told_only_where_the_article_was_not_told_before(settings) -> None:
    write_list(settings, "dam", "query: سد الموصل")
    later = NOON + timedelta(hours=3)
    put(settings, water(1), stored("x", "أمطار في الشمال", "هطلت الأمطار."))
    evaluate_watches(settings)
    put(settings, stored("w1", "تحديث: منسوب سد الموصل يستقر", "استقر المنسوب.", fetched=later))
    put(settings, stored("x", "أمطار في الشمال", "هطلت الأمطار، وارتفع سد الموصل.", fetched=later))
    assert evaluate_watches(settings).hits == {"dam": 1}
    assert ids(settings) == ["w1", "x"]


def test_a_new_list_begins_with_what_comes_unless_told_otherwise(settings) -> None:
    put(settings, water(1))
    evaluate_watches(settings)
    write_list(settings, "by-hand", "query: سد الموصل")
    add_watchlist(settings, "added", {"query": "سد الموصل"})
    add_watchlist(settings, "all", {"query": "سد الموصل"}, all_stored=True)
    put(settings, water(2))
    assert evaluate_watches(settings).hits == {"by-hand": 1, "added": 1, "all": 2}
    remove_watchlist(settings, "all")
    add_watchlist(settings, "all", {"query": "سد الموصل"}, all_stored=True)
    assert evaluate_watches(settings).hits["all"] == 2  # what was never sent is found anew


def test_two_that_look_at_once_enter_each_hit_once(settings) -> None:
    write_list(settings, "dam", "query: سد الموصل")
    put(settings, *(water(number) for number in range(40)))
    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(lambda _: evaluate_watches(settings), range(3)))
    assert sum(report.hits["dam"] for report in reports) == 40
    assert ids(settings) == [f"w{number}" for number in range(40)]


def test_a_switched_off_list_finds_nothing_and_misses_its_time(settings) -> None:
    write_list(settings, "dam", "query: سد الموصل\nenabled: false")
    put(settings, water(1))
    assert evaluate_watches(settings).hits == {"dam": 0}
    write_list(settings, "dam", "query: سد الموصل")
    put(settings, water(2))
    assert evaluate_watches(settings).hits == {"dam": 1}


def test_a_hit_says_which_words_matched_and_where(settings) -> None:
    write_list(settings, "dam", "query: واشنطن OR الموصل")
    put(settings, stored("a", "وفد من الموصل", "سافر الوفد أمس. " * 20 + "ثم عاد إلى بغداد وبواشنطن التقى مسؤولين."))
    evaluate_watches(settings)
    found = found_from(letters(settings)[0].hit)
    assert list(found.words) == ["الموصل", "وبواشنطن"]
    assert list(found.why) == ["words: الموصل، وبواشنطن"]
    marked = [one.text[start:end] for one in found.excerpts for start, end in one.marks]
    assert marked == ["الموصل", "وبواشنطن"]
    assert all(len(one.text) <= 320 for one in found.excerpts)


def test_a_hit_by_entity_says_how_it_is_called_and_a_filter_what_it_passed(settings) -> None:
    write_list(settings, "iraq", "entity: iso:IQ\ncountry: LB\nspeaker: ليلى حمدان")
    body = "بغداد اليوم. قالت ليلى حمدان: نعم."
    names = [mention("بغداد", "country", "iso:IQ", "العراق")]
    said = [replace(quote("نعم", "ليلى حمدان"), start=body.index("نعم"), end=body.index("نعم") + 3)]
    put(settings, stored("a", "خبر", body, mentions=names, quotes=said, country="LB"))
    put(settings, stored("b", "خبر", body, mentions=names, quotes=said, country="IQ"))
    evaluate_watches(settings)
    found = found_from(letters(settings, "iraq")[0].hit)
    assert ids(settings, "iraq") == ["a"]
    assert list(found.words) == ["بغداد", "نعم"]
    assert set(found.why) == {"entity iso:IQ: بغداد", "country: LB", "speaker ليلى حمدان: ليلى حمدان"}


def test_a_value_in_the_text_counts_as_a_filter_and_one_under_not_as_none(settings) -> None:
    write_list(settings, "iraq", 'query: \'entity:"iso:IQ" NOT entity:"iso:SY"\'')
    iraq, syria = mention("العراق", "country", "iso:IQ"), mention("سوريا", "country", "iso:SY")
    put(settings, stored("a", "خبر", "العراق", mentions=[iraq]), stored("b", "خبر", "سوريا", mentions=[iraq, syria]))
    evaluate_watches(settings)
    (letter,) = letters(settings, "iraq")
    assert list(found_from(letter.hit).why) == ["entity iso:IQ: العراق"]
    with closing(open_store(settings)) as store:
        assert store.counts()["articles"] == 2


def test_what_is_processed_again_is_no_news(settings) -> None:
    put(settings, water(1), archived=True)
    add_watchlist(settings, "dam", {"query": "سد الموصل"})
    ledger = open_ledger(settings)
    assert ledger.requeue() == 1
    ledger.indexed([(row, "w1") for row in ledger.waiting()])
    ledger.engine.dispose()
    put(settings, water(2))
    assert evaluate_watches(settings).hits == {"dam": 1}
    assert ids(settings) == ["w2"]
