"""The ledger: what is due, what was captured, what is in quarantine; and its migrations."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect, text

import infra.ledger
from infra.ledger import Lease, LeaseHeldError, Ledger, LedgerError, NewCapture, connect
from infra.ledger.tables import METADATA

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL = "http://outlet.example/1"


@pytest.fixture
def ledger(ledger_url):
    opened = Ledger(connect(ledger_url), revisit_hours=(1, 6))
    yield opened
    opened.engine.dispose()


def capture(url: str = URL, at: datetime = NOW, **values: object) -> NewCapture:
    fixed = {"canonical_url": url, "outlet": "outlet", "kind": "article", "status": 200, "digest": "sha256:A"}
    locator = f"run.warc.gz:{at.timestamp()}:{url}"
    return NewCapture(url=url, fetched_at=at, **(fixed | {"locator": locator, "payload_locator": locator} | values))


def discover(ledger: Ledger, lastmod: str | None = None, now: datetime = NOW) -> list[str]:
    return ledger.discover("outlet", {URL: (URL, "feed", lastmod)}, now)


def test_a_new_url_is_due_until_it_was_captured(ledger) -> None:
    assert discover(ledger) == [URL]
    assert discover(ledger) == [URL]
    ledger.captured(capture())
    assert discover(ledger) == []
    assert ledger.due("outlet", NOW) == []


def test_an_article_is_due_again_at_the_hours_of_the_setting_and_then_no_more(ledger) -> None:
    discover(ledger)
    ledger.captured(capture())
    assert ledger.due("outlet", NOW + HOUR) == [URL]
    ledger.captured(capture(at=NOW + HOUR, unchanged=True))
    assert ledger.due("outlet", NOW + 5 * HOUR) == []
    assert ledger.due("outlet", NOW + 6 * HOUR) == [URL]
    ledger.captured(capture(at=NOW + 7 * HOUR, unchanged=True))
    assert ledger.due("outlet", NOW + 1000 * HOUR) == []


def test_an_answer_304_counts_as_a_visit(ledger) -> None:
    discover(ledger)
    ledger.captured(capture())
    ledger.visited(URL, NOW + HOUR)
    assert ledger.due("outlet", NOW + 2 * HOUR) == []


def test_another_lastmod_makes_a_captured_article_due(ledger) -> None:
    discover(ledger, "2026-03-01")
    ledger.captured(capture())
    assert discover(ledger, "2026-03-01") == []
    assert discover(ledger, "2026-03-02") == [URL]


def test_a_failed_url_waits_longer_each_time(ledger) -> None:
    discover(ledger)
    waits = []
    now = NOW
    for _ in range(4):
        ledger.failed(URL, "timeout", now)
        later = now
        while not ledger.due("outlet", later):
            later += timedelta(minutes=5)
        waits.append(later - now)
        now = later
    assert waits == sorted(set(waits))


def test_a_refused_url_is_not_due(ledger) -> None:
    discover(ledger)
    ledger.refused(URL, "too large", NOW)
    assert discover(ledger) == []
    assert ledger.due("outlet", NOW + timedelta(days=10_000)) == []


def test_a_refusal_that_may_be_lifted_is_looked_at_again_less_and_less_often(ledger) -> None:
    discover(ledger)
    days, now = [], NOW
    for _ in range(7):
        ledger.refused(URL, "robots.txt disallows", now, for_good=False)
        wait = next(number for number in range(1, 100) if ledger.due("outlet", now + timedelta(days=number)))
        days.append(wait)
        now += timedelta(days=wait)
    assert days == [1, 2, 4, 8, 16, 28, 28]


def test_a_capture_enters_once_by_its_locator(ledger) -> None:
    assert ledger.captured(capture())
    assert not ledger.captured(capture())
    assert len(ledger.captures_of(URL)) == 1


def test_work_comes_in_order_and_leaves_when_indexed_or_in_quarantine(ledger) -> None:
    for number in range(3):
        ledger.captured(capture(f"http://outlet.example/{number}"))
    first, second, third = ledger.work(10)
    ledger.indexed([(first.id, "a1")])
    ledger.quarantined(second.id, "extract", "no article: listing")
    assert [row.id for row in ledger.work(10)] == [third.id]
    (held,) = ledger.quarantine()
    assert (held.step, held.error, held.attempts) == ("extract", "no article: listing", 1)
    assert ledger.requeue(("quarantined",), ids=[held.id]) == 1
    assert [row.id for row in ledger.work(10)] == [second.id, third.id]


def test_requeue_takes_outlet_and_time(ledger) -> None:
    ledger.captured(capture("http://outlet.example/1"))
    ledger.captured(capture("http://other.example/1", at=NOW + HOUR, outlet="other"))
    ledger.indexed([(row.id, "x") for row in ledger.work(10)])
    assert ledger.requeue(outlets=["other"], since=NOW + 2 * HOUR) == 0
    assert ledger.requeue(outlets=["other"], since=NOW) == 1
    assert [row.outlet for row in ledger.work(10)] == ["other"]


def test_feeds_and_unchanged_revisits_are_no_work(ledger) -> None:
    ledger.captured(capture("http://outlet.example/feed", kind="feed"))
    ledger.captured(capture(unchanged=True))
    assert ledger.work(10) == []


def test_two_threads_that_write_at_once_lose_nothing(ledger) -> None:
    def write(name: str) -> None:
        for number in range(50):
            url = f"http://{name}.example/{number}"
            ledger.discover(name, {url: (url, "feed", None)}, NOW)
            ledger.captured(capture(url, outlet=name))

    threads = [threading.Thread(target=write, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ledger.work(1000)) == 150


def test_the_sequence_rises_with_each_article_that_reaches_the_store(ledger) -> None:
    for number in range(4):
        ledger.captured(capture(f"http://outlet.example/{number}"))
    rows = ledger.work(10)
    ledger.indexed([(rows[2].id, "c"), (rows[0].id, "a")])
    ledger.indexed([(rows[1].id, "b")])
    numbers = {row.article_id: ledger.capture(row.id).sequence for row in map(ledger.capture, [1, 2, 3])}
    assert [name for name, _ in sorted(numbers.items(), key=lambda item: item[1])] == ["c", "a", "b"]


def test_two_processes_may_open_a_new_ledger_at_once(ledger_url) -> None:
    with ThreadPoolExecutor(4) as pool:
        engines = list(pool.map(connect, [ledger_url] * 4))
    assert {inspect(engine).has_table("captures") for engine in engines} == {True}


def test_a_lease_is_held_until_it_lapses_or_is_released(ledger) -> None:
    lease = Lease.acquire(ledger.engine, "crawl:outlet", 60)
    with pytest.raises(LeaseHeldError, match="crawl:outlet is claimed by"):
        Lease.acquire(ledger.engine, "crawl:outlet", 60)
    assert lease.renew(ledger.engine)
    lease.release(ledger.engine)
    short = Lease.acquire(ledger.engine, "crawl:outlet", 0)
    Lease.acquire(ledger.engine, "crawl:outlet", 60)
    assert not short.renew(ledger.engine)


def test_the_migrations_build_the_tables_of_the_code(ledger_url) -> None:
    engine = connect(ledger_url)
    built = inspect(engine)
    assert set(built.get_table_names()) - {"alembic_version"} == set(METADATA.tables)
    for name, table in METADATA.tables.items():
        assert {column["name"] for column in built.get_columns(name)} == {column.name for column in table.columns}
        indexes = {index["name"] for index in built.get_indexes(name) if not index.get("duplicates_constraint")}
        assert indexes == {str(index.name) for index in table.indexes}


def test_a_ledger_of_a_newer_rasid_is_refused(ledger_url) -> None:
    connect(ledger_url).dispose()
    with create_engine(ledger_url).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerError, match="newer Rasid"):
        connect(ledger_url)


def test_an_older_ledger_is_copied_and_then_brought_forward(tmp_path) -> None:
    path = tmp_path / "ledger.sqlite"
    connect(f"sqlite:///{path}").dispose()
    config = Config()
    config.set_main_option("script_location", str(Path(infra.ledger.__file__).parent / "migrations"))
    with create_engine(f"sqlite:///{path}").begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        connection.execute(text("INSERT INTO validators VALUES ('https://outlet.example/feed', 'tag', NULL)"))
    engine = connect(f"sqlite:///{path}")
    assert set(inspect(engine).get_table_names()) - {"alembic_version"} == set(METADATA.tables)
    assert Ledger(engine).validators("https://outlet.example/feed") == ("tag", None)
    with create_engine(f"sqlite:///{tmp_path / 'ledger.before-0001'}").connect() as copy:
        assert copy.scalar(text("SELECT version_num FROM alembic_version")) == "0001"
        assert copy.scalar(text("SELECT etag FROM validators")) == "tag"
