"""Which selectors of a definition fail on a page."""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from infra.archive import Archive, ArchiveError
from processors.arabic.charsets import decode
from processors.records import RawPage
from spiders.css import compile_selector
from spiders.outlet import Layout, Outlet

_KEYS = {"headline": "headline", "date": "date", "author": "byline"}
_KEYS |= dict.fromkeys(("body", "article", "length"), "body")


def failing(layout: Layout | None, fields: Sequence[str], page: RawPage | None) -> str | None:
    """Return the selectors of the fields that find nothing on a page, such as ``date: time.published``.

    All of a field's where each finds something (that cannot be read), or where there is no page; None where the
    definition has none for the fields, so that the general extractor reads them.
    """
    told = []
    tree = LexborHTMLParser(decode(page.body, page.header("content-type")).text) if page else None
    for key in dict.fromkeys(_KEYS[name] for name in fields if name in _KEYS):
        selectors: Sequence[str] = getattr(layout, key, ())
        empty = [text for text in selectors if tree is not None and not compile_selector(text).values(tree)]
        told += [f"{key}: {', '.join(empty or selectors)}"] if selectors else []
    return "; ".join(told) or None


def of_sources(outlet: Outlet) -> str | None:
    """Return the selectors by which links are found in listings."""
    return ", ".join(selector for source in outlet.sources for selector in source.links) or None


def archived(archive: Archive | None, locator: str | None) -> RawPage | None:
    """Return an archived page, None where it cannot be read (a takedown, a file moved away)."""
    if archive is None or locator is None:
        return None
    try:
        return archive.read(locator)
    except ArchiveError:
        return None
