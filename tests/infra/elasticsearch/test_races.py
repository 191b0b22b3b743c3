"""Writers that meet at one article: an older capture never overwrites a newer one, whoever was faster."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from elasticsearch import Elasticsearch

from infra.elasticsearch.templates import Names
from infra.stores.base import Stored
from infra.stores.elasticsearch import ElasticsearchStore
from infra.stores.elasticsearch.months import NoBook
from infra.stores.elasticsearch.writer import Old, Writer
from tests.infra.stores.samples import NOON, stored


def capture(article_id: str, hour: int) -> Stored:
    return stored(article_id, f"عنوان الساعة {hour}", fetched=NOON + timedelta(hours=hour))


@pytest.mark.parametrize("there_before", [False, True])
def test_a_newer_capture_that_comes_between_reading_and_writing_stays(
    es: Elasticsearch, names: Names, monkeypatch: pytest.MonkeyPatch, *, there_before: bool
) -> None:
    slow, fast = (ElasticsearchStore(es, names=names, patience=20) for _ in range(2))
    if there_before:
        slow.write([capture("x", 0)])
    find = Writer.find
    fast_wrote = []

    def read_and_be_overtaken(self: Writer, months: Mapping[str, str]) -> dict[str, Old]:
        found = find(self, months)
        if not fast_wrote:
            fast_wrote.append(True)
            fast.write([capture("x", 2)])
        return found

    monkeypatch.setattr(Writer, "find", read_and_be_overtaken)
    assert slow.write([capture("x", 1)]).unchanged == ("x",)
    kept = slow.get("x")
    assert kept is not None
    assert kept.enriched.article.headline == "عنوان الساعة 2"
    assert slow.counts()["articles"] == 1


def test_many_writers_of_the_same_articles_leave_the_newest_of_each(es: Elasticsearch, names: Names) -> None:
    ids = [f"x{number}" for number in range(30)]

    def write(hour: int) -> None:
        ElasticsearchStore(es, names=names, patience=60).write(capture(article_id, hour) for article_id in ids)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, (2, 0, 3, 1)))
    store = ElasticsearchStore(es, names=names, patience=20)
    assert sorted(store.article_ids()) == sorted(ids)
    for one in store.export():
        assert one.enriched.article.headline == "عنوان الساعة 3"
        hours = [revision.headline for revision in one.revisions]
        assert hours == sorted(set(hours))


def test_without_a_ledger_an_article_written_just_now_is_revised_in_its_own_month(
    es: Elasticsearch, names: Names
) -> None:
    store = ElasticsearchStore(es, names=names, patience=20)
    assert store.write([capture("x", 0)]).created == ("x",)
    assert store.write([capture("x", 24 * 30)]).updated == ("x",)
    assert list(store.article_ids()) == ["x"]
    assert es.indices.get_alias(name=names.alias).body.keys() == {names.index(1, "2026.07")}


def test_only_the_latest_months_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.stores.elasticsearch.months._REMEMBERED", 3)
    book = NoBook()
    for number in range(5):
        book.claim({f"x{number}": "2026.07"})
    later = {f"x{number}": "2026.08" for number in range(5)}
    assert book.claim(later) == {**later, "x2": "2026.07", "x3": "2026.07", "x4": "2026.07"}
