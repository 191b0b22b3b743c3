"""Feeds: RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom (RFC 4287), JSON Feed 1.x."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from processors.arabic.charsets import decode
from spiders.discovery.moments import read_moment, stamp
from spiders.discovery.records import MAX_LINKS, Findings, Link, UnreadableSourceError
from spiders.discovery.xml import children, name_of, namespace_of, parse_xml, text_of

_ATOM = "http://www.w3.org/2005/Atom"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def read_feed(body: bytes, url: str, content_type: str | None = None) -> Findings:
    """Return the links of a feed; `UnreadableSourceError` says why it is none."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _bounded(_json_links(decode(body, content_type).text, url))
    root = parse_xml(body, content_type)
    if name_of(root) not in ("rss", "rdf", "feed", "channel"):
        raise UnreadableSourceError(f"no feed: the root is <{name_of(root)[:40]}>")
    return _bounded(_xml_links(root, root.get(_XML_BASE) or url))


def _bounded(links: Iterator[Link]) -> Findings:
    every = list(links)
    return Findings(links=tuple(every[:MAX_LINKS]), left_out=len(every[MAX_LINKS:]))


def _xml_links(root: etree._Element, base: str) -> Iterator[Link]:
    for element in root.iter(etree.Element):
        kind = name_of(element)
        if kind == "item":
            yield from _link(_item_url(element), base, element, published=("pubdate", "date", "published"))
        elif kind == "entry":
            yield from _link(_entry_url(element), base, element, published=("published", "issued"))


def _link(address: str | None, base: str, element: etree._Element, published: tuple[str, ...]) -> Iterator[Link]:
    if address:
        changed = text_of(element, "updated", "modified")
        newest = read_moment(changed) or read_moment(text_of(element, *published))
        yield Link(url=_absolute(element.get(_XML_BASE) or base, address), lastmod=stamp(changed), newest=newest)


def _item_url(item: etree._Element) -> str | None:
    if original := text_of(item, "origlink"):
        return original  # FeedBurner puts its own counting address into <link>
    for link in children(item, "link"):
        if namespace_of(link) == _ATOM:
            continue
        if value := (link.text or "").strip():
            return value
    for guid in children(item, "guid"):
        value = (guid.text or "").strip()
        if guid.get("isPermaLink", "true").lower() == "true" and value.lower().startswith(("http:", "https:")):
            return value
    return item.get(_RDF_ABOUT) or _entry_url(item) or _lost_link(item)


def _lost_link(item: etree._Element) -> str | None:
    # A tag left open in the title (<b>) takes what follows inside when a broken feed is recovered.
    links = (link for link in item.iter(etree.Element) if name_of(link) == "link")
    return next((text for link in links if (text := (link.text or "").strip())), None)


def _entry_url(entry: etree._Element) -> str | None:
    links = [link for link in children(entry, "link") if (link.get("href") or "").strip()]
    ranked = [link for link in links if link.get("rel", "alternate") == "alternate"]
    pages = [link for link in ranked if "html" in link.get("type", "text/html")]
    return next((link.get("href") for link in pages or ranked), None)


def _json_links(text: str, base: str) -> Iterator[Link]:
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableSourceError("not JSON") from error
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise UnreadableSourceError("no JSON feed: items is missing")
    for item in data["items"]:
        address = item.get("url") if isinstance(item, dict) else None
        if isinstance(address, str) and address.strip():
            changed = _string(item.get("date_modified"))
            newest = read_moment(changed) or read_moment(_string(item.get("date_published")))
            yield Link(url=_absolute(base, address), lastmod=stamp(changed), newest=newest)


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _absolute(base: str, address: str) -> str:
    # RFC 3986 has no white space in a URL; feeds wrap long ones.
    address = "".join(address.split()) if "://" in address[:8] else address.strip()
    try:
        return urljoin(base, address)
    except ValueError:
        return address
