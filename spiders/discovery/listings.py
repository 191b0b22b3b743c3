"""Listings: a page of links to articles, and the way to its next page, back to a date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from processors.arabic.charsets import decode
from processors.dates import date_in_url, find_dates
from spiders.css import Selector, compile_selector
from spiders.depth import MAX_DEPTH, depth_of
from spiders.discovery.moments import read_moment
from spiders.discovery.records import MAX_LINKS, Findings, Follow, Link, UnreadableSourceError
from spiders.outlet import Outlet, Source

_CARD_HEIGHT = 4  # elements: how far above a link the card that holds its date is looked for
_CARD_TEXT = 400
_MOST_DATED = 300  # links: a page dates itself by its first ones


def read_listing(
    body: bytes,
    url: str,
    content_type: str | None,
    source: Source,
    outlet: Outlet,
    *,
    page: int,
    since: datetime | None,
) -> Findings:
    """Return the links that a listing's selectors find (every link where it has none) and its next page.

    There is no next page once every dated link is older than ``since``; a date comes from the card around the link, or
    else from its URL. The bound on pages is the caller's. `UnreadableSourceError` for a page that cannot be parsed.
    """
    html = decode(body, content_type).text
    if depth_of(html) > MAX_DEPTH:
        raise UnreadableSourceError("elements nest too deep")
    tree = LexborHTMLParser(html)
    base = _base(tree, url)
    links = tuple(_links(tree, source, base, outlet, since))[:MAX_LINKS]
    dated = [link.newest for link in links if link.newest]
    past = since is not None and bool(dated) and max(dated) < since
    following = None if past or not links else _next(tree, source, base, page)
    return Findings(links=links, follow=(Follow(url=following, page=page + 1),) if following else ())


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return _absolute(url, node.attributes.get("href") or "") if node else url


def _links(tree: LexborHTMLParser, source: Source, base: str, outlet: Outlet, since: datetime | None) -> Iterator[Link]:
    seen: set[str] = set()
    for text in source.links or ("a[href]",):
        selector = compile_selector(text)
        for node in tree.css(selector.css):
            address = _address(node, selector)
            absolute = _absolute(base, address) if address else ""
            if absolute and absolute not in seen:
                seen.add(absolute)
                dated = since is not None and len(seen) <= _MOST_DATED
                yield Link(url=absolute, newest=_dated(node, absolute, outlet) if dated else None)


def _address(node: LexborNode, selector: Selector) -> str | None:
    """Return where a node leads: the attribute asked for, its own href, or that of the first link inside."""
    if selector.attribute:
        return (node.attributes.get(selector.attribute) or "").strip()
    holder = node if node.attributes.get("href") else node.css_first("a[href]")
    address = (holder.attributes.get("href") or "").strip() if holder else ""
    return "" if address.startswith(("#", "javascript:", "mailto:", "tel:")) else address


def _dated(node: LexborNode, url: str, outlet: Outlet) -> datetime | None:
    card = _card(node)
    for stamped in card.css("time[datetime]"):
        if moment := read_moment(stamped.attributes.get("datetime")):
            return moment
    now, zone = datetime.now(UTC), outlet.timezone or "UTC"
    text = card.text(deep=True, separator=" ")[:_CARD_TEXT]
    readings = find_dates(text, timezone=zone, now=now, day_first=outlet.day_first)
    reading = readings[0] if readings else date_in_url(url, timezone=zone, now=now)
    moment = read_moment(reading.iso) if reading else None
    return moment + timedelta(days=1) if moment else None


def _card(node: LexborNode) -> LexborNode:
    """Return the largest element around a link that leads to no other address."""
    card, above = node, node.parent
    for _ in range(_CARD_HEIGHT):
        if above is None or above.tag in ("body", "html", "main"):
            break
        if _leads_to_several(above):
            break
        card, above = above, above.parent
    return card


def _leads_to_several(node: LexborNode) -> bool:
    # Stops at the second address: an element around 30,000 links is looked at for each of the first 300.
    first: str | None = None
    for inner in node.traverse(include_text=False):
        address = inner.attributes.get("href") if inner.tag == "a" else None
        if address and first not in (None, address):
            return True
        first = first or address
    return False


def _next(tree: LexborHTMLParser, source: Source, base: str, page: int) -> str | None:
    if source.page_url:
        return source.page_url.replace("{page}", str(page + 1))
    for text in source.next:
        selector = compile_selector(text)
        for node in tree.css(selector.css):
            if address := _address(node, selector):
                return _absolute(base, address)
    return None


def _absolute(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address
