"""The contract of every store, third part: filters, facets, histograms, stories."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from infra.stores.base import Query, Store, StoreError
from tests.infra.stores.samples import NOON, mention, stored


def found(store: Store, **fields: Any) -> set[str]:
    return {hit.stored.enriched.article.id for hit in store.search(Query(limit=100, **fields)).hits}


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ({"outlet": ("shafaq",)}, {"a2", "a6"}),
        ({"outlet": ("shafaq", "alanba")}, {"a2", "a5", "a6"}),
        ({"country": ("LB",)}, {"a3", "a4"}),
        ({"language": ("en",)}, {"a6"}),
        ({"section": ("محليات",)}, {"a2", "a3"}),
        ({"author": ("وائل نعمة",)}, {"a1"}),
        ({"author": ("وائل نعمه",)}, {"a1"}),
        ({"entity": ("iso:IQ",)}, {"a1", "a2"}),
        ({"entity": ("rasid:daesh", "rasid:who")}, {"a4", "a5"}),
        ({"person": ("rasid:mustafa-alrawi",)}, {"a1"}),
        ({"person": ("مصطفي الراوي",)}, {"a1"}),
        ({"person": ("مصطفى راوي",)}, {"a1"}),
        ({"organisation": ("منظمة الصحة العالمية",)}, {"a5"}),
        ({"group": ("داعش",)}, {"a4"}),
        ({"group": ("تنظيم الدولة",)}, {"a4"}),
        ({"place": ("البصرة",)}, {"a2", "a3", "a6"}),
        ({"place": ("Basra",)}, {"a2", "a3", "a6"}),
        ({"place": ("سوريا",)}, {"a4"}),
        ({"speaker": ("مصطفى الراوي",)}, {"a1"}),
        ({"story": ("s1",)}, {"a2", "a3"}),
        ({"story": ("s1",), "country": ("IQ",)}, {"a2"}),
        ({"outlet": ("nobody",)}, set()),
        ({"text": "الكهرباء", "country": ("LB",)}, {"a3"}),
        ({"date_from": NOON - timedelta(days=2)}, {"a3", "a4", "a5", "a6"}),
        ({"date_to": NOON - timedelta(days=2)}, {"a1", "a2"}),
        ({"date_from": NOON, "date_to": NOON + timedelta(hours=1)}, {"a6"}),
        ({"date_from": NOON, "date_to": NOON + timedelta(hours=1, seconds=1)}, {"a5", "a6"}),
        ({"text": "البصرة", "date_from": NOON - timedelta(days=2)}, {"a3"}),
    ],
)
def test_a_filter_finds_exactly_its_articles(filled: Store, fields: dict[str, Any], ids: set[str]) -> None:
    assert found(filled, **fields) == ids
    assert filled.search(Query(**fields)).total == len(ids)
    assert found(filled, **fields, sort="newest") == ids


FACETS: dict[str, list[tuple[str, int]]] = {
    "outlet": [("annahar", 2), ("shafaq", 2), ("alanba", 1), ("almada", 1)],
    "country": [("IQ", 3), ("LB", 2), ("KW", 1)],
    "language": [("ar", 5), ("en", 1)],
    "section": [("محليات", 2), ("أمن", 1), ("سياسة", 1), ("صحة", 1)],
    "author": [("وائل نعمة", 1)],
    "credit": [("واع", 1)],
    "story": [("s1", 2)],
    "person": [("rasid:mustafa-alrawi", 1)],
    "organisation": [("rasid:who", 1)],
    "group": [("rasid:daesh", 1)],
    "place": [("geonames:99532", 3), ("geonames:4140963", 1)],
    "countries": [("iso:IQ", 2), ("iso:SY", 1)],
    "speaker": [("rasid:mustafa-alrawi", 1)],
}


def test_facets_count_articles_by_value_most_first(filled: Store) -> None:
    facets = filled.facets(Query(), list(FACETS))
    assert {name: [(count.key, count.count) for count in counts] for name, counts in facets.items()} == FACETS


def test_facets_of_entities_have_labels(filled: Store) -> None:
    facets = filled.facets(Query(), ["group", "place"])
    assert [count.label for count in facets["group"]] == ["داعش"]
    assert [count.label for count in facets["place"]] == ["البصرة", "واشنطن"]


def test_facets_follow_the_query_and_the_size(filled: Store) -> None:
    assert [count.key for count in filled.facets(Query(text="الكهرباء"), ["outlet"])["outlet"]] == ["annahar", "shafaq"]
    assert len(filled.facets(Query(), ["outlet"], size=3)["outlet"]) == 3
    assert filled.facets(Query(text="غيرموجود"), ["outlet"]) == {"outlet": ()}


def test_an_unknown_facet_is_an_error_that_names_the_known(filled: Store) -> None:
    with pytest.raises(StoreError, match="outlet"):
        filled.facets(Query(), ["colour"])


def test_an_entity_without_an_id_is_counted_by_its_name(store: Store) -> None:
    store.write(
        [
            stored("x", "خبر", mentions=[mention("أحمد الفهداوي", "person", None)]),
            stored("y", "خبر", mentions=[mention("احمد الفهداوي", "person", None)]),
        ]
    )
    (count,) = store.facets(Query(), ["person"])["person"]
    assert count.count == 2
    assert count.label == "أحمد الفهداوي"
    assert found(store, person=("أحمد الفهداوي",)) == {"x", "y"}


def test_one_per_story_counts_a_story_once(filled: Store) -> None:
    results = filled.search(Query(one_per_story=True, sort="newest"))
    assert [hit.stored.enriched.article.id for hit in results.hits] == ["a5", "a6", "a4", "a3", "a1"]
    assert results.total == 5
    oldest = filled.search(Query(text="انقطاع الكهرباء", one_per_story=True, sort="oldest"))
    assert [hit.stored.enriched.article.id for hit in oldest.hits] == ["a2"]
    facets = filled.facets(Query(one_per_story=True), ["place", "section"])
    assert [(count.key, count.count) for count in facets["place"]] == [("geonames:99532", 2), ("geonames:4140963", 1)]
    assert ("محليات", 1) in [(count.key, count.count) for count in facets["section"]]


def test_a_histogram_has_its_gaps_and_local_days(filled: Store) -> None:
    days = filled.histogram(Query(), "day", "Asia/Baghdad")
    assert [(day.key, day.count) for day in days] == [
        ("2026-07-11", 2),  # 19:59 UTC of the 11th is still the 11th in Baghdad
        ("2026-07-12", 1),
        ("2026-07-13", 1),
        ("2026-07-14", 2),
    ]


def test_a_local_midnight_parts_the_days(store: Store) -> None:
    store.write(
        [
            stored("x", published=NOON.replace(hour=20, minute=59)),
            stored("y", published=NOON.replace(hour=21, minute=0)),
            stored("z", published=NOON.replace(day=17)),
        ]
    )
    days = store.histogram(Query(), "day", "Asia/Baghdad")
    assert [(day.key, day.count) for day in days] == [
        ("2026-07-14", 1),
        ("2026-07-15", 1),
        ("2026-07-16", 0),
        ("2026-07-17", 1),
    ]
    assert [(hour.key, hour.count) for hour in store.histogram(Query(), "hour", "Asia/Baghdad")][:2] == [
        ("2026-07-14T23:00+03:00", 1),
        ("2026-07-15T00:00+03:00", 1),
    ]
    assert [(week.key, week.count) for week in store.histogram(Query(), "week", "UTC")] == [("2026-07-13", 3)]
    assert [(month.key, month.count) for month in store.histogram(Query(), "month", "UTC")] == [("2026-07", 3)]


def test_days_of_a_change_to_summer_time_are_whole(store: Store) -> None:
    # Cairo went an hour forward at the midnight that begins 24 April 2026: the day has 23 hours.
    times = [
        NOON.replace(month=4, day=day, hour=hour) for day, hour in ((22, 23), (23, 21), (23, 22), (24, 20), (24, 21))
    ]
    store.write([stored(f"d{n}", published=time) for n, time in enumerate(times)])
    days = store.histogram(Query(), "day", "Africa/Cairo")
    assert [(day.key, day.count) for day in days] == [("2026-04-23", 2), ("2026-04-24", 2), ("2026-04-25", 1)]


def test_histograms_of_stories_count_a_story_once_a_bucket(store: Store) -> None:
    later = stored("w", published=NOON + timedelta(days=1), story="s")
    store.write([stored("x", story="s"), stored("y", story="s"), stored("z"), later])
    days = store.histogram(Query(one_per_story=True), "day")
    assert [(day.key, day.count) for day in days] == [("2026-07-14", 2), ("2026-07-15", 1)]
    assert store.histogram(Query(text="غيرموجود"), "day") == ()


def test_articles_with_earlier_states_are_a_filter(store: Store) -> None:
    later = NOON + timedelta(hours=1)
    store.write([stored("x", "عنوان"), stored("y", "عنوان"), stored("z", "عنوان", outlet="annahar")])
    store.write([stored("y", "عنوان آخر", fetched=later), stored("z", "آخر", fetched=later, outlet="annahar")])
    assert found(store, revised=True) == {"y", "z"}
    assert found(store, revised=True, outlet=("annahar",)) == {"z"}
    assert found(store) == {"x", "y", "z"}
