"""What processing found in each batch, what crawls did, and the state of each outlet that follows from both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, insert, select, update

from infra.ledger.database import one_at_a_time, writing
from infra.ledger.tables import COVERAGE, HEALTH, HEALTH_EVENTS, HEALTH_REPORTS, RUNS

_LATEST_RUNS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One outlet's part of a batch: ``found`` counts articles by field, ``lost`` holds (url, locator) of the first
    page without it, ``reasons`` counts the pages in quarantine, ``characters`` is the sum over all bodies."""

    outlet: str
    at: datetime
    articles: int = 0
    quarantined: int = 0
    found: Mapping[str, int] = field(default_factory=dict)
    characters: int = 0
    newest: datetime | None = None
    lost: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one crawl of an outlet did; ``http`` counts answers by status, ``refused`` addresses by reason."""

    finished_at: datetime
    discovered: int
    captured: int
    not_modified: int
    errors: int
    finished: str
    http: Mapping[str, int]
    refused: Mapping[str, int] = field(default_factory=dict)
    bytes: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The state of an outlet as last noted."""

    state: str
    since: datetime
    reason: str


class HealthBook:
    """The ledger's pages on health; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def record(self, rows: Sequence[Coverage]) -> None:
        """Add what a batch found."""
        if rows:
            with writing(self.engine) as connection:
                connection.execute(insert(COVERAGE), [asdict(row) for row in rows])

    def coverage(self, outlet: str, since: datetime) -> list[Coverage]:
        """Return an outlet's batches since a moment, newest first."""
        rule = (COVERAGE.c.outlet == outlet) & (COVERAGE.c.at >= since)
        columns = [COVERAGE.c[name] for name in Coverage.__slots__]
        with self.engine.connect() as connection:
            rows = connection.execute(select(*columns).where(rule).order_by(COVERAGE.c.at.desc(), COVERAGE.c.id.desc()))
            return [Coverage(**row._mapping) for row in rows]

    def runs(self, outlet: str) -> list[Run]:
        """Return an outlet's latest crawls, newest first."""
        columns = [RUNS.c[name] for name in Run.__slots__]
        query = select(*columns).where(RUNS.c.outlet == outlet).order_by(RUNS.c.id.desc()).limit(_LATEST_RUNS)
        with self.engine.connect() as connection:
            return [Run(**row._mapping) for row in connection.execute(query)]

    def standing(self, outlet: str) -> Standing | None:
        """Return the state last noted, None where there is none."""
        query = select(HEALTH.c.state, HEALTH.c.since, HEALTH.c.reason).where(HEALTH.c.outlet == outlet)
        with self.engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return Standing(**row._mapping) if row else None

    def note(self, outlet: str, state: str, reason: str, at: datetime, event: Mapping[str, Any]) -> bool:
        """Note a state; where it differs from the one before, an event is written with it. Return whether it does.

        ``event`` holds the event's own state, url, locator and selector. Two processes that judge at once write one.
        """
        of = HEALTH.c.outlet == outlet
        with writing(self.engine) as connection:
            before = connection.scalar(select(HEALTH.c.state).where(of).with_for_update())
            if before == state:
                connection.execute(update(HEALTH).where(of).values(reason=reason))
                return False
            values = {"state": state, "since": at, "reason": reason}
            change = insert(HEALTH).values(outlet=outlet, **values) if before is None else update(HEALTH).where(of)
            connection.execute(change if before is None else change.values(**values))
            told = {"outlet": outlet, "at": at, "previous": before, "reason": reason, **event}
            connection.execute(insert(HEALTH_EVENTS).values(**told))
        return True

    def keep(self, reports: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep what a check knew of outlets, in place of what the one before did."""
        rows = [{"outlet": outlet, "report": report} for outlet, report in sorted(reports.items())]
        if rows:
            with writing(self.engine) as connection:
                one_at_a_time(connection, "health_reports")
                connection.execute(delete(HEALTH_REPORTS).where(HEALTH_REPORTS.c.outlet.in_(reports)))
                connection.execute(insert(HEALTH_REPORTS), rows)

    def reports(self, outlets: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        """Return what the last check knew of these outlets; one that no check has seen is left out."""
        query = select(HEALTH_REPORTS).where(HEALTH_REPORTS.c.outlet.in_(outlets))
        with self.engine.connect() as connection:
            return {row.outlet: row.report for row in connection.execute(query)}

    def states(self) -> dict[str, str]:
        """Return the state last noted of each outlet."""
        with self.engine.connect() as connection:
            return {row.outlet: row.state for row in connection.execute(select(HEALTH.c.outlet, HEALTH.c.state))}

    def crawled(self, outlets: Sequence[str]) -> set[str]:
        """Return those of these outlets that were crawled or processed."""
        found: set[str] = set()
        with self.engine.connect() as connection:
            for table in (RUNS, COVERAGE):
                query = select(table.c.outlet).where(table.c.outlet.in_(outlets)).distinct()
                found |= set(connection.scalars(query))
        return found

    def events(self, outlet: str | None = None, latest: int | None = None) -> list[dict[str, Any]]:
        """Return the changes of state, oldest first; the ``latest`` ones where a number is given."""
        query = select(HEALTH_EVENTS).order_by(HEALTH_EVENTS.c.id.desc()).limit(latest)
        with self.engine.connect() as connection:
            rows = connection.execute(query if outlet is None else query.where(HEALTH_EVENTS.c.outlet == outlet))
            return [dict(row._mapping) for row in rows][::-1]
