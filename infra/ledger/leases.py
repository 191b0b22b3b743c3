"""Leases: a claim on a name that lapses unless renewed, so that two processes never crawl one outlet at once."""

from __future__ import annotations

import os
import socket
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from infra.ledger.database import writing
from infra.ledger.tables import LEASES
from processors.errors import RasidError


class LeaseHeldError(RasidError):
    """Another living process holds the lease; the message names it and until when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A claim: ``holder`` is host/process/nonce."""

    name: str
    holder: str
    seconds: int

    @staticmethod
    def acquire(engine: Engine, name: str, seconds: int) -> Lease:
        """Claim the name or raise `LeaseHeldError`; the claim of a process that died on this host is no hindrance."""
        lease = Lease(name=name, holder=f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:8]}", seconds=seconds)
        now = datetime.now(UTC)
        with writing(engine) as connection:
            row = connection.execute(select(LEASES).where(LEASES.c.name == name)).one_or_none()
            if row and row.expires_at > now and _alive(row.holder):
                raise LeaseHeldError(f"{name} is claimed by {row.holder} until {row.expires_at:%H:%M:%S} UTC")
            if row:
                # The holder in the condition makes the take-over atomic: of two, one finds no row left.
                connection.execute(delete(LEASES).where(LEASES.c.name == name, LEASES.c.holder == row.holder))
        try:
            with writing(engine) as connection:
                connection.execute(insert(LEASES).values(name=name, holder=lease.holder, expires_at=lease._end(now)))
        except IntegrityError as error:
            raise LeaseHeldError(f"{name} was claimed by another process a moment ago") from error
        return lease

    def renew(self, engine: Engine) -> bool:
        """Extend the claim; False when it was lost."""
        mine = (LEASES.c.name == self.name) & (LEASES.c.holder == self.holder)
        with writing(engine) as connection:
            changed = connection.execute(update(LEASES).where(mine).values(expires_at=self._end(datetime.now(UTC))))
            return bool(changed.rowcount)

    def release(self, engine: Engine) -> None:
        """Give the claim up."""
        with writing(engine) as connection:
            connection.execute(delete(LEASES).where(LEASES.c.name == self.name, LEASES.c.holder == self.holder))

    def _end(self, now: datetime) -> datetime:
        return now + timedelta(seconds=self.seconds)


def _alive(holder: str) -> bool:
    host, process, _ = holder.split("/", 2)
    if host != socket.gethostname():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
