"""One entry to the readers, by the type that the definition gives a source."""

from __future__ import annotations

from datetime import datetime

from spiders.discovery.feeds import read_feed
from spiders.discovery.listings import read_listing
from spiders.discovery.records import Findings
from spiders.discovery.sitemaps import read_sitemap, unpack
from spiders.outlet import Outlet, Source


def read_source(
    body: bytes,
    url: str,
    content_type: str | None,
    *,
    source: Source,
    outlet: Outlet,
    page: int = 1,
    since: datetime | None = None,
    max_bytes: int,
) -> Findings:
    """Read a document of ``source`` that came from ``url``; `UnreadableSourceError` says why it cannot be used.

    ``page`` is its number in a listing (1 first), ``max_bytes`` the bound on what a gzip file unpacks to.
    """
    if source.type == "feed":
        return read_feed(unpack(body, max_bytes), url, content_type)
    if source.type == "sitemap":
        return read_sitemap(body, url, content_type, since=since, max_bytes=max_bytes)
    return read_listing(body, url, content_type, source, outlet, page=page, since=since)
