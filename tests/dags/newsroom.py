"""A real Airflow for tests: the components that `rasid airflow up` starts, and what its database says of the tasks."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import Engine, create_engine, text, update

from infra.airflow.local import Place, check, dags_folder, running
from infra.config import Settings, load_settings
from infra.ledger.coverage import HealthBook
from infra.ledger.database import writing
from infra.ledger.tables import URLS
from infra.sink import open_ledger
from infra.stores import open_store

# The machine that tests run on may be busy; each wait ends as soon as what is waited for is there.
PATIENCE = 240.0
QUICK = {
    "AIRFLOW__SCHEDULER__SCHEDULER_HEARTBEAT_SEC": "1",
    "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.2",
    "RASID_SCHEDULE_WEEKLY": "off",
    "RASID_SCHEDULE_MAINTAIN": "off",
    "RASID_RETRY_DELAY": "2s",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """A house, and the Airflow that runs it."""

    settings: Settings
    place: Place
    processes: Any
    database: Engine

    def wait(self, what: str, is_there: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Return when something is there; an AssertionError names it and the states of the tasks."""
        end = time.monotonic() + patience
        while not is_there():
            check(self.place, self.processes)
            assert time.monotonic() < end, f"no {what} after {patience:.0f} s: {self.tasks()}"
            time.sleep(0.3)

    def tasks(self, *states: str) -> list[tuple[str, str, int, str, int]]:
        """Return (DAG, task, map index, state, tries) of the task instances, of those states where given."""
        query = "SELECT dag_id, task_id, map_index, state, try_number FROM task_instance ORDER BY dag_id, task_id"
        with self.database.connect() as connection:
            rows = [tuple(row) for row in connection.execute(text(query))]
        return [row for row in rows if not states or row[3] in states]

    def runs(self, dag: str, state: str = "success") -> int:
        """Return how many runs of a DAG are in a state."""
        query = text("SELECT count(*) FROM dag_run WHERE dag_id = :dag AND state = :state")
        with self.database.connect() as connection:
            return int(connection.execute(query, {"dag": dag, "state": state}).scalar_one())

    def articles(self) -> set[tuple[str, str, str]]:
        """Return (URL, headline, body) of every stored article; none before the store is there."""
        if not (self.settings.home / "search.sqlite").exists():
            return set()
        with closing(open_store(self.settings)) as store:
            found = [stored.enriched.article for stored in store.export()]
        return {(article.canonical_url, article.headline, article.body) for article in found}

    def captured(self) -> int:
        """Return how many article pages the ledger has."""
        ledger = open_ledger(self.settings)
        counts = ledger.counts()
        ledger.engine.dispose()
        return sum(number for outlet in counts.values() for name, number in outlet.items() if name in _OF_ARTICLES)

    def events(self, outlet: str) -> list[str]:
        """Return the changes of health of an outlet, oldest first."""
        ledger = open_ledger(self.settings)
        events = HealthBook(ledger.engine).events(outlet)
        ledger.engine.dispose()
        return [event["state"] for event in events]

    def let_the_retries_come(self, outlet: str) -> None:
        """Let the quarter of an hour be over for which a page that was refused is left alone."""
        ledger = open_ledger(self.settings)
        with writing(ledger.engine) as connection:
            connection.execute(update(URLS).where(URLS.c.outlet == outlet).values(due_at=datetime.now(UTC)))
        ledger.engine.dispose()

    def kill(self, dag: str, task: str) -> None:
        """Kill (SIGKILL) the process of a task as soon as it runs, with no time to say a word."""
        query = text("SELECT pid FROM task_instance WHERE dag_id = :dag AND task_id = :task AND state = 'running'")

        def pids() -> list[int]:
            with self.database.connect() as connection:
                return [pid for pid in connection.scalars(query, {"dag": dag, "task": task}) if pid]

        self.wait(f"{dag}.{task} running", lambda: bool(pids()))
        for pid in pids():
            assert "airflow" in " ".join(psutil.Process(pid).cmdline())
            os.kill(pid, signal.SIGKILL)


_OF_ARTICLES = ("captures_captured", "captures_indexed", "captures_quarantined", "captures_unchanged")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def newsroom(home: Path, monkeypatch: Any, database: str = "", **variables: str) -> Iterator[Newsroom]:
    """Start Airflow for a house; ``database`` is its database as an SQLAlchemy URL, SQLite where none is given."""
    for name in [name for name in os.environ if name.startswith(("AIRFLOW", "RASID_"))]:
        monkeypatch.delenv(name)
    place = Place(home=home / "airflow", dags=dags_folder(), port=free_port())
    database = database or f"sqlite:///{place.home / 'airflow.db'}"
    own = {"AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database} if not database.startswith("sqlite") else {}
    own |= {f"{name}_ASYNC": value for name, value in own.items()}
    for name, value in {**QUICK, **own, "RASID_HOME": str(home), **variables}.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    with running(settings, place) as processes:
        engine = create_engine(database)
        yield Newsroom(settings=settings, place=place, processes=processes, database=engine)
        engine.dispose()
