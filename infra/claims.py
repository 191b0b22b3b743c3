"""Claims on outlets for the time of a crawl: leases of the ledger, renewed by a thread, given up at the end."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from types import TracebackType

from sqlalchemy import Engine

from infra.ledger import Lease, LeaseHeldError
from processors.errors import RasidError


class LeaseLostError(RasidError):
    """A claim lapsed while the crawl stood still and another process may have taken it; the crawl stops."""


class Claims:
    """Claims on those outlets that nobody else crawls; ``held`` are claimed, ``skipped`` names the others' holders."""

    def __init__(self, engine: Engine, outlets: Sequence[str], seconds: int) -> None:
        self._engine, self._seconds = engine, seconds
        self._leases: dict[str, Lease] = {}
        self.skipped: dict[str, str] = {}
        self._lost: set[str] = set()
        self._over = threading.Event()
        for outlet in outlets:
            try:
                self._leases[outlet] = Lease.acquire(engine, f"crawl:{outlet}", seconds)
            except LeaseHeldError as error:
                self.skipped[outlet] = str(error)
        self._thread = threading.Thread(target=self._renew, daemon=True)

    @property
    def held(self) -> tuple[str, ...]:
        """Return the outlets claimed."""
        return tuple(self._leases)

    def check(self, outlet_id: str) -> None:
        """Raise `LeaseLostError` where the claim was lost."""
        if outlet_id in self._lost:
            raise LeaseLostError(f"{outlet_id}: the claim lapsed; this process must have stood still. Run it again.")

    def __enter__(self) -> Claims:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        for lease in self._leases.values():
            lease.release(self._engine)

    def _renew(self) -> None:
        while not self._over.wait(self._seconds / 3):
            self._lost |= {outlet for outlet, lease in self._leases.items() if not lease.renew(self._engine)}
