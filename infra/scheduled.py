"""What the scheduler's tasks call: settings from the environment, ids in, counts out, never articles."""

from __future__ import annotations

from datetime import UTC, datetime

from infra.config import load_settings
from infra.crawling import crawl
from infra.health import check
from infra.ledger.coverage import HealthBook
from infra.outlets import registry
from infra.sink import open_ledger
from spiders.crawl.options import CrawlOptions


def crawl_one(outlet: str) -> int:
    """Crawl one outlet by its id; return the number of pages captured. `CrawlError` where the crawl broke off."""
    settings = load_settings()
    options = CrawlOptions(contact=settings.contact, max_body_bytes=settings.max_body_bytes)
    report = crawl(settings, [registry(settings)[outlet]], options)
    return sum(item.captured for item in report.stats)


def check_all() -> dict[str, str]:
    """Judge every enabled outlet; return the states of those that are neither healthy nor quiet."""
    settings = load_settings()
    ledger, now = open_ledger(settings), datetime.now(UTC)
    book = HealthBook(ledger.engine)
    outlets = [outlet for outlet in registry(settings).values() if outlet.enabled]
    states = {outlet.id: check(book, outlet, now).state for outlet in outlets}
    ledger.engine.dispose()
    return {outlet: state for outlet, state in states.items() if state not in ("healthy", "quiet")}
