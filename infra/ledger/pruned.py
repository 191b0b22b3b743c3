"""What the ledger says of the archive's files: how old their captures are, what refers to them, what was pruned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, and_, func, select, update

from infra.ledger.database import writing
from infra.ledger.tables import CAPTURES

_KEPT = CAPTURES.c.pruned_at.is_(None)
REQUEUED = ("indexed", "quarantined")
PROCESSED = (*REQUEUED, "unchanged")
"""Every state of an article's capture that does not wait."""
_ROWS = 5000  # of the table read at once


@dataclass(slots=True)
class FileUse:
    """A file's captures that were not pruned: how many, the newest, whether one waits, which files they refer to."""

    captures: int = 0
    newest: datetime | None = None
    waiting: bool = False
    refers_to: set[str] = field(default_factory=set)

    def is_old(self, before: datetime) -> bool:
        """Tell whether every capture was made before a moment."""
        return self.newest is None or self.newest < before


def file_of(locator: str) -> str:
    """Return the name of the file that a locator points into."""
    return locator.rpartition(":")[0]


def files_in_use(engine: Engine) -> Mapping[str, FileUse]:
    """Return the files that captures lie in, but for pruned ones. Memory grows with the files, not with the rows."""
    found: defaultdict[str, FileUse] = defaultdict(FileUse)
    columns = (CAPTURES.c.locator, CAPTURES.c.payload_locator, CAPTURES.c.fetched_at, CAPTURES.c.state)
    with engine.connect() as connection:
        for row in connection.execution_options(yield_per=_ROWS).execute(select(*columns).where(_KEPT)):
            name, payload = file_of(row.locator), file_of(row.payload_locator)
            use = found[name]
            use.captures += 1
            use.newest = max(use.newest or row.fetched_at, row.fetched_at)
            use.waiting = use.waiting or row.state == "captured"
            if payload != name:
                use.refers_to.add(payload)
    return found


def mark_pruned(engine: Engine, name: str, before: datetime, now: datetime, going: Collection[str]) -> bool:
    """Mark the captures of a file as pruned; False, and nothing changed, where it has come into use meanwhile.

    ``going``: the files that are pruned together; what they refer to among themselves holds none of them.
    """
    mine = _in(CAPTURES.c.locator, name)
    busy = and_(mine, _KEPT, (CAPTURES.c.fetched_at >= before) | (CAPTURES.c.state == "captured"))
    with writing(engine) as connection:
        if connection.scalar(select(func.count()).select_from(CAPTURES).where(busy)):
            return False
        refers = and_(_in(CAPTURES.c.payload_locator, name), _KEPT)
        if any(file_of(row) not in going for row in connection.scalars(select(CAPTURES.c.locator).where(refers))):
            return False
        connection.execute(update(CAPTURES).where(and_(mine, _KEPT)).values(pruned_at=now))
    return True


def is_referred_to(engine: Engine, name: str, going: Collection[str]) -> bool:
    """Tell whether a capture that is not pruned, outside of the files ``going``, has its payload in a file."""
    refers = and_(_in(CAPTURES.c.payload_locator, name), _KEPT)
    with engine.connect() as connection:
        return any(file_of(row) not in going for row in connection.scalars(select(CAPTURES.c.locator).where(refers)))


def pruned_at(engine: Engine, locator: str) -> datetime | None:
    """Return when the evidence at a locator was pruned; None where it was not, or is not known."""
    with engine.connect() as connection:
        return connection.scalar(select(CAPTURES.c.pruned_at).where(CAPTURES.c.locator == locator))


def how_many_pruned(
    engine: Engine,
    outlets: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    states: Sequence[str] = REQUEUED,
    ids: Sequence[int] | None = None,
) -> int:
    """Return how many captures of articles are pruned, of those that would otherwise be meant."""
    rules = [CAPTURES.c.kind == "article", CAPTURES.c.pruned_at.is_not(None), CAPTURES.c.state.in_(states)]
    rules += [CAPTURES.c.outlet.in_(outlets)] if outlets else []
    rules += [CAPTURES.c.fetched_at >= since] if since else []
    rules += [CAPTURES.c.fetched_at < until] if until else []
    rules += [CAPTURES.c.id.in_(ids)] if ids is not None else []
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(CAPTURES).where(and_(*rules))) or 0


def _in(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    return column.startswith(f"{name}:", autoescape=True)
