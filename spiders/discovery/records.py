"""What reading a source gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MAX_LINKS = 50_000
"""The most entries one document may announce (the bound of sitemaps.org); what comes after is left out, counted."""


class UnreadableSourceError(ValueError):
    """A document that is no feed, sitemap or listing, or one that is refused; the message is the reason, in short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An announced URL, absolute. ``lastmod`` is the moment of the last change, in UTC (ISO 8601) where it says one.

    ``newest`` is the latest moment at which the entry can have appeared or changed, as far as the source dates it.
    """

    url: str
    lastmod: str | None = None
    newest: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """A document to read next: a part of a sitemap index, or the next page of a listing."""

    url: str
    page: int = 1
    newest: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The links of a document in its order, the documents to read next, and how many entries were left out."""

    links: tuple[Link, ...] = ()
    follow: tuple[Follow, ...] = ()
    left_out: int = 0
