"""Which articles the ledger knows, and which of them it has noted as being in the store."""

from __future__ import annotations

from sqlalchemy import Engine, case, func, select

from infra.ledger.tables import CAPTURES


def known_articles(engine: Engine) -> dict[str, bool]:
    """Return every article id that a capture names, with whether any capture of it is noted as indexed."""
    indexed = func.max(case((CAPTURES.c.state == "indexed", 1), else_=0))
    query = select(CAPTURES.c.article_id, indexed).where(CAPTURES.c.article_id.is_not(None))
    with engine.connect() as connection:
        rows = connection.execute(query.group_by(CAPTURES.c.article_id))
        return {article_id: bool(noted) for article_id, noted in rows}


def waiting_captures(engine: Engine) -> int:
    """Return how many captures wait for processing."""
    with engine.connect() as connection:
        waiting = select(func.count()).select_from(CAPTURES).where(CAPTURES.c.state == "captured")
        return connection.scalar(waiting) or 0
