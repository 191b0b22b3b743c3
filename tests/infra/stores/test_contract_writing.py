"""The contract of every store, first part: what is written, kept, replaced and deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from infra.stores.base import Query, Revision, Store, Stored
from tests.infra.stores.samples import CORPUS, NOON, full, mention, stored

LATER = NOON + timedelta(hours=6)


def test_what_is_written_is_read_back_equal(store: Store) -> None:
    assert store.write([full()]).created == ("full",)
    assert store.get("full") == full()
    assert store.get("nothing") is None


def test_hits_carry_the_whole_article(store: Store) -> None:
    store.write([full()])
    assert store.search(Query(text="الشاحنات")).hits[0].stored == full()


def test_the_same_article_again_is_unchanged(store: Store) -> None:
    store.write(CORPUS)
    report = store.write(CORPUS)
    assert report.unchanged == tuple(one.enriched.article.id for one in CORPUS)
    assert not report.created
    assert not report.updated
    assert store.counts() == {"articles": len(CORPUS), "revisions": 0}


def test_one_batch_may_hold_an_article_twice(store: Store) -> None:
    first, second = stored("x", "نص أول"), stored("x", "نص ثان", fetched=LATER)
    report = store.write([first, second])
    assert (report.created, report.updated) == (("x",), ("x",))
    assert store.counts() == {"articles": 1, "revisions": 1}
    assert store.search(Query(text="أول")).total == 0


def test_a_changed_text_keeps_its_earlier_state(store: Store) -> None:
    store.write([stored("x", "العنوان الأول", "متن", lead="مقدمة", locator="a.warc.gz:1")])
    report = store.write([stored("x", "العنوان المصحح", "متن", "فقرة جديدة", fetched=LATER)])
    assert report.updated == ("x",)
    now = _get(store, "x")
    assert now.enriched.article.headline == "العنوان المصحح"
    assert now.revisions == (
        Revision(fetched_at=NOON, headline="العنوان الأول", lead="مقدمة", body="متن", locator="a.warc.gz:1"),
    )
    assert store.counts() == {"articles": 1, "revisions": 1}
    assert store.search(Query(text="الأول")).total == 0
    assert store.search(Query(text="المصحح")).total == 1


def test_revisions_add_up_oldest_first(store: Store) -> None:
    for hour in range(4):
        store.write([stored("x", f"عنوان {hour}", fetched=NOON + timedelta(hours=hour))])
    assert [revision.headline for revision in _get(store, "x").revisions] == ["عنوان 0", "عنوان 1", "عنوان 2"]
    assert store.counts()["revisions"] == 3


def test_a_later_capture_of_the_same_text_is_unchanged(store: Store) -> None:
    store.write([stored("x", "عنوان", "متن")])
    assert store.write([stored("x", "عنوان", "متن", fetched=LATER)]).unchanged == ("x",)
    assert _get(store, "x").enriched.article.fetched_at == NOON
    assert store.counts() == {"articles": 1, "revisions": 0}


def test_an_older_capture_never_overwrites(store: Store) -> None:
    store.write([stored("x", "الأحدث", fetched=LATER)])
    assert store.write([stored("x", "الأقدم", fetched=NOON)]).unchanged == ("x",)
    assert _get(store, "x").enriched.article.headline == "الأحدث"


def test_newer_enrichment_of_the_same_capture_replaces_the_older(store: Store) -> None:
    store.write([stored("x", "داعش", mentions=[mention("داعش", "group", "rasid:old")])])
    better = stored("x", "داعش", mentions=[mention("داعش", "group", "rasid:daesh")], versions=(("entities", "2"),))
    assert store.write([better]).updated == ("x",)
    assert store.get("x") == better
    assert store.search(Query(group=("rasid:old",))).total == 0
    assert store.search(Query(group=("rasid:daesh",))).total == 1
    assert store.counts() == {"articles": 1, "revisions": 0}


def test_newer_enrichment_of_a_later_capture_with_the_same_text_counts(store: Store) -> None:
    store.write([stored("x", "عنوان", published=None)])
    better = stored("x", "عنوان", fetched=LATER, published=None, versions=(("entities", "2"),))
    assert store.write([better]).updated == ("x",)
    kept = _get(store, "x").enriched
    assert (kept.versions, kept.article.fetched_at) == ((("entities", "2"),), NOON)


def test_a_story_and_a_country_once_known_stay(store: Store) -> None:
    store.write([stored("x", "قديم", story="s7")])
    store.write([stored("x", "جديد", fetched=LATER, country=None)])
    assert _get(store, "x").story == "s7"
    assert _get(store, "x").country == "IQ"


def test_an_undated_article_stays_at_its_first_capture(store: Store) -> None:
    store.write([stored("x", "أول", published=None)])
    store.write([stored("x", "ثان", published=None, fetched=LATER)])
    assert store.search(Query(date_from=NOON, date_to=NOON + timedelta(seconds=1))).total == 1
    assert store.search(Query(date_from=LATER)).total == 0


def test_a_refused_document_does_not_hold_up_the_others(store: Store) -> None:
    report = store.write([stored("good"), stored("bad", "نصف حرف \ud83d"), stored("fine")])
    assert report.created == ("good", "fine")
    assert [refused.id for refused in report.rejected] == ["bad"]
    assert report.rejected[0].reason
    assert store.counts()["articles"] == 2


def test_deleted_articles_are_gone_everywhere(store: Store) -> None:
    store.write(CORPUS)
    assert store.delete(["a1", "a3", "nothing"]) == 2
    assert store.get("a1") is None
    assert store.search(Query(text="واشنطن")).total == 0
    assert store.search(Query(place=("geonames:99532",))).total == 2
    assert {count.key for count in store.facets(Query(), ["person"])["person"]} == set()
    assert store.counts()["articles"] == len(CORPUS) - 2


def test_a_deleted_article_may_come_back(store: Store) -> None:
    store.write([full()])
    store.delete(["full"])
    assert store.write([full()]).created == ("full",)
    assert store.search(Query(text="الشاحنات")).total == 1


def test_export_streams_everything_oldest_first(store: Store) -> None:
    store.write(CORPUS)
    assert [one.enriched.article.id for one in store.export()] == ["a1", "a2", "a3", "a4", "a6", "a5"]
    assert list(store.export(Query(text="الكهرباء"))) == [CORPUS[1], CORPUS[2]]


def test_text_with_nul_and_bidi_marks_is_kept_as_it_is(store: Store) -> None:
    odd = stored("odd", "عنوان\u200f \x00 مع علامات", "«متن»\u202b\ufeff ﷺ")
    store.write([odd])
    assert store.get("odd") == odd
    assert store.search(Query(text="علامات")).total == 1


def test_no_batch_is_too_big(store: Store) -> None:
    report = store.write(replace_id(number) for number in range(2500))
    assert len(report.created) == 2500
    assert store.counts()["articles"] == 2500
    assert store.search(Query(sort="newest", limit=3)).total == 2500


def replace_id(number: int) -> Stored:
    return stored(f"n{number:05}", f"خبر رقم {number}")


def _get(store: Store, article_id: str) -> Stored:
    found = store.get(article_id)
    assert found is not None
    return replace(found)
