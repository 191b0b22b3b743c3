"""The outbox: what goes to people, written before it is sent, so that a kill at any moment loses none of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, delete, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from infra.ledger.database import writing
from infra.ledger.ledger import NEVER
from infra.ledger.tables import CAPTURES, HEALTH_EVENTS, OUTBOX, RUNS, URLS, WATCH_POSITIONS

FIRST_RETRY, LAST_RETRY = timedelta(minutes=2), timedelta(hours=6)
"""The time to the second attempt, doubled with each; the first is longer than any attempt may take."""
_CHUNK = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is to be told through one channel: ``article_id`` is what it is about, once per list and channel."""

    watchlist: str
    article_id: str
    channel: str
    at: datetime
    hit: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A letter in the outbox. ``message`` joins those that went out together at the first attempt."""

    id: int
    watchlist: str
    article_id: str
    channel: str
    at: datetime
    hit: Mapping[str, Any]
    attempts: int
    message: str | None
    delivered_at: datetime | None
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How one list stands: letters delivered, letters that wait, and the last error among those."""

    delivered: int = 0
    waiting: int = 0
    error: str | None = None


class Outbox:
    """Positions of the lists in the sequence of stored articles, and their letters. A method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def last(self) -> int:
        """Return the highest number of the sequence, 0 where nothing is stored."""
        with self._engine.connect() as connection:
            return connection.scalar(select(func.max(CAPTURES.c.sequence))) or 0

    def begun(self) -> datetime | None:
        """Return when the first crawl ended, None where none did. Pages taken in from other archives tell nothing."""
        with self._engine.connect() as connection:
            first: datetime | None = connection.scalar(select(func.min(RUNS.c.finished_at)))
            return first

    def stored(
        self, after: int, last: int, limit: int, imported_since: datetime | None = None
    ) -> list[tuple[int, str]]:
        """Return (number, article id) of what reached the store after a number, in order.

        With ``imported_since``, pages that no crawl has seen and that another's archive captured before are left out.
        """
        number = CAPTURES.c.sequence
        query = select(number, CAPTURES.c.article_id).where(number > after, number <= last)
        if imported_since is not None:
            taken_in = (URLS.c.canonical_url == CAPTURES.c.canonical_url) & (URLS.c.source == "import")
            query = query.where((CAPTURES.c.fetched_at >= imported_since) | ~exists().where(taken_in))
        with self._engine.connect() as connection:
            return [(row[0], row[1]) for row in connection.execute(query.order_by(number).limit(limit))]

    def positions(self) -> dict[str, int]:
        """Return how far each list has looked."""
        with self._engine.connect() as connection:
            return {row.watchlist: row.position for row in connection.execute(select(WATCH_POSITIONS))}

    def put(self, letters: Iterable[Letter], watchlist: str, position: int) -> int:
        """Enter what is not in yet and move the list's position on, both or neither; return how many are new."""
        with writing(self._engine) as connection:
            new = _insert(connection, list(letters))
            entered = _insert_into(connection, WATCH_POSITIONS).values(watchlist=watchlist, position=position)
            # Of two that evaluate at once, the slower must not take the list back.
            own = {"index_elements": ["watchlist"], "where": WATCH_POSITIONS.c.position < position}
            connection.execute(entered.on_conflict_do_update(**own, set_={"position": position}))
        return new

    def enter(self, letters: Iterable[Letter]) -> int:
        """Enter what is not in yet, about things of which no list keeps a position; return how many are new."""
        with writing(self._engine) as connection:
            return _insert(connection, list(letters))

    def remove(self, watchlist: str) -> int:
        """Forget a list's position and its letters that wait; return how many those were. The delivered ones stay."""
        with writing(self._engine) as connection:
            connection.execute(delete(WATCH_POSITIONS).where(WATCH_POSITIONS.c.watchlist == watchlist))
            waiting = (OUTBOX.c.watchlist == watchlist) & OUTBOX.c.delivered_at.is_(None)
            return connection.execute(delete(OUTBOX).where(waiting)).rowcount

    def forget(self, article_ids: Iterable[str]) -> int:
        """Take out every letter about an article; return how many there were."""
        with writing(self._engine) as connection:
            return connection.execute(delete(OUTBOX).where(OUTBOX.c.article_id.in_(list(article_ids)))).rowcount

    def due(self, now: datetime) -> list[Pending]:
        """Return the letters whose attempt is due, oldest first."""
        rule = OUTBOX.c.delivered_at.is_(None) & (OUTBOX.c.due_at <= now)
        return self._read(select(OUTBOX).where(rule).order_by(OUTBOX.c.id))

    def of_channel(self, watchlist: str, channel: str, since: datetime) -> list[Pending]:
        """Return a list's letters of one channel, those not delivered and those since a moment, newest first."""
        rule = (OUTBOX.c.watchlist == watchlist) & (OUTBOX.c.channel == channel)
        rule &= (OUTBOX.c.at >= since) | OUTBOX.c.delivered_at.is_(None)
        return self._read(select(OUTBOX).where(rule).order_by(OUTBOX.c.id.desc()))

    def latest(self, watchlist: str, limit: int) -> list[Pending]:
        """Return a list's latest letters, one an article, newest first."""
        first = select(func.min(OUTBOX.c.id)).where(OUTBOX.c.watchlist == watchlist).group_by(OUTBOX.c.article_id)
        return self._read(select(OUTBOX).where(OUTBOX.c.id.in_(first)).order_by(OUTBOX.c.id.desc()).limit(limit))

    def claim(self, letters: Sequence[Pending], message: str, now: datetime) -> bool:
        """Take letters for an attempt; False where another process has one of them.

        The next attempt is set here, before the first byte leaves: a sender that is killed is a failed attempt.
        """
        try:
            with writing(self._engine) as connection:
                for letter in letters:
                    _claim(connection, letter, message, now)
        except _TakenError:
            return False
        return True

    def delivered(self, letters: Sequence[Pending], at: datetime) -> None:
        """Note that letters have arrived."""
        self._mark(letters, delivered_at=at, error=None)

    def failed(self, letters: Sequence[Pending], error: str) -> None:
        """Note why an attempt failed; the next one is due as `claim` set it."""
        self._mark(letters, error=error)

    def dropped(self, letters: Sequence[Pending], why: str) -> None:
        """Try letters no more, and keep why."""
        self._mark(letters, due_at=NEVER, error=why)

    def tallies(self) -> dict[str, Tally]:
        """Return how each list stands."""
        delivered = func.count(OUTBOX.c.delivered_at)
        waits = OUTBOX.c.delivered_at.is_(None) & (OUTBOX.c.due_at < NEVER)
        counted = select(OUTBOX.c.watchlist, delivered, func.count().filter(waits)).group_by(OUTBOX.c.watchlist)
        failing = select(OUTBOX.c.watchlist, OUTBOX.c.error).where(waits, OUTBOX.c.error.is_not(None))
        with self._engine.connect() as connection:
            errors = {row[0]: row[1] for row in connection.execute(failing.order_by(OUTBOX.c.id))}
            rows = connection.execute(counted).all()
        return {name: Tally(delivered=sent, waiting=left, error=errors.get(name)) for name, sent, left in rows}

    def take_events(self, letters_of: Callable[[Mapping[str, Any]], Sequence[Letter]], now: datetime) -> int:
        """Hand the changes of health that nobody was told of to the outbox, each once; return how many.

        ``letters_of`` makes the letters of an event (a mapping of its columns).
        """
        told = HEALTH_EVENTS.c.delivered_at
        with writing(self._engine) as connection:
            query = select(HEALTH_EVENTS).where(told.is_(None)).order_by(HEALTH_EVENTS.c.id).with_for_update()
            events = [dict(row._mapping) for row in connection.execute(query)]
            for event in events:
                connection.execute(
                    update(HEALTH_EVENTS).where(HEALTH_EVENTS.c.id == event["id"]).values(delivered_at=now)
                )
            return _insert(connection, [letter for event in events for letter in letters_of(event)])

    def _mark(self, letters: Sequence[Pending], **values: Any) -> None:
        with writing(self._engine) as connection:
            for start in range(0, len(letters), _CHUNK):
                ids = [letter.id for letter in letters[start : start + _CHUNK]]
                connection.execute(update(OUTBOX).where(OUTBOX.c.id.in_(ids)).values(**values))

    def _read(self, query: Any) -> list[Pending]:
        with self._engine.connect() as connection:
            return [_pending(row) for row in connection.execute(query)]


class _TakenError(Exception):
    pass


def _claim(connection: Connection, letter: Pending, message: str, now: datetime) -> None:
    due = now + min(FIRST_RETRY * 2 ** min(letter.attempts, 12), LAST_RETRY)
    rule = (OUTBOX.c.id == letter.id) & OUTBOX.c.delivered_at.is_(None) & (OUTBOX.c.due_at <= now)
    values = {"attempts": OUTBOX.c.attempts + 1, "due_at": due, "message": message}
    if connection.execute(update(OUTBOX).where(rule).values(**values)).rowcount != 1:
        raise _TakenError


def _insert_into(connection: Connection, table: Table) -> Any:
    return (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(table)


def _insert(connection: Connection, letters: Sequence[Letter]) -> int:
    entered = set()
    for letter in letters:
        row = _insert_into(connection, OUTBOX).values(**asdict(letter), due_at=letter.at, attempts=0)
        if connection.scalar(row.on_conflict_do_nothing().returning(OUTBOX.c.id)) is not None:
            entered.add(letter.article_id)
    return len(entered)


def _pending(row: Row[Any]) -> Pending:
    return Pending(**{name: row._mapping[name] for name in Pending.__slots__})
