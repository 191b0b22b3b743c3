"""Airflow as the tests use it: an AIRFLOW_HOME of the session's own, these DAGs, the demo's outlets and no others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from infra.demo import Site, build_site, serve
from tests.infra.ledger.conftest import postgresql

__all__ = ["postgresql"]  # the server of the ledger's tests serves Airflow as well

ROOT = Path(__file__).parents[2]
DRIVER = Path(__file__).with_name("driver.py")


class Watched(Site):
    """The demo's site, which notes every request: (outlet, path)."""

    asked: list[tuple[str, str]] = []  # noqa: RUF012 (one site a session)

    def respond(self, outlet: str, path: str) -> Any:
        self.asked.append((outlet, path))
        return super().respond(outlet, path)


@pytest.fixture(scope="session")
def site() -> Iterator[Watched]:
    made = build_site(datetime.now(UTC))
    watched = Watched(content=made.content, bases=made.bases)
    with serve(watched):
        yield watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What a child process is told: where Airflow and Rasid keep their state, and which outlets there are."""

    home: Path
    airflow: Path
    more: dict[str, str] = field(default_factory=dict)

    def variables(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "RASID_"))}
        return {
            **kept,
            "AIRFLOW_HOME": str(self.airflow),
            "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
            "RASID_HOME": str(self.home),
            "PYTHONPATH": str(ROOT),
            **self.more,
        }

    def run(self, *command: str, stdin: str = "", timeout: float = 240) -> str:
        """Run Python with these variables; an error is shown with what it said."""
        done = subprocess.run(
            [sys.executable, *command],
            env=self.variables(),
            cwd=ROOT,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout


@pytest.fixture(scope="session")
def airflow_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Airflow's SQLite database, migrated once."""
    folder = tmp_path_factory.mktemp("airflow")
    Environment(home=folder, airflow=folder).run("-m", "airflow", "db", "migrate")
    return folder


Runs = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="session")
def run_dags(airflow_home: Path) -> Runs:
    """Runs DAGs by ``dag.test()`` one after the other in one child process; returns what each came to."""

    def run(home: Path, *dags: tuple[str, dict[str, Any] | None], **more: str) -> list[dict[str, Any]]:
        environment = Environment(home=home, airflow=airflow_home, more=more)
        out = environment.run(str(DRIVER), stdin=json.dumps(dags), timeout=800)
        return [json.loads(line[4:]) for line in out.splitlines() if line.startswith("RUN ")]

    return run
