"""Which captures a span of outlets and days holds, for work that goes through the archive again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, select, update

from infra.ledger.database import writing
from infra.ledger.tables import CAPTURES

_PROCESSED = ("captured", "indexed", "quarantined")
_RANGES = 1000
_CHUNK = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Outlets (empty: all) and moments of capture: from ``since`` on, before ``until``; None is no bound."""

    outlets: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


def ranges(engine: Engine, span: Span, size: int) -> list[tuple[int, int]]:
    """Cut the article captures of a span into ranges of ids (after, last) of ``size`` captures.

    A thousand ranges at most, with more captures in each where need be: the scheduler maps a task over them.
    """
    query = select(CAPTURES.c.id).where(_within(span)).order_by(CAPTURES.c.id)
    with engine.connect() as connection:
        ids = list(connection.scalars(query))
    return cut(ids, size)


def cut(ids: Sequence[int], size: int) -> list[tuple[int, int]]:
    """Cut rising ids into ranges (after, last) of ``size`` ids, or of as many more as keeps to a thousand ranges."""
    size = max(size, math.ceil(len(ids) / _RANGES))
    return [(part[0] - 1, part[-1]) for part in (ids[start : start + size] for start in range(0, len(ids), size))]


def set_back(engine: Engine, span: Span, ids: tuple[int, int]) -> int:
    """Set the captures of a span within a range (after, last) back, to be processed again; return how many."""
    rule = and_(_within(span), CAPTURES.c.id > ids[0], CAPTURES.c.id <= ids[1])
    with writing(engine) as connection:
        return connection.execute(update(CAPTURES).where(rule).values(state="captured")).rowcount


def articles(engine: Engine, span: Span, ids: tuple[int, int]) -> list[str]:
    """Return the ids of the articles that the captures of a span within a range (after, last) became."""
    rule = and_(_within(span), CAPTURES.c.id > ids[0], CAPTURES.c.id <= ids[1], CAPTURES.c.article_id.is_not(None))
    query = select(CAPTURES.c.article_id).where(rule).order_by(CAPTURES.c.id)
    with engine.connect() as connection:
        return list(dict.fromkeys(connection.scalars(query)))


def _within(span: Span) -> ColumnElement[bool]:
    rules: list[Any] = [CAPTURES.c.kind == "article", CAPTURES.c.state.in_(_PROCESSED)]
    rules += [CAPTURES.c.outlet.in_(span.outlets)] if span.outlets else []
    rules += [CAPTURES.c.fetched_at >= span.since] if span.since else []
    rules += [CAPTURES.c.fetched_at < span.until] if span.until else []
    return and_(*rules)


def captured_articles(engine: Engine, names: Sequence[str]) -> set[str]:
    """Return those article ids that a capture stands for."""
    found: set[str] = set()
    with engine.connect() as connection:
        for start in range(0, len(names), _CHUNK):
            part = names[start : start + _CHUNK]
            found |= set(connection.scalars(select(CAPTURES.c.article_id).where(CAPTURES.c.article_id.in_(part))))
    return found
