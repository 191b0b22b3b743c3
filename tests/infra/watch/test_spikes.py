"""Spikes: quiet on noise of every rate, found when a rate is multiplied, silent where too little is known."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from click.testing import CliRunner

from infra.cli import rasid
from infra.ledger import connect
from infra.ledger.outbox import Outbox
from infra.sink import open_ledger
from infra.stores import open_store
from infra.stores.base import Query
from infra.watch import evaluate_watches
from infra.watch.hit import found_from
from infra.watch.rates import Rates
from infra.watch.spikes import HOUR, find_spike, tail
from tests.infra.stores.samples import mention, stored
from tests.infra.watch.filled import put, settings_of, write_list

BAGHDAD = ZoneInfo("Asia/Baghdad")
UNTIL = datetime(2026, 6, 1, tzinfo=UTC)
WEEKS = 8 * 168
# Mornings and weekdays are busy, nights and Fridays are not.
DAY = np.array([1, 1, 1, 1, 1, 2, 4, 7, 10, 12, 13, 12, 11, 11, 10, 9, 9, 10, 11, 10, 8, 6, 4, 3], float)
SHAPE = np.concatenate([DAY / DAY.mean() * level for level in (1.1, 1.1, 1.1, 1.1, 0.4, 0.9, 1.3)])


def series(rng, rate: float, weeks: int) -> np.ndarray:
    return rng.poisson(rate * np.tile(SHAPE, weeks))


def look(counts, until: datetime = UNTIL, zone: ZoneInfo = BAGHDAD):
    return find_spike(list(map(int, counts)), [True] * len(counts), until, zone)


@pytest.mark.parametrize("rate", [0.05, 1.0, 20.0])
def test_no_hour_of_two_weeks_of_noise_is_a_spike(rate: float) -> None:
    counts = series(np.random.default_rng(5), rate, 10)
    ends = range(WEEKS, len(counts), 2)
    assert [end for end in ends if look(counts[end - WEEKS : end], UNTIL + end * HOUR)] == []


@pytest.mark.parametrize(("rate", "hours"), [(1.0, 10), (5.0, 3), (20.0, 2)])
def test_five_times_the_usual_is_found_within_hours(rate: float, hours: int) -> None:
    rng, delays = np.random.default_rng(9), []
    for start in map(int, WEEKS + rng.integers(0, 168, 9)):
        counts = series(rng, rate, 10)
        counts[start : start + 24] = rng.poisson(5 * rate * np.tile(SHAPE, 10)[start : start + 24])
        ends = range(start + 1, start + 25)
        found = (end - start for end in ends if look(counts[end - WEEKS : end], UNTIL + end * HOUR))
        delays.append(next(found, 99))
    assert sorted(delays)[len(delays) // 2] <= hours
    assert sorted(delays)[-2] <= 24


def test_a_busy_hour_is_no_spike_and_the_same_count_in_a_quiet_one_is() -> None:
    counts = np.tile(np.repeat([0, 12], 84), 8)  # the second half of each week is busy
    assert look(counts) is None
    quiet = np.concatenate([counts[84:], np.zeros(78, int), np.full(6, 12)])
    spike = look(quiet)
    assert spike is not None
    assert (spike.count, spike.hours) == (72, 6)


def test_bursts_that_a_list_always_has_are_its_usual() -> None:
    rng = np.random.default_rng(3)
    bursty = np.zeros(WEEKS, int)
    bursty[rng.integers(0, WEEKS - 24, 60)] = 9
    assert look([*bursty[:-1], 9]) is None
    steady = (np.arange(WEEKS) % 3 == 0).astype(int)
    assert look([*steady[:-1], 9]) is not None


def test_a_name_that_was_never_there_spikes_with_few_articles_more_than_five() -> None:
    spike = look([*[0] * (WEEKS - 1), 6])
    assert spike is not None
    assert spike.expected < 0.1
    assert look([*[0] * (WEEKS - 1), 4]) is None


def test_with_less_than_three_weeks_nothing_is_said_and_hours_not_collected_count_for_nothing() -> None:
    counts = [*[1] * (WEEKS - 1), 500]
    assert find_spike(counts[-20 * 24 :], [True] * 480, UNTIL, BAGHDAD) is None
    gaps = [number >= WEEKS - 20 * 24 for number in range(WEEKS)]
    assert find_spike(counts, gaps, UNTIL, BAGHDAD) is None
    half = [number % 48 < 24 for number in range(WEEKS)]
    collected = [count if seen else 0 for count, seen in zip([*[6] * WEEKS], half, strict=True)]
    assert find_spike(collected, half, UNTIL - 24 * HOUR, BAGHDAD) is None


def test_the_hour_is_that_of_the_readers_clock_when_clocks_change() -> None:
    zone, until = ZoneInfo("Europe/Paris"), datetime(2026, 4, 1, 7, tzinfo=UTC)  # clocks changed on 29 March
    hours = [(until - (WEEKS - number) * HOUR).astimezone(zone) for number in range(WEEKS)]
    assert look([20 if hour.hour == 8 else 0 for hour in hours], until, zone) is None


@pytest.mark.parametrize(
    ("count", "mean", "size"), [(3, 1.0, 0.5), (40, 12.0, 30.0), (9, 2.5, 1e6), (3000, 1000.0, 9.0)]
)
def test_the_tail_is_that_of_the_distribution(count: int, mean: float, size: float) -> None:
    rng = np.random.default_rng(1)
    drawn = rng.poisson(rng.gamma(size, mean / size, 400_000))
    assert tail(count, mean, size) == pytest.approx((drawn >= count).mean(), rel=0.1, abs=2e-4)


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    made = settings_of(tmp_path_factory.mktemp("home"))
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    usual = [now - timedelta(days=40) + timedelta(hours=6 * number) for number in range(156)]
    burst = [now - timedelta(minutes=5 * number) for number in range(1, 31)]
    named = [mention("العراق", "country", "iso:IQ")]
    put(
        made,
        *(
            stored(f"a{n}", "سد الموصل", published=at, fetched=at, mentions=named)
            for n, at in enumerate([*usual, *burst])
        ),
    )
    ledger = open_ledger(made)
    counts = dict.fromkeys(("discovered", "captured", "not_modified", "errors", "bytes"), 0)
    ended = {"outlet": "almada", "finished_at": usual[0], "finished": "finished", "refused": {}, "http": {}}
    ledger.add_run(**ended, **counts)
    ledger.engine.dispose()
    write_list(made, "dam", "query: سد الموصل\nspikes: true")
    write_list(made, "plain", "query: سد الموصل")
    return made


def test_a_list_that_asks_for_it_is_told_of_a_spike_once_a_day(settings) -> None:
    now = datetime.now(UTC)
    assert evaluate_watches(settings, now=now).hits == {"dam": 187, "plain": 186}
    assert evaluate_watches(settings, now=now).hits == {"dam": 0, "plain": 0}
    engine = connect(settings.ledger_url)
    newest = found_from(Outbox(engine).latest("dam", 1)[0].hit)
    engine.dispose()
    assert newest.article_id.startswith("spike-")
    assert "30 articles in 3 hours, usually 0." in newest.headline


def test_the_command_tells_lists_and_entities_that_spike(settings, monkeypatch) -> None:
    monkeypatch.setenv("RASID_HOME", str(settings.home))
    told = CliRunner().invoke(rasid, ["watch", "spikes", "--json"])
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert {(row["kind"], row["id"], row["count"]) for row in rows} == {
        ("list", "dam", 30),
        ("list", "plain", 30),
        ("countries", "iso:IQ", 30),
    }


def test_what_was_published_before_collecting_began_is_no_usual(settings) -> None:
    now = datetime.now(UTC)
    with closing(open_store(settings)) as store:
        asked = Query(text="سد")
        assert Rates(store, "Asia/Baghdad", now - timedelta(days=39), now).spike(asked) is not None
        assert Rates(store, "Asia/Baghdad", now - timedelta(days=20), now).spike(asked) is None
        assert Rates(store, "Asia/Baghdad", None, now).spike(asked) is None
