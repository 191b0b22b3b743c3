"""Scrapy's settings for a crawl: what Rasid does itself is switched off, the rest follows the caller's options."""

from __future__ import annotations

from typing import Any

from spiders.crawl.options import CrawlOptions

_HANDLER = "spiders.crawl.handler.GuardedHandler"


def build_settings(options: CrawlOptions) -> dict[str, Any]:
    """Return the settings. Redirects, retries, robots.txt and delays are the work of `spiders.crawl.fetch`."""
    return {
        "BOT_NAME": "rasid",
        # The bases are replaced, not each entry switched off: Scrapy imports an entry even to switch it off (1 s here).
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_MIDDLEWARES": {"spiders.crawl.compression.ContentDecoding": 590},
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {},
        # No file:, ftp:, data: or s3: at all, whatever asks for it.
        "DOWNLOAD_HANDLERS_BASE": {},
        "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER},
        "DOWNLOAD_MAXSIZE": options.max_body_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": options.timeout,
        "DOWNLOAD_VERIFY_CERTIFICATES": options.verify_certificates,
        "DNS_TIMEOUT": min(options.timeout, 20.0),
        # Requests that wait for their host's delay count as active in Scrapy; the handler bounds those under way.
        "CONCURRENT_REQUESTS": 0,
        "RASID_CONCURRENCY": options.concurrency,
        "COOKIES_ENABLED": False,
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
        "STATS_DUMP": False,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "TELNETCONSOLE_ENABLED": False,
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
    }
