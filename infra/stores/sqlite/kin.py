"""Which stored articles may print the same text: fingerprints by their bands."""

from __future__ import annotations

import json
from collections.abc import Sequence

import apsw

from infra.stores.base import Kin, Stored
from processors.fingerprint import bands, packed, unpacked

TABLES = """
CREATE TABLE fingerprints(rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, outlet TEXT, story TEXT, marks BLOB NOT NULL);
CREATE TABLE bands(band INTEGER NOT NULL, rowid INTEGER NOT NULL, PRIMARY KEY(band, rowid)) WITHOUT ROWID;
"""
_FIND = """
SELECT f.id, f.outlet, f.story, f.marks FROM fingerprints f WHERE f.rowid IN (
  SELECT b.rowid FROM json_each(?) j CROSS JOIN bands b ON b.band = j.value)
"""


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
    """Return the articles that share a band."""
    rows = connection.execute(_FIND, (json.dumps(list(wanted)),))
    return tuple(Kin(id=name, outlet=outlet, story=story, marks=marks) for name, outlet, story, marks in rows)
