"""Schedules, retries, pools and the connection: what Airflow is given."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from infra.airflow.connection import flags_of
from infra.airflow.manners import LEAST, TIERS, ScheduleError, defaults, least, schedule
from infra.airflow.pools import as_json
from infra.config import ConfigError


@pytest.mark.parametrize("tier", TIERS)
def test_a_tier_has_its_usual_time_unless_the_environment_says_otherwise(tier) -> None:
    name = f"RASID_SCHEDULE_{tier.upper()}"
    assert schedule(tier, {}) == TIERS[tier]
    assert schedule(tier, {name: "*/7 * * * *"}) == "*/7 * * * *"
    assert schedule(tier, {name: "90s"}) == timedelta(seconds=90)
    assert schedule(tier, {name: "off"}) is None


@pytest.mark.parametrize("text", ["often", "0s", "15", "* * * *", "-2h"])
def test_a_schedule_that_cannot_be_used_names_variable_and_value(text) -> None:
    with pytest.raises(ScheduleError) as caught:
        schedule("daily", {"RASID_SCHEDULE_DAILY": text})
    assert "RASID_SCHEDULE_DAILY" in str(caught.value)
    assert repr(text) in str(caught.value)


def test_two_crawls_of_an_outlet_are_always_some_time_apart() -> None:
    assert least("agency", {}) == LEAST["agency"] == timedelta(minutes=5)
    assert least("agency", {"RASID_SCHEDULE_AGENCY": "20s"}) == timedelta(seconds=10)
    assert least("weekly", {"RASID_SCHEDULE_WEEKLY": "*/30 * * * *"}) == timedelta(minutes=1)


def test_retries_wait_twice_as_long_each_time() -> None:
    given = defaults(retries=4, env={"RASID_RETRY_DELAY": "3s"})
    assert (given["retries"], given["retry_delay"]) == (4, timedelta(seconds=3))
    assert given["retry_exponential_backoff"] == 2.0


def test_pools_are_written_as_airflow_imports_them() -> None:
    made = json.loads(as_json(cores=2))
    assert {name: pool["slots"] for name, pool in made.items()} == {
        "rasid_crawl": 8,
        "rasid_ingest": 2,
        "rasid_archive": 1,
    }


@dataclass
class Connection:
    host: str | None = "search.example"
    port: int | None = None
    schema: str | None = None
    login: str | None = None
    password: str | None = None
    extra_dejson: dict[str, str] = field(default_factory=dict)


def test_a_connection_gives_address_and_key() -> None:
    given = flags_of(Connection(schema="http", port=9201, password="s3cret"))
    assert (given["elasticsearch_url"], given["elasticsearch_api_key"]) == ("http://search.example:9201", "s3cret")
    given = flags_of(Connection(password="no", extra_dejson={"api_key": "yes", "ca_certs": "/etc/ca.pem"}))
    assert given == {
        "elasticsearch_url": "https://search.example:9200",
        "elasticsearch_api_key": "yes",
        "elasticsearch_ca": "/etc/ca.pem",
    }
    assert flags_of(Connection(host=None))["elasticsearch_api_key"] is None


def test_a_connection_with_a_user_name_is_refused_with_its_remedy() -> None:
    with pytest.raises(ConfigError, match="rasid es grant"):
        flags_of(Connection(login="elastic", password="s3cret"))
