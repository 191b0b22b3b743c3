"""The book of months: in which monthly index of Elasticsearch an article stands, whoever writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.dialects import postgresql, sqlite

from infra.ledger.database import writing
from infra.ledger.tables import ARTICLE_MONTHS

_CHUNK = 500  # SQLite takes 32,766 bound values at most, PostgreSQL 65,535


class ArticleMonths:
    """The months of articles, first come first kept: two processes that meet an article agree on one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim(self, wanted: Mapping[str, str]) -> Mapping[str, str]:
        """Note the month of each article id that has none yet; return the month that holds for each id."""
        with self._engine.connect() as connection:
            known = dict(_known(connection, wanted))
        new = {key: month for key, month in wanted.items() if key not in known}
        if not new:
            return known
        with writing(self._engine) as connection:
            self._insert(connection, new)
            return known | dict(_known(connection, new))

    def correct(self, found: Mapping[str, str]) -> None:
        """Note where articles stand that the book had elsewhere (a new ledger beside an old cluster)."""
        with writing(self._engine) as connection:
            for key, month in found.items():
                connection.execute(update(ARTICLE_MONTHS).where(ARTICLE_MONTHS.c.article_id == key).values(month=month))

    def _insert(self, connection: Connection, new: Mapping[str, str]) -> None:
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        rows = [{"article_id": key, "month": month} for key, month in new.items()]
        connection.execute(insert(ARTICLE_MONTHS).on_conflict_do_nothing(), rows)


def _known(connection: Connection, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    wanted = list(ids)
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        for row in connection.execute(select(ARTICLE_MONTHS).where(ARTICLE_MONTHS.c.article_id.in_(part))):
            yield row.article_id, row.month
