"""The embedded store: one SQLite file with FTS5, through apsw. Nothing else may open this file in the same process."""

from infra.stores.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
