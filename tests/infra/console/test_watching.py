"""The pages of source health and watch-lists: in both languages, all escaped, and looking notes nothing."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree
from starlette.testclient import TestClient

from infra.console import build_app
from infra.health import check
from infra.ledger.coverage import Coverage, HealthBook
from infra.notices import send_notices
from infra.outlets import outlet_of
from infra.sink import open_ledger
from infra.stores import open_store
from infra.watch import evaluate_watches
from tests.infra.stores.samples import mention, stored
from tests.infra.watch.filled import put, settings_of, water, write_list

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
EVIL = "<script>alert('سد الموصل')</script>"


def batch(hours: int, lost: tuple[str, ...] = ()) -> Coverage:
    at = NOW - hours * HOUR
    found = {name: 10 for name in ("headline", "date", "author", "body", "entities") if name not in lost}
    where = dict.fromkeys(lost, (f"https://news.example/{EVIL}", "run:1"))
    return Coverage(outlet="ina", at=at, articles=10, found=found, lost=where, newest=at)


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    made = settings_of(tmp_path_factory.mktemp("home"))
    put(made, water(1), stored("evil", EVIL, EVIL, mentions=[mention("العراق", "country", "iso:IQ")]), archived=True)
    write_list(made, "dam", f'name: "{EVIL}"\nquery: سد الموصل')
    write_list(made, "iraq", "entity: iso:IQ\ndeliver: {webhook: 'http://127.0.0.1:9/'}")
    write_list(made, "bad", "query: (سد AND")
    evaluate_watches(made)
    send_notices(made)
    ledger = open_ledger(made)
    book = HealthBook(ledger.engine)
    for rows in ([batch(9), batch(8)], [batch(1, lost=("date", "author"))]):
        book.record(rows)
        check(book, outlet_of(made, "ina"), NOW)
    ledger.engine.dispose()
    return made


@pytest.fixture(scope="module")
def client(settings):
    with closing(open_store(settings)) as store:
        yield TestClient(build_app(settings, store), base_url="http://127.0.0.1")


def test_a_broken_source_comes_first_and_says_what_fell(client) -> None:
    page = client.get("/health").text
    assert '<html lang="ar" dir="rtl">' in page
    assert page.index("وكالة الأنباء العراقية") < page.index("مصادر لم تُجمع بعد")
    assert "التاريخ: في 0 من آخر 10 من الصفحات، والمعتاد 100%؛ الكاتب" in page
    assert "تغيّر تصميم صفحاته" in page
    english = client.get("/health?lang=en").text
    assert "date: on 0 of the last 10 pages, usually on 100%; author" in english
    assert "broken layout" in english


def test_looking_at_the_page_notes_nothing(client, settings) -> None:
    ledger = open_ledger(settings)
    book = HealthBook(ledger.engine)
    before = book.events()
    book.record([batch(0)])
    client.get("/health")
    assert book.events() == before
    ledger.engine.dispose()


def test_the_lists_show_what_they_found_and_why_and_which_cannot_be_used(client) -> None:
    page = client.get("/alerts").text
    assert "الكلمات: <bdi>السد، سد، الموصل</bdi>" in page
    assert "اسم (iso:IQ): <bdi>العراق</bdi>" in page
    assert "AND needs a word on both sides" in page
    assert "Connection refused" in page
    assert "<mark>الموصل</mark>" in page
    assert client.get("/alerts/dam?lang=en").text.count("<article") == 2


def test_nothing_that_came_from_outside_becomes_markup(client) -> None:
    for path in ("/health", "/alerts", "/alerts/dam", "/health?lang=en"):
        page = client.get(path)
        assert page.status_code == 200
        assert "<script" not in page.text
        assert "built-in method" not in page.text


def test_the_feed_is_served_and_nothing_else_of_the_disk(client) -> None:
    answer = client.get("/alerts/dam/feed.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert len(etree.fromstring(answer.content).findall("{*}entry")) == 2
    for path in ("/alerts/iraq/feed.atom", "/alerts/..%2frasid/feed.atom", "/alerts/none", "/health/nobody/broken"):
        assert client.get(path).status_code == 404


def test_of_many_sources_the_ill_are_shown_in_full_and_the_others_by_name(client, settings, monkeypatch) -> None:
    ina, ledger = outlet_of(settings, "ina"), open_ledger(settings)
    book, names = HealthBook(ledger.engine), [f"paper{number}" for number in range(3)]
    for name in names:
        book.note(name, "quiet", "", NOW, {"state": "quiet", "url": None, "locator": None, "selector": None})
    outlets = [ina.model_copy(update={"id": name}) for name in names] + [ina]
    monkeypatch.setattr("infra.console.watching.watched", lambda _: outlets)
    monkeypatch.setattr("infra.console.watching._SOURCES", 1)
    page = client.get("/health?lang=en").text
    assert 'id="s-ina"' in page
    assert "Other sources (3)" in page
    assert "/health?lang=en&amp;outlet=paper1" in page
    assert 'id="s-paper1"' not in page
    assert 'id="s-paper1"' in client.get("/health?outlet=paper1").text
    ledger.engine.dispose()
