"""A local Airflow's place: loopback, secrets for the operator's eyes alone, the operator's own settings heeded."""

from __future__ import annotations

import json
import stat

from click.testing import CliRunner

from infra.airflow.local import Place, dags_folder, environment, password
from infra.cli import rasid
from infra.config import load_settings


def test_processes_share_their_secrets_and_listen_on_loopback(tmp_path) -> None:
    settings = load_settings({"home": str(tmp_path)}, env={})
    place = Place(home=tmp_path / "airflow", dags=dags_folder(), port=8123)
    first, second = environment(settings, place, {}), environment(settings, place, {})
    assert first == second
    assert len(first["AIRFLOW__API_AUTH__JWT_SECRET"]) >= 64
    assert (first["AIRFLOW__API__HOST"], first["AIRFLOW__CORE__LOAD_EXAMPLES"]) == ("127.0.0.1", "False")
    assert first["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://127.0.0.1:8123/execution/"
    assert password(place) == password(place)
    files = list(place.home.iterdir()) if place.home.exists() else []
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_what_the_environment_says_of_airflow_wins_but_for_the_place(tmp_path) -> None:
    settings = load_settings({"home": str(tmp_path)}, env={})
    place = Place(home=tmp_path / "airflow", dags=dags_folder(), port=8123)
    given = {"AIRFLOW__CORE__PARALLELISM": "3", "AIRFLOW__API__HOST": "0.0.0.0", "AIRFLOW_HOME": "/elsewhere"}
    made = environment(settings, place, given)
    assert made["AIRFLOW__CORE__PARALLELISM"] == "3"
    assert (made["AIRFLOW__API__HOST"], made["AIRFLOW_HOME"]) == ("127.0.0.1", str(place.home))


def test_the_command_prints_the_pools_for_another_airflow() -> None:
    result = CliRunner().invoke(rasid, ["airflow", "pools"])
    assert result.exit_code == 0
    assert json.loads(result.stdout).keys() == {"rasid_crawl", "rasid_ingest", "rasid_archive"}
    assert "Example" in CliRunner().invoke(rasid, ["airflow", "up", "--help"]).stdout
