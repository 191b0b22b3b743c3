"""One capture, before and after the ledger has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCapture:
    """A response that is in the archive and now goes into the ledger."""

    url: str
    canonical_url: str
    outlet: str
    kind: str
    fetched_at: datetime
    status: int
    digest: str
    locator: str
    payload_locator: str
    unchanged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A row of the captures table; ``pruned_at``: when its evidence was dropped from the archive by age."""

    id: int
    url: str
    canonical_url: str
    outlet: str
    kind: str
    fetched_at: datetime
    status: int
    digest: str
    locator: str
    payload_locator: str
    state: str
    step: str | None
    error: str | None
    attempts: int
    article_id: str | None
    sequence: int | None = None
    pruned_at: datetime | None = None
