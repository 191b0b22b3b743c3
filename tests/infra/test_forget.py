"""A takedown leaves nothing of the article in store, archive and ledger, and everything else as it was."""

from __future__ import annotations

from contextlib import closing

import pytest

from infra.config import load_settings
from infra.forget import forget
from infra.running import ingest_waiting
from infra.sink import open_archive, open_ledger
from infra.stores import open_store
from tests.infra.pages import HOUR, NOW, capture_pages, html

URLS = [f"http://outlet.example/{number}" for number in range(3)]


@pytest.fixture
def settings(tmp_path):
    made = load_settings({"home": str(tmp_path)}, env={})
    for number, url in enumerate(URLS):
        capture_pages(made, [(url, html(f"عنوان الخبر رقم {number}"), NOW)])
    corrected = html("عنوان مصحح للخبر الأول")
    capture_pages(made, [(URLS[1], corrected, NOW + HOUR), (URLS[1], corrected, NOW + 2 * HOUR)])
    ingest_waiting(made)
    return made


def test_nothing_of_the_article_is_left(settings) -> None:
    done = forget(settings, URLS[1] + "?utm_source=x", "court order")
    assert (done.captures, done.articles) == (3, 1)
    archive, ledger = open_archive(settings), open_ledger(settings)
    assert ledger.captures_of(URLS[1]) == []
    for name in archive.files():
        with archive.open(name) as file:
            assert URLS[1].encode() not in file.read()
    with closing(open_store(settings)) as store:
        assert {item.enriched.article.url for item in store.export()} == {URLS[0], URLS[2]}


def test_the_others_stay_readable_where_they_were(settings) -> None:
    forget(settings, URLS[1], "court order")
    archive, ledger = open_archive(settings), open_ledger(settings)
    assert [problem for problem in archive.verify() if problem] == []
    for url in (URLS[0], URLS[2]):
        (row,) = ledger.captures_of(url)
        assert archive.read(row.locator).url == url


def test_a_forgotten_url_is_never_due_again(settings) -> None:
    forget(settings, URLS[1], "court order")
    ledger = open_ledger(settings)
    assert ledger.discover("outlet", {URLS[1]: (URLS[1], "feed", "2030-01-01")}, NOW + 1000 * HOUR) == []
    assert URLS[1] not in ledger.due("outlet", NOW + 1000 * HOUR)


def test_a_url_never_seen_can_be_forgotten_in_advance(settings) -> None:
    assert forget(settings, "http://outlet.example/new", "asked for").captures == 0
    found = {"http://outlet.example/new": ("http://outlet.example/new", "feed", None)}
    assert open_ledger(settings).discover("outlet", found, NOW) == []
