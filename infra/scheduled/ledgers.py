"""The ledger for the time of one piece of work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from infra.config import Settings
from infra.ledger import Ledger
from infra.sink import open_ledger


@contextmanager
def ledger_of(settings: Settings) -> Iterator[Ledger]:
    """Open the ledger of the settings and close its connections again."""
    ledger = open_ledger(settings)
    try:
        yield ledger
    finally:
        ledger.engine.dispose()
