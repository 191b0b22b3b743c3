"""Sitemaps (sitemaps.org 0.9), their indexes and Google's news extension, plain text sitemaps, gzip with a bound."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urljoin

from lxml import etree

from processors.arabic.charsets import decode
from spiders.discovery.moments import read_moment, stamp
from spiders.discovery.records import MAX_LINKS, Findings, Follow, Link, UnreadableSourceError
from spiders.discovery.xml import children, name_of, parse_xml, text_of

_GZIP = b"\x1f\x8b"
_NEWS = re.compile(r"news|recent|latest|today|akhbar", re.IGNORECASE)
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_/.]?(0?[1-9]|1[0-2])(?!\d{3})")
_NUMBER = re.compile(r"\d+")


def read_sitemap(
    body: bytes, url: str, content_type: str | None = None, *, since: datetime | None = None, max_bytes: int
) -> Findings:
    """Return the entries of a sitemap, or of an index its parts: news first, then the newest.

    Parts that their own lastmod makes older than ``since`` are left out. `UnreadableSourceError` for what is none, and
    for one that unpacks to more than ``max_bytes``.
    """
    body = unpack(body, max_bytes)
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _plain(decode(body, content_type).text)
    root = parse_xml(body, content_type)
    if name_of(root) == "sitemapindex":
        return _parts(root, url, since)
    if name_of(root) != "urlset":
        raise UnreadableSourceError(f"no sitemap: the root is <{name_of(root)[:40]}>")
    every = list(_entries(root, url))
    return Findings(links=tuple(every[:MAX_LINKS]), left_out=len(every[MAX_LINKS:]))


def unpack(body: bytes, max_bytes: int) -> bytes:
    """Undo gzip where the body is gzip (RFC 1952), as far as ``max_bytes``; a torn end is read as far as it goes."""
    if not body.startswith(_GZIP):
        return body
    stream = zlib.decompressobj(wbits=31)
    try:
        text = stream.decompress(body, max_bytes + 1)
    except zlib.error as error:
        raise UnreadableSourceError("broken gzip") from error
    if len(text) > max_bytes:
        raise UnreadableSourceError("too large after decompression")
    return text


def _plain(text: str) -> Findings:
    # "You can provide a simple text file that contains one URL per line" (sitemaps.org).
    lines = [line.strip() for line in text.splitlines() if line.strip().lower().startswith(("http://", "https://"))]
    if not lines:
        raise UnreadableSourceError("no sitemap: neither XML nor a list of URLs")
    return Findings(links=tuple(Link(url=line) for line in lines[:MAX_LINKS]), left_out=len(lines[MAX_LINKS:]))


def _entries(root: etree._Element, base: str) -> Iterator[Link]:
    for entry in children(root, "url"):
        address = text_of(entry, "loc")
        if not address:
            continue
        lastmod = text_of(entry, "lastmod")
        news = next(children(entry, "news"), None)
        published = text_of(news, "publication_date") if news is not None else None
        newest = max((moment for moment in map(read_moment, (lastmod, published)) if moment), default=None)
        yield Link(url=_absolute(base, address), lastmod=stamp(lastmod), newest=newest)


def _parts(root: etree._Element, base: str, since: datetime | None) -> Findings:
    parts: list[Follow] = []
    for part in children(root, "sitemap"):
        if address := text_of(part, "loc"):
            parts.append(Follow(url=_absolute(base, address), newest=read_moment(text_of(part, "lastmod"))))
    fresh = [part for part in parts if since is None or part.newest is None or part.newest >= since]
    return Findings(follow=tuple(sorted(fresh, key=_rank))[:MAX_LINKS], left_out=len(parts) - len(fresh))


def _rank(part: Follow) -> tuple[bool, float]:
    """Order parts: news, then the newest by lastmod or else by the month in their name, then as they stand."""
    name = part.url.rsplit("://", 1)[-1].partition("/")[2]
    moment = part.newest or _month(name)
    return (not _NEWS.search(name), -(moment.timestamp() if moment else 0.0))


def _month(name: str) -> datetime | None:
    match = _MONTH.search(name)
    return datetime(int(match[1]), int(match[2]), 1, tzinfo=UTC) if match else None


def _absolute(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address
