"""The protocol through which a crawl hands over pages and asks what is known; infra supplies it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from processors.records import RawPage

ResourceKind = Literal["article", "feed", "sitemap", "listing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """A URL that a source announces (canonical form in ``canonical_url``), with what the source says of it."""

    url: str
    canonical_url: str
    source: str
    lastmod: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its response. ``body`` is the payload after HTTP content decoding; times are UTC.

    Scrapy undoes Content-Encoding before a callback sees the body, so the encoding header is kept under the name
    ``X-Archive-Orig-Content-Encoding`` (the habit of browser-based archivers), and the record stays self-consistent.
    """

    outlet_id: str
    kind: ResourceKind
    url: str
    final_url: str
    canonical_url: str
    method: str = "GET"
    request_headers: tuple[tuple[str, str], ...] = ()
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime

    @property
    def page(self) -> RawPage:
        """Return the answer as the page that archive and extraction take."""
        return RawPage(
            url=self.url,
            final_url=self.final_url,
            outlet_id=self.outlet_id,
            fetched_at=self.fetched_at,
            status=self.status,
            headers=self.headers,
            body=self.body,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server said of its last answer, for a conditional request (RFC 9110 §13)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletStats:
    """What one crawl of one outlet did. ``refused`` counts by reason, ``http`` by status."""

    outlet_id: str
    discovered: int = 0
    captured: int = 0
    not_modified: int = 0
    bytes: int = 0
    errors: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    http: Mapping[int, int] = field(default_factory=dict)
    finished: str = "finished"


class Sink(Protocol):
    """Where a crawl's findings go. Every method is durable when it returns."""

    def discovered(self, outlet_id: str, found: Sequence[Discovered]) -> Sequence[str]:
        """Note the URLs; return those to fetch now: never captured, due for a re-visit, or changed by lastmod."""

    def due(self, outlet_id: str) -> Sequence[str]:
        """Return URLs discovered before that still wait for their first capture, or are due for a re-visit."""

    def validators(self, url: str) -> Validators | None:
        """Return what is known for a conditional request, or None."""

    def captured(self, exchange: Exchange) -> None:
        """Keep a response as evidence: into the archive first, then into the ledger."""

    def not_modified(self, outlet_id: str, url: str) -> None:
        """Note that the server answered 304."""

    def refused(self, outlet_id: str, url: str, reason: str) -> None:
        """Note a URL that Rasid does not take, with the reason; it is not asked for again."""

    def failed(self, outlet_id: str, url: str, reason: str, status: int | None) -> None:
        """Note a request that failed after its retries; it is tried again in a later run, with growing distance."""

    def finished(self, stats: OutletStats) -> None:
        """Note what the crawl of one outlet did."""
