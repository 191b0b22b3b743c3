"""Of the links that a source announces: those to fetch, those refused with a reason, and how many are no articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from spiders.canonical import canonicalise
from spiders.discovery.records import Link
from spiders.outlet import Outlet, Source
from spiders.scope import refusal
from spiders.sink import Discovered

_DIGITS = re.compile(r"\d{4,}")
_SEPARATOR = re.compile(r"[-_ ]+")
_DAY = re.compile(r"/(?:19|20)\d\d(?:/\d{1,2}){1,2}/?$")  # the archive of a month or day
_SLUG_WORDS = 3
_NOT_PAGES = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|pdf|mp[34]|zip|apk)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """``found`` by canonical URL, ``refused`` as (URL, reason), ``passed_over`` counts by reason."""

    found: tuple[Discovered, ...]
    refused: tuple[tuple[str, str], ...]
    passed_over: Mapping[str, int]


def select(
    links: Iterable[Link],
    source: Source,
    outlet: Outlet,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Selection:
    """Sort links into those to fetch and the rest; one of two variants of an article is kept.

    An entry that its source dates before ``since``, or after ``until``, is passed over; one without a date never.

    A link that leads off the outlet's hosts or to no web page is refused. The definition's article_url and
    not_article_url decide what is an article; without them, in a listing without link selectors, a URL must look like
    one.
    """
    found: dict[str, Discovered] = {}
    refused: list[tuple[str, str]] = []
    passed: dict[str, int] = {}
    # Where all of a page's links are looked at, those to other sites are only its furniture.
    every_link = source.type == "listing" and not source.links
    for link in links:
        canonical = canonicalise(link.url)
        reason = refusal(link.url, outlet)
        if reason and not every_link:
            refused.append((link.url, reason))
            continue
        why = reason or _outside(link, since, until) or _passed_over(link, canonical, source, outlet)
        if why:
            passed[why] = passed.get(why, 0) + 1
        elif canonical not in found or (link.lastmod and not found[canonical].lastmod):
            found[canonical] = Discovered(
                url=_to_fetch(link.url, canonical), canonical_url=canonical, source=source.url, lastmod=link.lastmod
            )
    return Selection(found=tuple(found.values()), refused=tuple(refused), passed_over=passed)


def _outside(link: Link, since: datetime | None, until: datetime | None) -> str | None:
    if link.newest is None:
        return None
    if since is not None and link.newest < since:
        return "older than asked for"
    return "newer than asked for" if until is not None and link.newest > until else None


def _passed_over(link: Link, canonical: str, source: Source, outlet: Outlet) -> str | None:
    if not is_article_url(link.url, canonical, source, outlet):
        return "not an article's address"
    return None


def is_article_url(url: str, canonical: str, source: Source, outlet: Outlet) -> bool:
    """Return whether a URL can be an article's, by the definition's patterns on its written and its readable form."""
    forms = (canonical, unquote(canonical))
    if outlet.not_article_url:
        unwanted = _compiled(outlet.not_article_url)
        if any(unwanted.search(form) for form in (url, *forms)):
            return False
    if outlet.article_url:
        wanted = _compiled(outlet.article_url)
        return any(wanted.search(form) for form in forms)
    return source.type != "listing" or bool(source.links) or _looks_like_article(canonical)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _looks_like_article(canonical: str) -> bool:
    # A number of an article or of its day, or a headline as the last part of the path; sections have neither.
    parts = urlsplit(canonical)
    path = unquote(parts.path)
    if _NOT_PAGES.search(path) or _DAY.search(path):
        return False
    last = path.rstrip("/").rsplit("/", 1)[-1]
    return bool(_DIGITS.search(path) or _DIGITS.search(parts.query)) or len(_SEPARATOR.split(last)) > _SLUG_WORDS


def _to_fetch(url: str, canonical: str) -> str:
    """Return the canonical URL where it differs in query and fragment alone, else the URL as announced.

    A mobile or AMP host need not answer under its canonical name, but what tracks a reader is never sent back.
    """
    try:
        here, there = urlsplit(url.strip()), urlsplit(canonical)
    except ValueError:
        return canonical
    same = (here.hostname, unquote(here.path or "/")) == (there.hostname, unquote(there.path))
    return canonical if same else url.strip().split("#", 1)[0]
