"""The real scheduler runs the newsroom by itself: nothing here starts a DAG."""

from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, text

from infra.demo.site import Switches
from infra.ledger.coverage import HealthBook
from infra.ledger.database import one_at_a_time, writing
from infra.sink import open_ledger
from tests.dags.newsroom import newsroom

OUTLET = "maraya"  # a daily of some dozen articles
SECONDS = 20
# Articles are looked at again in every crawl of the test, so that a change of layout is met.
REVISITS = ",".join(f"{hour / 1000:g}" for hour in range(3, 300, 3))
SLOW = 2.0  # seconds for an answer, so that a crawl can be met in the middle


# The whole of it on SQLite; what crawls, stores and tells also with both databases on PostgreSQL.
on_both = pytest.mark.parametrize("room", ["sqlite", "postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("room", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def room(request, site, tmp_path_factory):
    """The newsroom, running; on PostgreSQL both Airflow and the ledger have their databases there."""
    home = tmp_path_factory.mktemp("newsroom")
    site.write_definitions(home / "outlets")
    site.switches[OUTLET].slow = SLOW
    (home / "watchlists").mkdir()
    text = f"outlet: [{OUTLET}]\ndeliver: {{feed: true}}\n"
    (home / "watchlists" / "all.yaml").write_text(text, encoding="utf-8")
    variables = {
        "RASID_OUTLETS": OUTLET,
        "RASID_SCHEDULE_DAILY": f"{SECONDS}s",
        "RASID_SCHEDULE_AGENCY": "off",
        "RASID_REVISIT_HOURS": REVISITS,
    }
    database = ""
    if request.param == "postgresql":
        database, variables["RASID_LEDGER_URL"] = databases(request.getfixturevalue("postgresql"))
    with pytest.MonkeyPatch.context() as patch, newsroom(home, patch, database, **variables) as made:
        yield made


def databases(server):
    with create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT").connect() as connection:
        for name in ("airflow", "rasid"):
            connection.execute(text(f"CREATE DATABASE {name}"))
    return f"{server}/airflow", f"{server}/rasid"


@contextmanager
def ledger_held_up(room):
    """Let nothing be marked as stored: what another process that writes to the ledger does for a moment."""
    ledger = open_ledger(room.settings)
    sqlite = ledger.engine.dialect.name == "sqlite"
    with writing(ledger.engine) as connection:
        if not sqlite:
            one_at_a_time(connection, "sequence")
        yield
    ledger.engine.dispose()


@pytest.fixture
def switches(site):
    yield site.switches[OUTLET]
    site.switches[OUTLET] = Switches()


def expected(site):
    return {(url, site.truth(url).headline) for url in site.urls(OUTLET)}


@on_both
@pytest.mark.timeout(1500)
def test_the_newsroom_runs_by_itself_whatever_is_killed(site, room, switches) -> None:
    room.wait("first pages", lambda: room.captured() > 0)
    room.kill("crawl_daily", "one")
    switches.slow = 0.0
    room.wait("crawl tried again", lambda: ("crawl_daily", "one", 0, "success", 2) in room.tasks("success"))
    with ledger_held_up(room):
        room.wait("articles that the ledger does not know of", lambda: len(room.articles()) > 0)
        room.kill("ingest", "process")
    room.wait("batch tried again", lambda: ("ingest", "process", 0, "success", 2) in room.tasks("success"))
    assert sorted((url, headline) for url, headline, _ in room.articles()) == sorted(expected(site))
    ledger = open_ledger(room.settings)
    states = Counter(row.state for url in site.urls(OUTLET) for row in ledger.captures_of(url))
    ledger.engine.dispose()
    assert states["indexed"] == len(expected(site))
    assert states["captured"] == states["quarantined"] == 0


@on_both
@pytest.mark.timeout(1500)
def test_what_is_stored_is_told_in_the_feed_and_the_source_is_healthy(site, room) -> None:
    feed = room.settings.home / "feeds" / "all.atom"
    wanted = len(expected(site))
    room.wait("alerts", lambda: feed.exists() and feed.read_text(encoding="utf-8").count("<entry>") == wanted)
    room.wait("verdict", lambda: room.events(OUTLET) == ["healthy"])
    assert room.runs("ingest", "failed") == 0
    assert {dag for dag, *_ in room.tasks()} == {"crawl_daily", "ingest", "stories_and_alerts"}


@on_sqlite
@pytest.mark.timeout(1500)
def test_an_outlet_that_breaks_is_reported_once_and_recovers_once(site, room, switches) -> None:
    room.wait("verdict", lambda: room.events(OUTLET) == ["healthy"])
    switches.break_layout = True
    room.wait("broken layout", lambda: "broken layout" in room.events(OUTLET))
    switches.break_layout, switches.forbid = False, True
    room.wait("blocked", lambda: "blocked" in room.events(OUTLET))
    room.wait("end of the crawl", lambda: not [row for row in room.tasks("running") if row[1] == "one"])
    room.let_the_retries_come(OUTLET)
    switches.forbid = False
    room.wait("recovery", lambda: room.events(OUTLET)[-1] == "recovered")
    settled = room.runs("stories_and_alerts")
    room.wait("another round", lambda: room.runs("stories_and_alerts") > settled)
    assert room.events(OUTLET) == ["healthy", "broken layout", "blocked", "recovered"]
    told = (room.settings.home / "notices.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(told) == len([json.loads(line) for line in told]) == 3


@on_sqlite
@pytest.mark.timeout(1500)
def test_a_scheduler_that_stood_still_asks_each_feed_once_when_it_goes_on(site, room) -> None:
    scheduler, rounds = room.processes["scheduler"].pid, room.runs("crawl_daily")
    room.wait("another crawl", lambda: room.runs("crawl_daily") > rounds)
    os.kill(scheduler, signal.SIGSTOP)
    time.sleep(3 * SECONDS)  # three runs that nobody made
    ledger = open_ledger(room.settings)
    book, before = HealthBook(ledger.engine), len(ledger.runs(OUTLET))
    site.asked.clear()
    os.kill(scheduler, signal.SIGCONT)
    room.wait("the next crawl", lambda: len(ledger.runs(OUTLET)) > before)
    time.sleep(SECONDS / 4)
    latest, since = book.runs(OUTLET)[0], len(ledger.runs(OUTLET)) - before
    ledger.engine.dispose()
    assert since == 1
    assert [path for _, path in site.asked if path == "/rdf.xml"] == ["/rdf.xml"]
    assert latest.not_modified >= 1  # the feed was asked conditionally
