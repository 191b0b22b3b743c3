"""What the caller of a crawl decides, and what it is told while the crawl runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from typing import Literal

from spiders.sink import ResourceKind

DEFAULT_BODY_BYTES = 8 * 1024 * 1024
_CONTACT = re.compile(r"[\x21-\x7e]+(?: [\x21-\x7e]+)*")

EventKind = Literal["captured", "not_modified", "refused", "failed", "finished"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """The bounds and manners of one run; None leaves a value to each outlet's ``politeness``.

    ``contact`` (a URL or e-mail address) goes into the User-Agent. ``max_pages``, ``max_bytes`` and ``max_depth`` hold
    for each outlet and only ever tighten its own bounds; ``concurrency`` is the number of requests at once over all of
    them. With ``since`` older entries are left out and listings are followed back to it; with ``until`` those dated
    later are. ``only`` turns discovery off: these URLs are fetched, each by the outlet that owns it. Times are seconds:
    ``timeout`` for a whole answer, ``backoff`` before the first retry (doubled for each that follows), ``longest_wait``
    the longest Retry-After that is sat out. ValueError for what makes no sense.
    """

    contact: str = ""
    since: datetime | None = None
    until: datetime | None = None
    max_pages: int | None = None
    max_bytes: int | None = None
    max_depth: int | None = None
    max_body_bytes: int = DEFAULT_BODY_BYTES
    delay: float | None = None
    concurrency: int = 16
    timeout: float = 30.0
    retries: int = 2
    backoff: float = 2.0
    longest_wait: float = 120.0
    only: tuple[str, ...] = ()
    verify_certificates: bool = True

    def __post_init__(self) -> None:
        """Refuse what would fail later, and far from its cause."""
        if self.contact and not _CONTACT.fullmatch(self.contact):
            raise ValueError(f"contact = {self.contact!r}: must be a URL or an e-mail address in plain ASCII")
        for name in ("since", "until"):
            moment = getattr(self, name)
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"{name} = {moment}: needs a time zone")
        if self.since is not None and self.until is not None and self.until <= self.since:
            raise ValueError(f"until = {self.until}: must be after since = {self.since}")
        for name in ("max_pages", "max_bytes", "max_depth", "max_body_bytes", "concurrency", "timeout"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise ValueError(f"{name} = {value}: must be above 0")
        for name in ("delay", "retries", "backoff", "longest_wait"):
            value = getattr(self, name)
            if value is not None and value < 0:
                raise ValueError(f"{name} = {value}: must not be below 0")

    @property
    def user_agent(self) -> str:
        """Return the name that every request gives: Rasid, its version and whom to write to."""
        name = f"Rasid/{metadata.version('rasid')}"
        return f"{name} (+{self.contact})" if self.contact else name


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlEvent:
    """One thing that happened: a page taken, unchanged, refused or failed, or an outlet's end (``reason`` says how)."""

    outlet_id: str
    event: EventKind
    kind: ResourceKind | None = None
    url: str | None = None
    status: int | None = None
    reason: str | None = None


Progress = Callable[[CrawlEvent], None]
