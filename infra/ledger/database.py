"""Opening the ledger's database: pragmas, migrations forward, refusal of a newer one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

_MIGRATIONS = Path(__file__).parent / "migrations"


class LedgerError(Exception):
    """The ledger cannot be used; the message says why and what to do."""


def connect(url: str) -> Engine:
    """Open the database and migrate it forward; SQLite gets a back-up beside it before a migration."""
    target = make_url(url)
    sqlite_file = Path(target.database) if target.get_backend_name() == "sqlite" and target.database else None
    if sqlite_file:
        sqlite_file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(target, pool_pre_ping=True)
    if sqlite_file:
        event.listen(engine, "connect", _sqlite_pragmas)
    try:
        _migrate(engine, sqlite_file)
    except SQLAlchemyError as error:
        raise LedgerError(f"{target.render_as_string(hide_password=True)}: {error}") from error
    return engine


def _sqlite_pragmas(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # FULL: a commit is on the disk when it returns, which "captured" promises.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _migrate(engine: Engine, sqlite_file: Path | None) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise LedgerError(f"the ledger was written by a newer Rasid (revision {current}); upgrade Rasid to use it")
    if current is not None and sqlite_file:
        _back_up(sqlite_file, current)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _back_up(path: Path, revision: str) -> None:
    with sqlite3.connect(path) as source, sqlite3.connect(path.with_suffix(f".before-{revision}")) as copy:
        source.backup(copy)
