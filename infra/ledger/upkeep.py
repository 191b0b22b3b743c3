"""Keeping the ledger small: what nothing reads any more goes, and the file gives its space back."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, func, select, text

from infra.ledger.database import writing
from infra.ledger.tables import CAPTURES, COVERAGE, LEASES, RUNS

_RUNS = timedelta(days=92)
_FEEDS = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """How many rows were taken out."""

    runs: int
    coverage: int
    leases: int
    feeds: int


def remove_old(engine: Engine, now: datetime) -> Removed:
    """Remove runs and coverage older than three months (health looks four weeks back), lapsed leases, and captures of
    feeds, sitemaps and listings older than a month, but for the newest of each URL: the next one may refer to it.

    The archive keeps every page. SQLite's file is rebuilt, PostgreSQL's tables are vacuumed.
    """
    with writing(engine) as connection:
        removed = Removed(
            runs=_older(connection, RUNS, RUNS.c.finished_at, now - _RUNS),
            coverage=_older(connection, COVERAGE, COVERAGE.c.at, now - _RUNS),
            leases=_older(connection, LEASES, LEASES.c.expires_at, now - timedelta(days=1)),
            feeds=_old_feeds(connection, now - _FEEDS),
        )
    _vacuum(engine)
    return removed


def locators(engine: Engine, draw: random.Random, size: int) -> list[str]:
    """Return the locators of ``size`` captures, drawn evenly by number, less those pruned; or all that there are."""
    with engine.connect() as connection:
        last = connection.scalar(select(func.max(CAPTURES.c.id))) or 0
        numbers = draw.sample(range(1, last + 1), min(size, last))
        there = CAPTURES.c.id.in_(numbers) & CAPTURES.c.pruned_at.is_(None)
        rows = connection.execute(select(CAPTURES.c.locator).where(there).order_by(CAPTURES.c.id))
        return [row.locator for row in rows]


def _older(connection: Connection, table: object, column: object, moment: datetime) -> int:
    return connection.execute(delete(table).where(column < moment)).rowcount  # type: ignore[arg-type,operator]


def _old_feeds(connection: Connection, moment: datetime) -> int:
    newest = select(func.max(CAPTURES.c.id)).where(CAPTURES.c.state == "kept")
    newest = newest.group_by(CAPTURES.c.canonical_url, CAPTURES.c.kind)
    # The page itself may lie in an older record, to which the newest row refers by its locator, not by its row.
    rule = (CAPTURES.c.state == "kept") & (CAPTURES.c.fetched_at < moment) & CAPTURES.c.id.not_in(newest)
    return connection.execute(delete(CAPTURES).where(rule)).rowcount


def _vacuum(engine: Engine) -> None:
    # Neither database vacuums inside a transaction; SQLite's connections begin one by themselves (see `database`).
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM")
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE)"))
