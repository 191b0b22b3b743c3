"""The file of the embedded store: its tables, and the way from an older file to this one.

``user_version`` counts the steps a file has taken. An older file is copied beside itself before it is brought forward;
a newer one is refused. Changed token rules (`RULES`) mean a step that builds the index anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import apsw

from infra.stores.base import StoreError
from infra.stores.sqlite import naming
from infra.stores.sqlite.kin import TABLES
from infra.stores.sqlite.tokenizer import register

BUSY_MS = 60_000  # another process may be writing a batch
_STEP_1 = """
CREATE TABLE articles(
  rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revisions INTEGER NOT NULL, document TEXT NOT NULL);
CREATE TABLE facets(rowid INTEGER PRIMARY KEY, story INTEGER NOT NULL, vals BLOB NOT NULL);
CREATE TABLE vals(id INTEGER PRIMARY KEY, facet TEXT NOT NULL, key TEXT NOT NULL, label TEXT, UNIQUE(facet, key));
CREATE TABLE postings(value INTEGER NOT NULL, rowid INTEGER NOT NULL, PRIMARY KEY(value, rowid)) WITHOUT ROWID;
CREATE TABLE names(form TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY(form, value)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
  headline, kicker, lead, body, content='', contentless_delete=1, tokenize='rasid');
INSERT INTO words(words, rank) VALUES('hashsize', 33554432);
"""


def _first(connection: apsw.Connection) -> None:
    connection.execute(_STEP_1 + TABLES)


def _find_revised(connection: apsw.Connection) -> None:
    # Few articles have earlier states: an index of theirs alone, so that nobody looks through all documents.
    connection.execute("CREATE INDEX revised ON articles(revisions) WHERE revisions > 0")


STEPS: tuple[Callable[[apsw.Connection], None], ...] = (_first, naming.prepare, _find_revised)


def open_file(path: Path, steps: Sequence[Callable[[apsw.Connection], None]] = STEPS) -> apsw.Connection:
    """Open the file, made or brought forward where needed. `StoreError` says what is wrong with it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = apsw.Connection(str(path))
        _prepare(connection)
        _bring_forward(connection, path, steps)
    except apsw.Error as error:
        raise StoreError(f"{path}: {error}; if another program holds it, close that, else restore a copy") from error
    return connection


def _prepare(connection: apsw.Connection) -> None:
    connection.set_busy_timeout(BUSY_MS)
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL: what was committed is on the disk, also after a power cut.
    connection.execute("PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824")
    register(connection)


def _bring_forward(connection: apsw.Connection, path: Path, steps: Sequence[Callable[[apsw.Connection], None]]) -> None:
    version = _version(connection)
    if version > len(steps):
        connection.close()
        raise StoreError(
            f"{path}: written by a newer Rasid (file version {version}, this one knows {len(steps)}); upgrade Rasid"
        )
    if version == len(steps):
        return
    if version:
        _back_up(connection, path.with_name(f"{path.name}.version{version}"))
    with _exclusive(connection):
        # Another process may have done it while this one waited.
        for step in steps[_version(connection) :]:
            step(connection)
        connection.execute(f"PRAGMA user_version = {len(steps)}")


def _version(connection: apsw.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])  # type: ignore[index]


def _back_up(connection: apsw.Connection, target: Path) -> None:
    copy = apsw.Connection(str(target))
    with copy.backup("main", connection, "main") as backup:
        while not backup.done:
            backup.step(1000)
    copy.close()


class _exclusive:  # noqa: N801 - reads as a verb where it is used
    """A write transaction that other processes wait for, undone by an exception."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        self._connection.execute("COMMIT" if kind is None else "ROLLBACK")


writing = _exclusive
