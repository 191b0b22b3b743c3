"""By which names each article calls its entities, and how often outlets, countries and months use each name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import apsw
import numpy as np

from infra.stores.base import Count, NamesBy, NameUse, Stored
from infra.stores.document import from_document
from infra.stores.sqlite.match import Rows
from infra.stores.sqlite.rowids import BITS, first_rowid
from infra.stores.values import interval_key, name_uses, names_used

# ``outlet`` and ``country`` are numbers of ``vals``, 0 where the article has none.
_TABLES = """
CREATE TABLE named(id INTEGER PRIMARY KEY, entity TEXT NOT NULL, text TEXT NOT NULL, UNIQUE(entity, text));
CREATE TABLE naming(
  name INTEGER NOT NULL, rowid INTEGER NOT NULL, outlet INTEGER NOT NULL, country INTEGER NOT NULL,
  PRIMARY KEY(name, rowid)) WITHOUT ROWID;
"""
_VALUES = "SELECT id, facet, key FROM vals WHERE facet IN ('outlet', 'country')"
_FORGET = """
DELETE FROM naming WHERE rowid = ? AND name = (SELECT id FROM named WHERE entity = ? AND text = ?)
"""
_USES = "FROM named n CROSS JOIN naming u ON u.name = n.id"
_MONTHS = """
FROM named n CROSS JOIN (SELECT value AS low, lead(value) OVER (ORDER BY value) AS high FROM carray(:edges)) e
CROSS JOIN naming u ON u.name = n.id AND u.rowid >= e.low AND u.rowid < e.high
"""
_WHERE = "WHERE n.entity = :entity AND u.rowid >= :low AND u.rowid < :high"


def prepare(connection: apsw.Connection) -> None:
    """Make the tables, and fill them from the articles that are there."""
    connection.execute(_TABLES)
    values = {(facet, key): number for number, facet, key in connection.execute(_VALUES)}
    keeper = Keeper(connection)
    for rowid, document in connection.execute("SELECT rowid, document FROM articles"):
        keeper.keep(rowid, from_document(json.loads(document)), lambda facet, key: values[(facet, key)])


class Keeper:
    """Keeps the names that articles use; knows the numbers of the names it has met."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._ids: dict[tuple[str, str], int] = {}

    def clear(self) -> None:
        """Know nothing: what was written is undone."""
        self._ids.clear()

    def keep(self, rowid: int, stored: Stored, number: Callable[[str, str], int]) -> None:
        """Keep the names of an article; ``number`` gives that of a facet's value."""
        outlet, country = stored.enriched.article.outlet, stored.country
        of = (rowid, number("outlet", outlet) if outlet else 0, number("country", country) if country else 0)
        rows = [(self._id(*used), *of) for used in names_used(stored)]
        self._connection.executemany("INSERT INTO naming VALUES(?, ?, ?, ?)", rows)

    def _id(self, entity: str, text: str) -> int:
        known = self._ids.get((entity, text))
        if known is None:
            self._connection.execute(
                "INSERT INTO named(entity, text) VALUES(?, ?) ON CONFLICT DO NOTHING", (entity, text)
            )
            row = self._connection.execute(
                "SELECT id FROM named WHERE entity = ? AND text = ?", (entity, text)
            ).fetchone()
            known = self._ids[(entity, text)] = int(row[0])  # type: ignore[index]
        return known


def forget(connection: apsw.Connection, rowid: int) -> None:
    """Forget the names of an article that is still there."""
    document = connection.execute("SELECT document FROM articles WHERE rowid = ?", (rowid,)).fetchone()[0]  # type: ignore[index]
    used = names_used(from_document(json.loads(document)))
    connection.executemany(_FORGET, [(rowid, *one) for one in used])


def names(
    connection: apsw.Connection,
    entity: str,
    span: tuple[int, int],
    rows: Rows | None,
    by: NamesBy | None,
    zone: ZoneInfo,
) -> tuple[NameUse, ...]:
    """Count the articles of a time span (and of ``rows``, where given) that use each name of an entity."""
    if rows is not None and not len(rows):
        return ()
    where = _WHERE
    given: dict[str, Any] = {"entity": entity, "low": span[0], "high": span[1]}
    if rows is not None:
        where += " AND u.rowid IN (SELECT value FROM carray(:rows))"
        given["rows"] = apsw.carray(np.ascontiguousarray(rows))
    sql = f"SELECT n.text, count(*) {_USES} {where} GROUP BY n.id"
    totals = [(str(text), count) for text, count in connection.execute(sql, given)]
    if not totals or by is None:
        return name_uses(totals, (), by)
    return name_uses(totals, _parts(connection, where, given, by, zone), by)


def _parts(
    connection: apsw.Connection, where: str, given: Mapping[str, Any], by: NamesBy, zone: ZoneInfo
) -> Iterator[tuple[str, Count]]:
    if by != "month":
        sql = (
            f"SELECT n.text, count(*), v.key, v.label {_USES} CROSS JOIN vals v ON v.id = u.{by} {where} GROUP BY 1, 3"
        )
        for text, count, key, label in connection.execute(sql, given):
            yield text, Count(key=key, count=count, label=label)
        return
    first, last = connection.execute(f"SELECT min(u.rowid), max(u.rowid) {_USES} {where}", given).fetchone()  # type: ignore[misc]
    edges = _months(first >> BITS, last >> BITS, zone)
    lows = np.array([first_rowid(edge) for edge in edges], np.int64)
    of = {int(low): interval_key(edge, "month") for low, edge in zip(lows, edges, strict=True)}
    sql = f"SELECT n.text, count(*), e.low {_MONTHS} {where} GROUP BY 1, 3"
    for text, count, low in connection.execute(sql, {**given, "edges": apsw.carray(lows)}):
        yield text, Count(key=of[low], count=count)


def _months(first: int, last: int, zone: ZoneInfo) -> list[datetime]:
    """Return the beginnings of the local months from one second to another, and of the month after."""
    edge = datetime.fromtimestamp(first, UTC).astimezone(zone)
    edges = [edge.replace(day=1, hour=0, minute=0, second=0, fold=0)]
    while edges[-1].timestamp() <= last:
        edge = edges[-1]
        edges.append(edge.replace(year=edge.year + edge.month // 12, month=edge.month % 12 + 1))
    return edges
