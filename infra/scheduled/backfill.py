"""Filling a gap: one outlet and a range of days, through its sitemaps and listings, at the outlet's own pace."""

from __future__ import annotations

from infra.config import Settings
from infra.crawling import crawl
from infra.outlets import outlet_of
from infra.scheduled.crawl import Crawled
from infra.scheduled.days import span_of
from spiders.crawl.options import CrawlOptions


def backfill(settings: Settings, outlet: str, first: str, last: str | None = None) -> Crawled:
    """Fetch what the outlet's sources date from day ``first`` (2026-01-31, the reader's zone) to the end of ``last``.

    The definition's delay and bounds hold: what lies beyond them is in the ledger by then, and the next crawl of the
    outlet, by schedule or by hand, goes on with it. `CrawlError` where it broke off.
    """
    since, until = span_of(settings, first, last)
    options = CrawlOptions(contact=settings.contact, max_body_bytes=settings.max_body_bytes, since=since, until=until)
    report = crawl(settings, [outlet_of(settings, outlet)], options)
    return Crawled(captured=sum(item.captured for item in report.stats), skipped=report.skipped.get(outlet))
