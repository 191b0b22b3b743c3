"""Every store finds the articles that may print one text, by the bands of their fingerprints."""

from __future__ import annotations

from dataclasses import replace

from infra.stores.kin import COMMON
from infra.stories import Stories
from processors.fingerprint import bands, unpacked
from tests.infra.stores.samples import stored

FIRST = (200, *range(128))
HALF = (190, *range(64), *range(1000, 1064))
OTHER = (210, *range(5000, 5128))


def printed(item, marks, story=None):
    return replace(item, enriched=replace(item.enriched, fingerprint=marks), story=story)


def found(store, marks):
    return {item.id: item for item in store.similar(bands(marks))}


def test_articles_that_share_a_band_are_found_with_their_outlet_and_story(store) -> None:
    store.write([printed(stored("a"), FIRST, "s1"), printed(stored("b"), OTHER), printed(stored("c"), ())])
    kin = found(store, HALF)
    assert set(kin) == {"a"}
    assert (kin["a"].story, unpacked(kin["a"].marks)) == ("s1", FIRST)
    assert kin["a"].outlet == stored("a").enriched.article.outlet


def test_a_deleted_article_is_found_no_more(store) -> None:
    store.write([printed(stored("a"), FIRST)])
    store.delete(["a"])
    assert found(store, FIRST) == {}


def test_a_fingerprint_of_another_making_is_refused_and_the_others_are_stored(store) -> None:
    odd, large = printed(stored("odd"), FIRST[:40]), printed(stored("large"), (200, *range(127), 1 << 32))
    report = store.write([printed(stored("a"), FIRST), odd, large])
    assert report.created == ("a",)
    assert {item.id for item in report.rejected} == {"odd", "large"}
    assert all("fingerprint" in item.reason for item in report.rejected)
    assert [item.id for item in Stories(store).assign([odd])] == ["odd"]
    assert store.counts()["articles"] == 1


def test_a_phrase_that_many_articles_share_makes_none_of_them_kin_but_a_second_band_does(store) -> None:
    def marks(number, alike):
        return (200, *range(alike), *range(10_000 * number, 10_000 * number + 128 - alike))

    crowd = [printed(stored(f"c{number}"), marks(number, 2)) for number in range(1, COMMON + 2)]
    store.write([*crowd, printed(stored("a"), marks(100, 4)), printed(stored("b"), (200, *range(2, 130)))])
    assert set(found(store, FIRST)) == {"a"}
    store.delete(["c1", "c2"])
    assert set(found(store, FIRST)) == {"a", *(item.id for item in crowd[2:])}
