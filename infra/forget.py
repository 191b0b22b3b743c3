"""Taking one article out of everything that Rasid keeps, with a tombstone that says so."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from infra.archive import Archive
from infra.config import Settings
from infra.ledger import Capture, Ledger
from infra.ledger.outbox import Outbox
from infra.ledger.pruned import file_of
from infra.notices.feed import write_feeds
from infra.sink import adopt, ledger_of, open_archive
from infra.stores import open_store
from spiders.canonical import article_id, canonicalise


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was taken out: archived captures, and articles of the store."""

    url: str
    captures: int
    articles: int


def forget(settings: Settings, url: str, reason: str) -> Forgotten:
    """Take a URL out of store, archive, feeds and ledger; the ledger keeps that it is not to be fetched again.

    The order (store, archive, ledger) lets a killed run be repeated: the ledger still knows what is left to do.
    """
    with ledger_of(settings) as ledger:
        return _forget(settings, ledger, open_archive(settings), url, reason)


def _forget(settings: Settings, ledger: Ledger, archive: Archive, url: str, reason: str) -> Forgotten:
    adopt(ledger, archive)
    canonical = canonicalise(url)
    captures = _captures(ledger, url, canonical)
    names = {row.article_id for row in captures if row.article_id} | {article_id(canonical)}
    with closing(open_store(settings)) as store:
        articles = store.delete(sorted(names))
    by_file: dict[str, set[int]] = defaultdict(set)
    there = set(archive.files())
    for row in captures:
        if row.pruned_at and file_of(row.locator) not in there:
            continue
        name, _, offset = row.locator.rpartition(":")
        by_file[name].add(int(offset))
    for name, offsets in by_file.items():
        archive.bury(name, offsets, reason)
    Outbox(ledger.engine).forget(names)
    write_feeds(settings)
    ledger.forget({row.canonical_url for row in captures} | {canonical}, url, reason, datetime.now(UTC))
    return Forgotten(url=url, captures=len(captures), articles=articles)


def _captures(ledger: Ledger, url: str, canonical: str) -> list[Capture]:
    found = {row.id: row for name in (url, canonical) for row in ledger.captures_of(name)}
    return list(found.values())
