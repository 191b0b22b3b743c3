"""The account of one outlet's crawl: its counts, its bounds, and what the sink and the caller are told."""

from __future__ import annotations

from collections import Counter

from spiders.crawl.options import CrawlEvent, CrawlOptions, Progress
from spiders.outlet import Outlet
from spiders.sink import Exchange, OutletStats, ResourceKind, Sink

PATIENCE = 20
"""An outlet is left for this run after so many failures in a row; one without any answer counts as `_SILENCE`."""
_SILENCE = 4
_TOLD = 200
"""So many links refused unfetched are written to the sink; a hostile feed of 50,000 costs no 50,000 commits."""


class Book:
    """Counts what happens and tells it on; durable first, told afterwards."""

    def __init__(self, outlet: Outlet, sink: Sink, options: CrawlOptions, progress: Progress) -> None:
        self._id, self._sink, self._progress = outlet.id, sink, progress
        self.max_pages = min(outlet.politeness.max_pages, options.max_pages or outlet.politeness.max_pages)
        self.max_bytes = min(outlet.politeness.max_bytes, options.max_bytes or outlet.politeness.max_bytes)
        self.max_depth = min(outlet.politeness.max_depth, options.max_depth or outlet.politeness.max_depth)
        self._requested = self._bytes = self._captured = self._not_modified = self._errors = self._discovered = 0
        self._refused: Counter[str] = Counter()
        self._http: Counter[int] = Counter()
        self._in_a_row = self._told = 0
        self._finished = "finished"
        self._closed = False

    def may_request(self) -> bool:
        """Return whether one more page may be asked for, and count it."""
        if self._finished == "finished":
            if self._requested >= self.max_pages:
                self.stop("max_pages")
            elif self._bytes >= self.max_bytes:
                self.stop("max_bytes")
        if self._finished != "finished":
            return False
        self._requested += 1
        return True

    def stop(self, why: str) -> None:
        """End the outlet's crawl; the first reason counts."""
        if self._finished == "finished":
            self._finished = why

    @property
    def stopped(self) -> bool:
        """Return whether the outlet's crawl is to end."""
        return self._finished != "finished"

    def discovered(self, number: int) -> None:
        """Keep how many URLs the sources have announced so far."""
        self._discovered = number

    def answered(self, status: int) -> None:
        """Count an answer by its status."""
        self._http[status] += 1

    def captured(self, exchange: Exchange) -> None:
        """Hand a page to the sink, then count it."""
        self._sink.captured(exchange)
        self._in_a_row = 0
        self._captured += 1
        self._bytes += len(exchange.body)
        self._tell(
            CrawlEvent(
                outlet_id=self._id, event="captured", kind=exchange.kind, url=exchange.url, status=exchange.status
            )
        )

    def not_modified(self, kind: ResourceKind, url: str) -> None:
        """Note a 304."""
        self._sink.not_modified(self._id, url)
        self._in_a_row = 0
        self._not_modified += 1
        self._tell(CrawlEvent(outlet_id=self._id, event="not_modified", kind=kind, url=url, status=304))

    def refused(self, kind: ResourceKind, url: str, reason: str) -> None:
        """Note a page that was asked for and is not taken."""
        self._sink.refused(self._id, url, reason)
        self._refused[reason] += 1
        self._tell(CrawlEvent(outlet_id=self._id, event="refused", kind=kind, url=url, reason=reason))

    def refused_link(self, url: str, reason: str) -> None:
        """Note a link that is not followed."""
        if self._told < _TOLD:
            self._told += 1
            self.refused("article", url, reason)
        else:
            self._refused[reason] += 1

    def passed_over(self, reason: str, number: int = 1) -> None:
        """Count what was left out by rule: no refusal of a page, but nothing is dropped in silence."""
        self._refused[reason] += number

    def failed(self, kind: ResourceKind, url: str, reason: str, status: int | None) -> None:
        """Note a failure, and give the outlet up for this run after too many in a row."""
        self._sink.failed(self._id, url, reason, status)
        self._errors += 1
        self._in_a_row += 1 if status is not None else _SILENCE
        if self._in_a_row >= PATIENCE:
            self.stop("gave up")
        self._tell(CrawlEvent(outlet_id=self._id, event="failed", kind=kind, url=url, status=status, reason=reason))

    def close(self, *, tell: bool = True) -> OutletStats:
        """Return the totals, after telling them to the sink."""
        stats = OutletStats(
            outlet_id=self._id,
            discovered=self._discovered,
            captured=self._captured,
            not_modified=self._not_modified,
            bytes=self._bytes,
            errors=self._errors,
            refused=dict(self._refused),
            http=dict(self._http),
            finished=self._finished,
        )
        if tell:
            self._sink.finished(stats)
            self._tell(CrawlEvent(outlet_id=self._id, event="finished", reason=self._finished))
        return stats

    def _tell(self, event: CrawlEvent) -> None:
        self._progress(event)
