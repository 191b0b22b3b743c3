"""Which stored articles may print the same text: fingerprints by their bands."""

from __future__ import annotations

import json
from collections.abc import Sequence

import apsw

from infra.stores.base import Kin, Stored
from infra.stores.kin import worth_a_look
from processors.fingerprint import bands, packed, unpacked

TABLES = """
CREATE TABLE fingerprints(rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, outlet TEXT, story TEXT, marks BLOB NOT NULL);
CREATE TABLE bands(band INTEGER NOT NULL, rowid INTEGER NOT NULL, PRIMARY KEY(band, rowid)) WITHOUT ROWID;
"""
_SHARED = "SELECT b.rowid, b.band FROM json_each(?) j CROSS JOIN bands b ON b.band = j.value"
_FIND = "SELECT f.id, f.outlet, f.story, f.marks FROM json_each(?) j CROSS JOIN fingerprints f ON f.rowid = j.value"


def keep(connection: apsw.Connection, rowid: int, stored: Stored) -> None:
    """Keep the fingerprint of an article that has one."""
    marks = stored.enriched.fingerprint
    if not marks:
        return
    article = stored.enriched.article
    row = (rowid, article.id, article.outlet, stored.story, packed(marks))
    connection.execute("INSERT INTO fingerprints VALUES(?, ?, ?, ?, ?)", row)
    connection.executemany("INSERT OR IGNORE INTO bands VALUES(?, ?)", [(band, rowid) for band in bands(marks)])


def forget(connection: apsw.Connection, rowid: int) -> None:
    """Forget the fingerprint of a row, if it has one."""
    row = connection.execute("DELETE FROM fingerprints WHERE rowid = ? RETURNING marks", (rowid,)).fetchone()
    if row:
        rows = [(band, rowid) for band in bands(unpacked(row[0]))]
        connection.executemany("DELETE FROM bands WHERE band = ? AND rowid = ?", rows)


def similar(connection: apsw.Connection, wanted: Sequence[int]) -> tuple[Kin, ...]:
    """Return the articles that share a band and are worth a look (`infra.stores.kin`)."""
    shared: list[tuple[int, int]] = connection.execute(_SHARED, (json.dumps(list(wanted)),)).fetchall()  # type: ignore[assignment]
    rows = connection.execute(_FIND, (json.dumps(worth_a_look(shared)),))
    return tuple(Kin(id=name, outlet=outlet, story=story, marks=marks) for name, outlet, story, marks in rows)
