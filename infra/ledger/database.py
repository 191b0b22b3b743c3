"""Opening the ledger's database: pragmas, migrations forward, refusal of a newer one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from processors.errors import RasidError

_MIGRATIONS = Path(__file__).parent / "migrations"
_WRITE = "rasid_write"
# Keys of our own among PostgreSQL's advisory locks.
_LOCKS = {"migration": 0x7261736964, "sequence": 0x7261736965, "health_reports": 0x7261736966}


class LedgerError(RasidError):
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
        event.listen(engine, "begin", _sqlite_begin)
    try:
        _migrate(engine, sqlite_file)
    except SQLAlchemyError as error:
        raise LedgerError(f"{target.render_as_string(hide_password=True)}: {error}") from error
    return engine


@contextmanager
def connected(url: str) -> Iterator[Engine]:
    """Open the database for one piece of work, and close its connections again however that ends."""
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes; `engine.connect()` is for reading."""
    with engine.execution_options(**{_WRITE: True}).begin() as connection:
        yield connection


def one_at_a_time(connection: Connection, what: str) -> None:
    """Let no other transaction do ``what`` until this one has ended. One of SQLite that writes is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCKS[what]})


def _sqlite_begin(connection: Connection) -> None:
    # A SQLite transaction that reads first and writes later fails at once where another process wrote in between
    # (SQLITE_BUSY_SNAPSHOT, which no timeout waits for), so whoever will write takes the lock at the start.
    write = connection.get_execution_options().get(_WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _sqlite_pragmas(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver's own BEGIN is off: see _sqlite_begin
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
    with writing(engine) as connection:
        one_at_a_time(connection, "migration")
        # Of two processes that start at once, the second finds the work done.
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _back_up(path: Path, revision: str) -> None:
    with sqlite3.connect(path) as source, sqlite3.connect(path.with_suffix(f".before-{revision}")) as copy:
        source.backup(copy)
