"""Settings: flag, environment, rasid.toml, default, in that order; a bad one names origin, key, value and remedy."""

from __future__ import annotations

import pytest

from infra.config import ConfigError, described, load_settings
from infra.outlets import watched
from spiders.outlet import OutletError


def settings(tmp_path, toml="", flags=None, **env):
    (tmp_path / "rasid.toml").write_text(toml, encoding="utf-8")
    return load_settings(flags, {"RASID_HOME": str(tmp_path), **env})


def test_the_nearest_origin_wins(tmp_path) -> None:
    toml = 'batch = 3\ntimezone = "Africa/Cairo"\n'
    made = settings(tmp_path, toml, {"batch": "7"}, RASID_BATCH="5", RASID_TIMEZONE="Asia/Amman")
    assert (made.batch, made.origins["batch"]) == (7, "flag")
    assert (made.timezone, made.origins["timezone"]) == ("Asia/Amman", "environment")
    assert settings(tmp_path, toml).batch == 3
    assert settings(tmp_path).origins["batch"] == "default"


def test_lists_may_be_lists_in_the_file_and_commas_in_the_environment(tmp_path) -> None:
    assert settings(tmp_path, "revisit_hours = [2, 8]").revisit_hours == (2.0, 8.0)
    assert settings(tmp_path, RASID_REVISIT_HOURS="2,8").revisit_hours == (2.0, 8.0)
    assert settings(tmp_path, RASID_REVISIT_HOURS="").revisit_hours == ()
    assert settings(tmp_path, 'outlets = ["ina", "shafaq"]').outlets == ("ina", "shafaq")
    assert settings(tmp_path, RASID_OUTLETS=" ina, shafaq ").outlets == ("ina", "shafaq")


def test_the_outlets_watched_are_those_of_the_setting_else_every_enabled_one(tmp_path) -> None:
    every = watched(settings(tmp_path))
    assert len(every) > 20
    assert all(outlet.enabled for outlet in every)
    assert [outlet.id for outlet in watched(settings(tmp_path, RASID_OUTLETS="shafaq,ina"))] == ["shafaq", "ina"]
    with pytest.raises(OutletError, match="environment: outlets: 'nobody'"):
        watched(settings(tmp_path, RASID_OUTLETS="ina,nobody"))


@pytest.mark.parametrize(
    ("toml", "env", "words"),
    [
        ("colour = 1", {}, ["rasid.toml", "colour", "unknown key"]),
        ("batch = ", {}, ["rasid.toml", "TOML"]),
        ("batch = 0", {}, ["rasid.toml", "batch", "'0'", "from 1 to 10000"]),
        ("", {"RASID_TIMEZONE": "Baghdad"}, ["environment", "timezone", "'Baghdad'", "Asia/Baghdad"]),
        ("", {"RASID_STORE": "mongo"}, ["environment", "store", "sqlite, elasticsearch"]),
        ("", {"RASID_REVISIT_HOURS": "6,1"}, ["environment", "revisit_hours", "rising"]),
    ],
)
def test_a_bad_setting_names_its_origin_key_value_and_remedy(tmp_path, toml, env, words) -> None:
    with pytest.raises(ConfigError) as caught:
        settings(tmp_path, toml, **env)
    assert [word for word in words if word not in str(caught.value)] == []


def test_secrets_are_shown_nowhere(tmp_path) -> None:
    env = {"RASID_ELASTICSEARCH_API_KEY": "s3cret", "RASID_LEDGER_URL": "postgresql+psycopg://u:s3cret@h/d"}
    made = settings(tmp_path, **env)
    assert "s3cret" not in repr(made) + str(described(made))
    assert made.elasticsearch_api_key == "s3cret"
