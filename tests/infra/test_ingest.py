"""From archive to store: every capture ends in the store or in quarantine, and the ledger says which."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest

from infra.config import load_settings
from infra.running import batches, ingest_waiting, requeue
from infra.sink import open_archive, open_ledger, open_sink
from infra.stores import open_store
from spiders.sink import OutletStats
from tests.infra.pages import NOW, PARAGRAPHS, capture_pages, html


@pytest.fixture
def settings(tmp_path):
    return load_settings({"home": str(tmp_path)}, env={})


def capture(settings, body, url="http://outlet.example/1", at=NOW):
    capture_pages(settings, [(url, body, at)])


def stored(settings):
    with closing(open_store(settings)) as store:
        return list(store.export())


def test_a_capture_becomes_a_stored_article_with_its_evidence(settings) -> None:
    capture(settings, html())
    report = ingest_waiting(settings)
    assert (report.created, report.captures) == (1, 1)
    (item,) = stored(settings)
    article = item.enriched.article
    assert article.paragraphs == PARAGRAPHS
    assert open_archive(settings).read(article.locator).body == html()
    (row,) = open_ledger(settings).captures_of("http://outlet.example/1")
    assert (row.state, row.article_id) == ("indexed", article.id)


def test_a_page_without_an_article_goes_to_quarantine_and_the_others_go_on(settings) -> None:
    capture(settings, b"", url="http://outlet.example/empty")
    capture(settings, html(), at=NOW + timedelta(seconds=1))
    report = ingest_waiting(settings)
    assert (report.created, report.quarantined) == (1, 1)
    (held,) = open_ledger(settings).quarantine()
    assert held.url == "http://outlet.example/empty"
    assert (held.step, held.attempts) == ("extract", 1)
    assert held.error.startswith("no article: ")


def test_a_damaged_archive_file_costs_only_its_own_pages(settings) -> None:
    capture(settings, html())
    capture(
        settings, html("عنوان آخر لخبر آخر في يوم آخر"), url="http://outlet.example/2", at=NOW + timedelta(seconds=1)
    )
    archive = open_archive(settings)
    (archive.folder / archive.files()[0]).write_bytes(b"nothing of use")
    report = ingest_waiting(settings)
    assert (report.created, report.quarantined) == (1, 1)
    assert open_ledger(settings).quarantine()[0].step == "archive"


def test_a_corrected_article_keeps_its_earlier_text_as_a_revision(settings) -> None:
    capture(settings, html())
    ingest_waiting(settings)
    capture(
        settings,
        html(extra="وأوضحت البلدية لاحقاً أن عدد الأشجار يبلغ ألفين وخمسمئة شجرة فقط."),
        at=NOW + timedelta(hours=1),
    )
    assert ingest_waiting(settings).updated == 1
    (item,) = stored(settings)
    assert len(item.enriched.article.paragraphs) == 4
    assert [revision.body for revision in item.revisions] == ["\n".join(PARAGRAPHS)]


def test_the_same_bytes_again_are_a_revisit_and_no_work(settings) -> None:
    capture(settings, html())
    capture(settings, html(), at=NOW + timedelta(hours=1))
    assert ingest_waiting(settings).captures == 1
    first, again = sorted(open_ledger(settings).captures_of("http://outlet.example/1"), key=lambda row: row.id)
    assert again.payload_locator == first.locator
    assert again.state == "unchanged"


def test_two_captures_of_one_article_in_one_batch_end_as_article_and_revision(settings) -> None:
    capture(settings, html())
    capture(settings, html("حديقة عامة في الحي الشرقي تستقبل زوارها"), at=NOW + timedelta(hours=1))
    report = ingest_waiting(settings)
    assert (report.created, report.updated) == (1, 1)
    (item,) = stored(settings)
    assert item.enriched.article.headline == "حديقة عامة في الحي الشرقي تستقبل زوارها"
    assert len(item.revisions) == 1


def test_reprocessing_reads_the_archive_again_and_doubles_nothing(settings) -> None:
    capture(settings, html())
    ingest_waiting(settings)
    before = stored(settings)
    assert requeue(settings) == 1
    assert ingest_waiting(settings).unchanged == 1
    assert stored(settings) == before


def test_batches_cover_what_waits_and_can_be_worked_on_apart(settings) -> None:
    for number in range(5):
        capture(
            settings,
            html(f"عنوان الخبر رقم {number}"),
            f"http://outlet.example/{number}",
            NOW + timedelta(minutes=number),
        )
    ranges = batches(settings, 2)
    assert len(ranges) == 3
    assert [ingest_waiting(settings, ids=ids).created for ids in reversed(ranges)] == [1, 2, 2]
    assert ingest_waiting(settings).captures == 0


def test_workers_give_what_one_process_gives(settings, monkeypatch) -> None:
    monkeypatch.setattr("infra.ingest.SMALL", 1)
    for number in range(4):
        capture(
            settings,
            html(f"عنوان الخبر رقم {number}"),
            f"http://outlet.example/{number}",
            NOW + timedelta(minutes=number),
        )
    assert ingest_waiting(settings, workers=2).created == 4
    by_workers = stored(settings)
    requeue(settings)
    ingest_waiting(settings, workers=1)
    assert stored(settings) == by_workers


def test_a_run_is_kept_with_what_it_did(settings) -> None:
    with open_sink(settings, "run") as sink:
        sink.finished(
            OutletStats(outlet_id="outlet", discovered=3, captured=2, refused={"robots.txt": 1}, http={200: 2})
        )
    (run,) = open_ledger(settings).runs("outlet")
    assert (run.discovered, run.captured, run.refused, run.http) == (3, 2, {"robots.txt": 1}, {"200": 2})


def test_what_a_killed_run_archived_is_adopted_by_the_next(settings) -> None:
    capture(settings, html())
    ledger = open_ledger(settings)
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM captures")
    archive = open_archive(settings)
    path = archive.folder / archive.files()[0]
    path.rename(path.with_name(path.name + ".open"))
    assert ingest_waiting(settings).created == 1


def test_an_outlet_that_another_process_crawls_is_left_to_it(settings) -> None:
    from infra.claims import Claims, LeaseLostError

    engine = open_ledger(settings).engine
    with Claims(engine, ["a", "b"], 60) as first, Claims(engine, ["b", "c"], 60) as second:
        assert (first.held, second.held) == (("a", "b"), ("c",))
        assert "b is claimed by" in second.skipped["b"]
        first.check("a")
        first._lost.add("a")
        with pytest.raises(LeaseLostError, match="a: the claim lapsed"):
            first.check("a")
    with Claims(engine, ["b"], 60) as third:
        assert third.held == ("b",)
