"""What is known of every URL and capture, and the only code that changes it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, and_, bindparam, delete, func, insert, or_, select, update

from infra.ledger.captures import Capture, NewCapture
from infra.ledger.database import one_at_a_time, writing
from infra.ledger.tables import CAPTURES, RUNS, URLS, VALIDATORS

_CHUNK = 400
_RETRY = timedelta(minutes=15)
_RETRY_MOST = timedelta(days=7)
_REFUSED = timedelta(days=1)
_REFUSED_MOST = timedelta(days=28)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class Ledger:
    """Every method is one transaction."""

    def __init__(self, engine: Engine, revisit_hours: Sequence[float] = ()) -> None:
        self.engine = engine
        self._revisits = tuple(timedelta(hours=hours) for hours in revisit_hours)

    def discover(self, outlet: str, found: Mapping[str, tuple[str, str, str | None]], now: datetime) -> list[str]:
        """Note URLs (canonical -> url, source, lastmod); return the canonical ones that are due now."""
        due: list[str] = []
        with writing(self.engine) as connection:
            for part in _chunks(list(found)):
                known = {
                    row.canonical_url: row
                    for row in connection.execute(select(URLS).where(URLS.c.canonical_url.in_(part)))
                }
                new = [name for name in part if name not in known]
                if new:
                    connection.execute(insert(URLS), [_new_url(outlet, name, found[name], now) for name in new])
                changed = [name for name, row in known.items() if _modified(row, found[name][2])]
                for name in changed:
                    row_of = URLS.c.canonical_url == name
                    connection.execute(update(URLS).where(row_of).values(lastmod=found[name][2], due_at=now))
                due += [
                    *new,
                    *changed,
                    *(name for name, row in known.items() if name not in changed and row.due_at <= now),
                ]
        return due

    def due(self, outlet: str, now: datetime, limit: int = 100_000) -> list[str]:
        """Return the URLs of an outlet that wait for a capture or a re-visit, oldest first."""
        rule = and_(URLS.c.outlet == outlet, URLS.c.due_at <= now)
        with self.engine.connect() as connection:
            return list(connection.scalars(select(URLS.c.url).where(rule).order_by(URLS.c.id).limit(limit)))

    def last_capture(self, canonical_url: str, kind: str) -> Capture | None:
        """Return the newest capture of a URL that has a payload of its own or refers to one."""
        rule = and_(CAPTURES.c.canonical_url == canonical_url, CAPTURES.c.kind == kind)
        with self.engine.connect() as connection:
            row = connection.execute(select(CAPTURES).where(rule).order_by(CAPTURES.c.id.desc()).limit(1)).one_or_none()
        return _capture(row) if row else None

    def captured(self, capture: NewCapture) -> bool:
        """Enter a capture; False where its locator is known already (a recovery that ran twice)."""
        with writing(self.engine) as connection:
            if connection.scalar(select(CAPTURES.c.id).where(CAPTURES.c.locator == capture.locator)):
                return False
            values = {name: getattr(capture, name) for name in NewCapture.__slots__ if name != "unchanged"}
            state = "kept" if capture.kind != "article" else "unchanged" if capture.unchanged else "captured"
            connection.execute(insert(CAPTURES).values(**values, state=state, attempts=0))
            if capture.kind == "article":
                self._visited(connection, capture)
        return True

    def visited(self, canonical_url: str, now: datetime) -> None:
        """Note a visit that found the page as it was (304); nothing happens for a URL that is no article's."""
        with writing(self.engine) as connection:
            row = connection.execute(select(URLS).where(URLS.c.canonical_url == canonical_url)).one_or_none()
            if row:
                self._count_visit(connection, canonical_url, row.first_captured_at or now, now)

    def _visited(self, connection: Connection, capture: NewCapture) -> None:
        row = connection.execute(select(URLS).where(URLS.c.canonical_url == capture.canonical_url)).one_or_none()
        if row is None:
            found = (capture.url, "recovered", None)
            fresh = _new_url(capture.outlet, capture.canonical_url, found, capture.fetched_at)
            connection.execute(insert(URLS).values(**fresh))
        first = row.first_captured_at if row and row.first_captured_at else capture.fetched_at
        self._count_visit(connection, capture.canonical_url, first, capture.fetched_at)

    def _count_visit(self, connection: Connection, canonical_url: str, first: datetime, now: datetime) -> None:
        values = {
            "state": "captured",
            "first_captured_at": first,
            "failures": 0,
            "due_at": self._next_visit(first, now),
        }
        row_of = URLS.c.canonical_url == canonical_url
        connection.execute(update(URLS).where(row_of).values(visits=URLS.c.visits + 1, **values))

    def _next_visit(self, first: datetime, now: datetime) -> datetime:
        return next((first + after for after in self._revisits if first + after > now), NEVER)

    def refused(self, canonical_url: str, reason: str, now: datetime, *, for_good: bool = True) -> None:
        """Note that a URL is not taken; it is not due again, or after a time that doubles, four weeks at most."""
        row_of = URLS.c.canonical_url == canonical_url
        with writing(self.engine) as connection:
            refusals = connection.scalar(select(URLS.c.failures).where(row_of)) or 0
            due = NEVER if for_good else now + min(_REFUSED * 2 ** min(refusals, 12), _REFUSED_MOST)
            values = {"state": "refused", "reason": reason, "failures": refusals + 1, "due_at": due}
            connection.execute(update(URLS).where(row_of).values(**values))

    def forget(self, canonical_urls: Collection[str], url: str, reason: str, now: datetime) -> None:
        """Remove all captures of an article; each URL stays as a tombstone that is never due."""
        names = list(canonical_urls)
        with writing(self.engine) as connection:
            connection.execute(delete(CAPTURES).where(CAPTURES.c.canonical_url.in_(names)))
            known = set(connection.scalars(select(URLS.c.canonical_url).where(URLS.c.canonical_url.in_(names))))
            for name in set(names) - known:
                connection.execute(insert(URLS).values(**_new_url("", name, (url, "forget", None), now)))
            tombstone = {"state": "forgotten", "reason": reason, "due_at": NEVER, "lastmod": None}
            connection.execute(update(URLS).where(URLS.c.canonical_url.in_(names)).values(**tombstone))

    def failed(self, canonical_url: str, reason: str, now: datetime) -> None:
        """Note a failure; the next try comes after a time that doubles, a week at most."""
        row_of = URLS.c.canonical_url == canonical_url
        with writing(self.engine) as connection:
            failures = connection.scalar(select(URLS.c.failures).where(row_of)) or 0
            pause = min(_RETRY * 2 ** min(failures, 12), _RETRY_MOST)
            connection.execute(
                update(URLS).where(row_of).values(reason=reason, failures=failures + 1, due_at=now + pause)
            )

    def validators(self, url: str) -> tuple[str | None, str | None] | None:
        """Return (ETag, Last-Modified) of a feed's last answer."""
        with self.engine.connect() as connection:
            row = connection.execute(select(VALIDATORS).where(VALIDATORS.c.url == url)).one_or_none()
        return (row.etag, row.last_modified) if row else None

    def set_validators(self, url: str, etag: str | None, last_modified: str | None) -> None:
        """Keep what a conditional request needs."""
        with writing(self.engine) as connection:
            connection.execute(delete(VALIDATORS).where(VALIDATORS.c.url == url))
            connection.execute(insert(VALIDATORS).values(url=url, etag=etag, last_modified=last_modified))

    def add_run(self, **values: Any) -> None:
        """Keep what one crawl of one outlet did."""
        with writing(self.engine) as connection:
            connection.execute(insert(RUNS).values(**values))

    def work(
        self, limit: int, after: int = 0, *, last: int | None = None, outlets: Sequence[str] = ()
    ) -> list[Capture]:
        """Return captures that wait for processing, in order of capture: ids beyond ``after``, up to ``last``."""
        rules = [CAPTURES.c.state == "captured", CAPTURES.c.id > after]
        rules += [CAPTURES.c.id <= last] if last is not None else []
        rules += [CAPTURES.c.outlet.in_(outlets)] if outlets else []
        return self._captures(select(CAPTURES).where(and_(*rules)).order_by(CAPTURES.c.id).limit(limit))

    def runs(self, outlet: str, limit: int = 100) -> Sequence[Row[Any]]:
        """Return the last runs of an outlet (rows of the runs table), newest first."""
        query = select(RUNS).where(RUNS.c.outlet == outlet).order_by(RUNS.c.id.desc()).limit(limit)
        with self.engine.connect() as connection:
            return connection.execute(query).all()

    def waiting(self, outlets: Sequence[str] = ()) -> list[int]:
        """Return the ids of all captures that wait for processing, rising."""
        rules = [CAPTURES.c.state == "captured", *([CAPTURES.c.outlet.in_(outlets)] if outlets else [])]
        with self.engine.connect() as connection:
            return list(connection.scalars(select(CAPTURES.c.id).where(and_(*rules)).order_by(CAPTURES.c.id)))

    def requeue(
        self,
        states: Sequence[str] = ("indexed", "quarantined"),
        *,
        outlets: Sequence[str] = (),
        since: datetime | None = None,
        until: datetime | None = None,
        ids: Sequence[int] | None = None,
    ) -> int:
        """Set captures back to be processed again (`rasid reprocess`, `rasid quarantine retry`); return how many.

        What was pruned from the archive stays as it is: `how_many_pruned` says how many captures those are.
        """
        kept = CAPTURES.c.pruned_at.is_(None)
        rules = [CAPTURES.c.kind == "article", CAPTURES.c.state.in_(states), kept]
        rules += [CAPTURES.c.outlet.in_(outlets)] if outlets else []
        rules += [CAPTURES.c.fetched_at >= since] if since else []
        rules += [CAPTURES.c.fetched_at < until] if until else []
        rules += [CAPTURES.c.id.in_(ids)] if ids is not None else []
        with writing(self.engine) as connection:
            return connection.execute(update(CAPTURES).where(and_(*rules)).values(state="captured")).rowcount

    def indexed(self, done: Collection[tuple[int, str]]) -> None:
        """Mark captures (id, article id) as being in the store, each with the next number of the sequence.

        One that was there before keeps its number: what is processed again is no news to a watch-list.
        """
        if not done:
            return
        values = {"state": "indexed", "step": None, "error": None, "attempts": CAPTURES.c.attempts + 1}
        statement = update(CAPTURES).where(CAPTURES.c.id == bindparam("row"))
        number = func.coalesce(CAPTURES.c.sequence, bindparam("number"))
        statement = statement.values(article_id=bindparam("article"), sequence=number, **values)
        with writing(self.engine) as connection:
            one_at_a_time(connection, "sequence")
            last = connection.scalar(select(func.max(CAPTURES.c.sequence))) or 0
            rows = [
                {"row": row, "article": article, "number": last + place} for place, (row, article) in enumerate(done, 1)
            ]
            connection.execute(statement, rows)

    def quarantined(self, capture_id: int, step: str, error: str) -> None:
        """Mark a capture as one that could not be processed, with the step and the error."""
        row_of = CAPTURES.c.id == capture_id
        values = {"state": "quarantined", "step": step, "error": error, "attempts": CAPTURES.c.attempts + 1}
        with writing(self.engine) as connection:
            connection.execute(update(CAPTURES).where(row_of).values(**values))

    def quarantine(self, outlets: Sequence[str] = ()) -> list[Capture]:
        """Return the captures in quarantine, newest first."""
        rule = CAPTURES.c.state == "quarantined"
        if outlets:
            rule = and_(rule, CAPTURES.c.outlet.in_(outlets))
        return self._captures(select(CAPTURES).where(rule).order_by(CAPTURES.c.id.desc()))

    def capture(self, capture_id: int) -> Capture | None:
        """Return one capture."""
        rows = self._captures(select(CAPTURES).where(CAPTURES.c.id == capture_id))
        return rows[0] if rows else None

    def captures_of(self, url: str) -> list[Capture]:
        """Return the captures of a URL, as asked for or canonical, newest first."""
        rule = or_(CAPTURES.c.canonical_url == url, CAPTURES.c.url == url)
        return self._captures(select(CAPTURES).where(rule).order_by(CAPTURES.c.id.desc()))

    def counts(self) -> dict[str, dict[str, int]]:
        """Return per outlet the number of URLs and captures by state."""
        totals: dict[str, dict[str, int]] = {}
        with self.engine.connect() as connection:
            for table, prefix in ((URLS, "urls"), (CAPTURES, "captures")):
                counted = select(table.c.outlet, table.c.state, func.count()).group_by(table.c.outlet, table.c.state)
                for outlet, state, number in connection.execute(counted):
                    totals.setdefault(outlet, {})[f"{prefix}_{state}"] = number
        return totals

    def _captures(self, query: Any) -> list[Capture]:
        with self.engine.connect() as connection:
            return [_capture(row) for row in connection.execute(query)]


def _capture(row: Row[Any]) -> Capture:
    return Capture(**row._mapping)


def _new_url(outlet: str, canonical: str, found: tuple[str, str, str | None], now: datetime) -> dict[str, Any]:
    url, source, lastmod = found
    fixed = {"state": "discovered", "visits": 0, "failures": 0, "discovered_at": now, "due_at": now}
    return {"canonical_url": canonical, "url": url, "outlet": outlet, "source": source, "lastmod": lastmod, **fixed}


def _modified(row: Row[Any], lastmod: str | None) -> bool:
    return row.state == "captured" and lastmod is not None and row.lastmod is not None and lastmod != row.lastmod


def _chunks(items: list[str]) -> Iterable[list[str]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))
