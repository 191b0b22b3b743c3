"""Crawling by schedule: the outlets of a tier, one outlet, and what a batch of captures comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from infra.config import Settings
from infra.crawling import crawl
from infra.health import check_outlets
from infra.outlets import outlet_of, watched
from infra.sink import ledger_of
from spiders.crawl.options import CrawlOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """The number of pages captured; ``skipped`` says why an outlet was left alone."""

    captured: int = 0
    skipped: str | None = None


def outlets_of(settings: Settings, tier: str) -> list[str]:
    """Return the ids of the watched outlets of a tier."""
    return [outlet.id for outlet in watched(settings) if outlet.tier == tier]


def crawl_one(settings: Settings, outlet: str, least: timedelta, now: datetime | None = None) -> Crawled:
    """Crawl one outlet by its id; `CrawlError` where the crawl broke off.

    An outlet whose last crawl ended less than ``least`` before ``now`` (this moment) is left alone: runs that were held
    up and come close on one another do not come close on one another at the outlet.
    """
    now = now or datetime.now(UTC)
    if (ended := _last_end(settings, outlet)) and now - ended < least:
        return Crawled(skipped=f"{outlet}: crawled at {ended:%H:%M:%S} UTC, less than {least} ago")
    options = CrawlOptions(contact=settings.contact, max_body_bytes=settings.max_body_bytes)
    report = crawl(settings, [outlet_of(settings, outlet)], options)
    return Crawled(captured=sum(item.captured for item in report.stats), skipped=report.skipped.get(outlet))


def _last_end(settings: Settings, outlet: str) -> datetime | None:
    """Return when the last crawl of an outlet ended that was not broken off."""
    with ledger_of(settings) as ledger:
        ended: list[datetime] = [run.finished_at for run in ledger.runs(outlet, 1) if run.finished != "interrupted"]
    return ended[0] if ended else None


def check_all(settings: Settings) -> dict[str, str]:
    """Judge every watched outlet; return the states of those that are neither healthy nor quiet."""
    found = check_outlets(settings, watched(settings))
    return {health.outlet: health.state for health in found if health.state not in ("healthy", "quiet")}
