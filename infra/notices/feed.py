"""Atom files (RFC 4287): built anew from the outbox and put in place at once, so an entry is in it once or not."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lxml import etree

from infra.config import Settings
from infra.ledger import connected
from infra.ledger.outbox import Outbox, Pending
from infra.notices.render import hit_html
from infra.watch.hit import Found, found_from
from infra.watch.lists import WatchList, load_watchlists

FEEDS = "feeds"
KEPT = timedelta(days=30)
"""How long an entry stays in the file. The number of entries is not bounded: a reader that asks weekly misses none."""
_ATOM = "http://www.w3.org/2005/Atom"
_NAMES: Any = {None: _ATOM}
_SPACE = uuid.UUID("5a1e6f0c-2f3b-5d0e-9a8e-0d6b8f7c4e21")  # of ids made here; any fixed value serves
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 §2.2


def feed_path(home: Path, watchlist: str) -> Path:
    """Return the file of a list."""
    return home / FEEDS / f"{watchlist}.atom"


def write_feed(home: Path, outbox: Outbox, watchlist: WatchList, now: datetime) -> list[Pending]:
    """Bring a list's file up to date; return the letters that were not in it before."""
    letters = outbox.of_channel(watchlist.id, "feed", now - KEPT)
    path = feed_path(home, watchlist.id)
    data = render_feed(watchlist, letters)
    if not path.is_file() or path.read_bytes() != data:
        _replace(path, data)
    return [letter for letter in letters if letter.delivered_at is None]


def write_feeds(settings: Settings) -> None:
    """Bring the files of all lists up to date."""
    with connected(settings.ledger_url) as engine:
        for watchlist in load_watchlists(settings.home, settings.timezone).lists.values():
            if watchlist.deliver.feed:
                write_feed(settings.home, Outbox(engine), watchlist, datetime.now(UTC))


def render_feed(watchlist: WatchList, letters: Sequence[Pending]) -> bytes:
    """Return the document of a list's letters, newest first. Its ids never change."""
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap=_NAMES)
    latest = letters[0].at if letters else datetime(1970, 1, 1, tzinfo=UTC)
    _add(feed, "id", _urn(watchlist.id))
    _add(feed, "title", watchlist.title)
    _add(feed, "updated", _moment(latest))
    _add(feed, "generator", "Rasid")
    _add(etree.SubElement(feed, f"{{{_ATOM}}}author"), "name", "Rasid")
    for letter in letters:
        _entry(feed, letter, found_from(letter.hit))
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _entry(feed: etree._Element, letter: Pending, found: Found) -> None:
    entry = etree.SubElement(feed, f"{{{_ATOM}}}entry")
    _add(entry, "id", _urn(letter.watchlist, letter.article_id))
    _add(entry, "title", found.headline)
    _add(entry, "updated", _moment(letter.at))
    if found.url:
        etree.SubElement(entry, f"{{{_ATOM}}}link", {"rel": "alternate", "href": _clean(found.url)})
    if found.outlet_name or found.outlet:
        _add(etree.SubElement(entry, f"{{{_ATOM}}}author"), "name", found.outlet_name or found.outlet or "")
    _add(entry, "summary", "\n".join(found.why))
    _add(entry, "content", hit_html(found), {"type": "html"})


def _add(parent: etree._Element, name: str, text: str, attributes: dict[str, str] | None = None) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes).text = _clean(text)


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def _urn(*parts: str) -> str:
    return uuid.uuid5(_SPACE, "\t".join(parts)).urn


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.new")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
