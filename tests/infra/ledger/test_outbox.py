"""The outbox, on SQLite and PostgreSQL: entered once, claimed by one, tried again after a time that doubles."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from infra.ledger import connect
from infra.ledger.coverage import HealthBook
from infra.ledger.outbox import FIRST_RETRY, LAST_RETRY, Letter, Outbox

NOW = datetime(2026, 7, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def engine(ledger_url):
    opened = connect(ledger_url)
    yield opened
    opened.dispose()


@pytest.fixture
def outbox(engine):
    return Outbox(engine)


def letters(*names: str, channel: str = "email:desk@press.example") -> list[Letter]:
    return [Letter(watchlist="dam", article_id=name, channel=channel, at=NOW, hit={"سد": name}) for name in names]


def test_a_letter_is_entered_once_for_each_channel(outbox) -> None:
    assert outbox.put(letters("a", "b"), "dam", 5) == 2
    assert outbox.put([*letters("b", "c"), *letters("a", channel="feed")], "dam", 9) == 2
    assert [(one.article_id, one.channel[:4], one.hit) for one in outbox.due(NOW)] == [
        ("a", "emai", {"سد": "a"}),
        ("b", "emai", {"سد": "b"}),
        ("c", "emai", {"سد": "c"}),
        ("a", "feed", {"سد": "a"}),
    ]


def test_a_position_never_goes_back(outbox) -> None:
    for position in (5, 9, 7):
        outbox.put((), "dam", position)
    assert outbox.positions() == {"dam": 9}


def test_of_those_who_claim_at_once_one_has_it(outbox) -> None:
    outbox.put(letters("a", "b"), "dam", 1)
    due = outbox.due(NOW)
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(lambda _: outbox.claim(due, "m", NOW), range(4))) == [False, False, False, True]
    assert outbox.due(NOW) == []


def test_a_claim_that_is_half_lost_takes_nothing(outbox) -> None:
    outbox.put(letters("a", "b"), "dam", 1)
    first, second = outbox.due(NOW)
    assert outbox.claim([second], "m", NOW)
    assert not outbox.claim([first, second], "m", NOW)
    assert [(one.article_id, one.attempts) for one in outbox.due(NOW)] == [("a", 0)]


def test_attempts_stand_apart_by_a_time_that_doubles_up_to_its_most(outbox) -> None:
    outbox.put(letters("a"), "dam", 1)
    now = NOW
    for pause in (min(FIRST_RETRY * 2**number, LAST_RETRY) for number in range(10)):
        (letter,) = outbox.due(now)
        assert outbox.claim([letter], "m", now)
        outbox.failed([letter], "451 later")
        assert outbox.due(now + pause - timedelta(seconds=1)) == []
        now += pause
    assert pause == LAST_RETRY
    assert outbox.tallies()["dam"].error == "451 later"


def test_what_was_delivered_or_dropped_is_due_no_more(outbox) -> None:
    outbox.put(letters("a", "b", "c"), "dam", 1)
    first, second, _ = outbox.due(NOW)
    outbox.delivered([first], NOW)
    outbox.dropped([second], "no recipient")
    assert [one.article_id for one in outbox.due(NOW + timedelta(days=400))] == ["c"]
    tally = outbox.tallies()["dam"]
    assert (tally.delivered, tally.waiting) == (1, 1)
    assert outbox.remove("dam") == 2
    assert outbox.put(letters("a", "b"), "dam", 2) == 1  # the delivered one stays known


def test_a_change_of_health_is_handed_over_once(engine, outbox) -> None:
    book = HealthBook(engine)
    for state in ("healthy", "blocked", "blocked"):
        book.note("almada", state, "because", NOW, {"state": state, "url": None, "locator": None, "selector": None})

    def letters_of(event):
        return letters(f"event-{event['id']}-{event['state']}")

    with ThreadPoolExecutor(3) as pool:
        handed = list(pool.map(lambda _: outbox.take_events(letters_of, NOW), range(3)))
    assert sum(handed) == 2
    assert [one.article_id.rpartition("-")[2] for one in outbox.due(NOW)] == ["healthy", "blocked"]
