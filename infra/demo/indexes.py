"""Front page, listing, robots.txt and sitemaps of an outlet, by path."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from infra.demo import feeds, pages
from infra.demo.view import Entry, View

PER_LISTING = 20
PER_SITEMAP = 5000
_NEWS_AGE = timedelta(days=2)
_CHILD = re.compile(r"^/sitemap-(\d+)\.xml\.gz$")
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A page that is no article: its media type (with charset where the outlet declares one) and its bytes."""

    content_type: str
    body: bytes


def respond(view: View, path: str) -> Index | None:
    """Return the front page, listing page, feed, sitemap or robots.txt at ``path``, or None for nothing there."""
    parts = urlsplit(path)
    if parts.path == "/robots.txt":
        return Index(content_type="text/plain; charset=utf-8", body=_robots(view).encode())
    if parts.path in ("/", "/latest/"):
        return _listing(view, parse_qs(parts.query).get("page", ["1"])[0])
    feed = feeds.FEEDS.get((view.layout.discovery, parts.path))
    if feed is not None:
        return Index(content_type=feed.content_type, body=feed.write(view).encode(feed.encoding or "utf-8"))
    return _sitemap(view, parts.path) if _has_sitemaps(view) else None


def _has_sitemaps(view: View) -> bool:
    """Return whether the outlet offers sitemaps: one by its nature, all but the listing-only one at scale."""
    scaled = view.content.pages is not None and view.layout.discovery != "listing"
    return scaled or view.layout.discovery == "sitemap"


def _robots(view: View) -> str:
    lines = ["User-agent: *", "Disallow: /private/", "Disallow: /search"]
    if _has_sitemaps(view):
        lines += ["", f"Sitemap: {view.base}/sitemap.xml"]
    return "\n".join(lines) + "\n"


def _listing(view: View, page: str) -> Index | None:
    number = int(page) if page.isascii() and page.isdigit() else 0
    start = (number - 1) * PER_LISTING
    if not 0 <= start < view.count:
        return None
    entries = tuple(view.newest(start, start + PER_LISTING))
    following = number + 1 if start + PER_LISTING < view.count else None
    body = pages.listing(view, entries, number, following)
    return Index(content_type=pages.content_type(view.layout), body=body)


def _sitemap(view: View, path: str) -> Index | None:
    child = _CHILD.match(path)
    if path == "/sitemap.xml":
        return Index(content_type="application/xml", body=_sitemap_index(view).encode())
    if path == "/sitemap-news.xml.gz":
        oldest = view.content.midnight - _NEWS_AGE
        recent = [entry for entry in view.newest(0, 100) if entry.published >= oldest]
        return _zipped(_urlset([_news_url(view, entry) for entry in recent]))
    if child and 0 < int(child[1]) <= _children(view):
        start = (int(child[1]) - 1) * PER_SITEMAP
        return _zipped(_urlset([_url(entry) for entry in view.newest(start, start + PER_SITEMAP)]))
    return None


def _children(view: View) -> int:
    return -(-view.count // PER_SITEMAP)


def _sitemap_index(view: View) -> str:
    newest = next(view.newest(0, 1)).changed
    names = ["sitemap-news.xml.gz", *(f"sitemap-{number + 1}.xml.gz" for number in range(_children(view)))]
    rows = [f"<sitemap><loc>{view.base}/{name}</loc><lastmod>{_iso(newest)}</lastmod></sitemap>" for name in names]
    return f"{_XML}<sitemapindex {_SITEMAP}>\n" + "\n".join(rows) + "\n</sitemapindex>\n"


def _urlset(rows: list[str]) -> str:
    return f"{_XML}<urlset {_SITEMAP} {_NEWS}>\n" + "\n".join(rows) + "\n</urlset>\n"


def _url(entry: Entry, more: str = "") -> str:
    return f"<url><loc>{escape(entry.url)}</loc><lastmod>{_iso(entry.changed)}</lastmod>{more}</url>"


def _news_url(view: View, entry: Entry) -> str:
    publication = f"<news:name>{view.layout.name}</news:name><news:language>{entry.text.language}</news:language>"
    return _url(
        entry,
        f"<news:news><news:publication>{publication}</news:publication>"
        f"<news:publication_date>{_iso(entry.published)}</news:publication_date>"
        f"<news:title>{escape(entry.text.headline)}</news:title></news:news>",
    )


def _zipped(text: str) -> Index:
    return Index(content_type="application/gzip", body=gzip.compress(text.encode(), mtime=0))


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
