"""What one page says of its outlet: names, country, time zone, feeds, software; each with how it is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urljoin, urlsplit
from zoneinfo import ZoneInfo

from protego import Protego
from selectolax.lexbor import LexborHTMLParser

from processors.records import Article
from spiders.canonical import canonicalise
from spiders.discovery.moments import read_moment
from spiders.extract.general import title_of
from spiders.extract.sitename import split_title
from spiders.extract.structured import Structured, read_structured, types_of
from spiders.extract.text import collapse, plain
from spiders.extract.zones import ZONES

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_ARABIC = re.compile(r"[\u0620-\u064a]")
_OFFSET = re.compile(r"[+-]\d\d:?\d\d$")
_REGION = re.compile(r"[a-z]{2,3}[-_]([A-Za-z]{2})$")
_NUMBER = re.compile(r"\d{3,}")
_PUBLISHERS = {"Organization", "NewsMediaOrganization", "WebSite", "Corporation"}
_NAME_WORDS = 4
_ALIKE = 3
"""Other links of the page that a pattern must match before it is proposed for articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value, or None where the page does not say, and the evidence or what to look for."""

    value: str | None = None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a draft is made of. ``feeds`` are (address, title) as announced, ``sitemaps`` those of robots.txt."""

    homepage: str
    host: str
    name_ar: Fact
    name_latin: Fact
    country: Fact
    kind: Fact
    timezone: Fact
    language: Fact
    generator: Fact
    json_ld: Fact
    article_url: Fact
    feeds: tuple[tuple[str, str], ...]
    sitemaps: tuple[str, ...]


def facts_of(
    tree: LexborHTMLParser,
    url: str,
    article: Article,
    robots: str = "",
    front: LexborHTMLParser | None = None,
    country: str | None = None,
) -> Facts:
    """Return what the page at ``url`` says; ``front`` is the outlet's front page, where there is one to look at.

    ``country`` is what the operator knows (ISO 3166-1); the time zone follows from it where the page agrees.
    """
    data, parts = read_structured(tree), urlsplit(url)
    homepage = f"{parts.scheme}://{parts.netloc}/"
    host = (parts.hostname or "").removeprefix("www.")
    said = Fact(value=country, why="given by you") if country else _country(tree, data, host)
    types = sorted({name for node in data.nodes for name in types_of(node)})
    return Facts(
        homepage=homepage,
        host=host,
        name_ar=_name(data, title_of(tree), host, arabic=True),
        name_latin=_name(data, None, host, arabic=False),
        country=said,
        kind=Fact(why="TODO daily, weekly, agency, broadcaster or portal"),
        timezone=_timezone(tree, data, said),
        language=_language(tree, article.language),
        generator=_stated(data.first("generator"), "meta generator", "the page names no software"),
        json_ld=_stated(", ".join(types) or None, "JSON-LD of the page", "the page has no JSON-LD"),
        article_url=_article_url(tree, url),
        feeds=tuple(dict([*announced_feeds(tree, url), *(announced_feeds(front, homepage) if front else ())]).items()),
        sitemaps=sitemaps_of(robots, homepage),
    )


def _stated(value: str | None, where: str, otherwise: str) -> Fact:
    return Fact(value=value, why=where if value else otherwise)


def announced_feeds(tree: LexborHTMLParser, url: str) -> Iterator[tuple[str, str]]:
    """Yield (address, title) of each feed that a page announces, without those of its comments."""
    for node in tree.css("link[rel~='alternate' i][type][href]"):
        attributes = node.attributes
        address = urljoin(url, (attributes.get("href") or "").strip())
        if (attributes.get("type") or "").strip().lower() in _FEED_TYPES and "comments" not in address.lower():
            yield address, collapse(attributes.get("title") or "")


def sitemaps_of(robots: str, url: str) -> tuple[str, ...]:
    """Return the sitemaps that a robots.txt names (sitemaps.org), absolute."""
    return tuple(dict.fromkeys(urljoin(url, text) for text in Protego.parse(robots).sitemaps))


def _name(data: Structured, title: str | None, host: str, *, arabic: bool) -> Fact:
    publisher = data.article.get("publisher")
    nodes = [
        publisher if isinstance(publisher, dict) else {},
        *(n for n in data.nodes if set(types_of(n)) & _PUBLISHERS),
    ]
    named = [(plain(node.get("name")), "name of the publisher in JSON-LD") for node in nodes]
    named += [(data.first(name), name) for name in ("og:site_name", "application-name", "apple-mobile-web-app-title")]
    segments = split_title(title or "")
    # Of a title's parts the site is the short one, mostly the last; the headline is the long one.
    short = [part for part in reversed(segments) if len(part.split()) <= _NAME_WORDS]
    named += [(part, "part of <title>") for part in short] if len(segments) > 1 else []
    for text, where in named:
        if text and bool(_ARABIC.search(text)) is arabic and len(text) <= 60:
            return Fact(value=text, why=where)
    return Fact(value=host, why="TODO the page does not say; this is its host")


def _country(tree: LexborHTMLParser, data: Structured, host: str) -> Fact:
    suffix = host.rsplit(".", 1)[-1]
    for value, where in (*_regions(tree), *_addresses(data), (suffix, f"the host ends in .{suffix}")):
        if value.lower() in ZONES:
            return Fact(value=value.upper(), why=where)
    return Fact(why="TODO the page does not say; ISO 3166-1, such as IQ")


def _regions(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    # og:locale ar_AR is everywhere and means no country (AR is Argentina); ZONES holds those that can be meant.
    root, locale = tree.css_first("html"), tree.css_first("meta[property='og:locale']")
    named = (
        ("lang", root.attributes.get("lang") if root else None),
        ("og:locale", locale.attributes.get("content") if locale else None),
    )
    for where, text in named:
        if match := _REGION.match((text or "").strip()):
            yield match[1], f"{where} of the page is {text}"


def _addresses(data: Structured) -> Iterator[tuple[str, str]]:
    for node in data.nodes:
        for holder in (node, node.get("publisher")):
            address = holder.get("address") if isinstance(holder, dict) else None
            country = address.get("addressCountry") if isinstance(address, dict) else None
            name = country.get("name") if isinstance(country, dict) else country
            if isinstance(name, str) and len(name.strip()) == 2:
                yield name.strip(), "addressCountry in JSON-LD"


def _timezone(tree: LexborHTMLParser, data: Structured, country: Fact) -> Fact:
    stamps = list(_stamps(tree, data))
    offsets = ", ".join(dict.fromkeys(text[-6:] for text in stamps))
    zone = ZONES.get((country.value or "").lower())
    if zone is None:
        seen = f" the page's times carry {offsets};" if offsets else ""
        return Fact(why=f"TODO the page does not say;{seen} IANA name, such as Asia/Baghdad")
    if not stamps:
        return Fact(value=zone, why=f"inferred from country ({country.why})")
    if all(_agrees(text, zone) for text in stamps):
        return Fact(value=zone, why=f"country ({country.why}), and the page's times carry {offsets}")
    return Fact(why=f"TODO the page's times carry {offsets}, which is not {zone}, the zone of {country.value}")


def _stamps(tree: LexborHTMLParser, data: Structured) -> Iterator[str]:
    values = [data.article.get("datePublished"), data.first("article:published_time")]
    values += [node.attributes.get("datetime") for node in tree.css("time[datetime]")][:3]
    for value in values:
        text = collapse(value) if isinstance(value, str) else ""
        if "T" in text and _OFFSET.search(text) and not text.endswith(("00:00", "+0000", "-0000")):
            yield text


def _agrees(text: str, zone: str) -> bool:
    moment = read_moment(text)
    stated = text[-6:].replace(":", "")[-5:]
    return moment is not None and f"{_local(moment, zone):%z}" == stated


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def _language(tree: LexborHTMLParser, detected: str | None) -> Fact:
    root = tree.css_first("html")
    said = collapse((root.attributes.get("lang") or "") if root else "")
    if detected:
        return Fact(value=detected, why=f"of the article's text; the page says {said or 'nothing'}")
    return _stated(re.split(r"[-_]", said)[0].lower() or None, f"lang of the page is {said}", "TODO")


def _article_url(tree: LexborHTMLParser, url: str) -> Fact:
    """Return a pattern that the page's address and several of its links share, the strictest such."""
    path = _path(url)
    match = _NUMBER.search(path)
    if match is None:
        return Fact(why="TODO the address has no number to know articles by; a regular expression that they match")
    head = path[: match.start()]
    others = {_path(urljoin(url, node.attributes.get("href") or "")) for node in tree.css("a[href]")} - {path}
    for start in (head, head[head.rfind("/") :]):
        pattern = re.escape(start).replace(r"\-", "-") + r"\d{3,}"
        alike = sum(bool(re.search(pattern, other)) for other in others)
        if alike >= _ALIKE:
            return Fact(value=pattern, why=f"this page's address and {alike} links on it match")
    return Fact(why="TODO few links of the page look like its address; a regular expression that articles' match")


def _path(url: str) -> str:
    try:
        parts = urlsplit(canonicalise(url))
    except ValueError:
        return ""
    return unquote(parts.path) + (f"?{parts.query}" if parts.query else "")
