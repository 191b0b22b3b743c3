"""What the ledger says of pages of the past: those that come in from another's archive, and those that go out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, and_, select, update

from infra.ledger.database import writing
from infra.ledger.ledger import NEVER
from infra.ledger.tables import CAPTURES, URLS


class Past:
    """Questions and one answer about captures that no crawl of Rasid's made."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def state(self, canonical_url: str) -> str | None:
        """Return the state of a URL (``forgotten`` is not to come back), None where it is not known."""
        with self._engine.connect() as connection:
            return connection.scalar(select(URLS.c.state).where(URLS.c.canonical_url == canonical_url))

    def holds(self, canonical_url: str, fetched_at: datetime, digest: str) -> bool:
        """Return whether this capture of the URL is in the ledger already."""
        same = and_(CAPTURES.c.fetched_at == fetched_at, CAPTURES.c.digest == digest)
        query = select(CAPTURES.c.id).where(CAPTURES.c.canonical_url == canonical_url, same).limit(1)
        with self._engine.connect() as connection:
            return connection.scalar(query) is not None

    def leave_alone(self, canonical_url: str) -> None:
        """Have no crawl ask for a URL that is known from another's archive alone."""
        row_of = URLS.c.canonical_url == canonical_url
        with writing(self._engine) as connection:
            connection.execute(update(URLS).where(row_of).values(source="import", due_at=NEVER))


def article_captures(
    engine: Engine, outlets: Sequence[str] = (), since: datetime | None = None, until: datetime | None = None
) -> list[tuple[str, str]]:
    """Return (locator, locator of the payload) of the articles' captures from ``since`` on and before ``until``.

    In the order they were captured in, which is that of the files; what was pruned is left out.
    """
    rules = [CAPTURES.c.kind == "article", CAPTURES.c.pruned_at.is_(None)]
    rules += [CAPTURES.c.outlet.in_(outlets)] if outlets else []
    rules += [CAPTURES.c.fetched_at >= since] if since else []
    rules += [CAPTURES.c.fetched_at < until] if until else []
    query = select(CAPTURES.c.locator, CAPTURES.c.payload_locator).where(and_(*rules)).order_by(CAPTURES.c.id)
    with engine.connect() as connection:
        return [(row.locator, row.payload_locator) for row in connection.execute(query)]
