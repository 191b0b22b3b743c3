"""Joining stories that two batches began for one text, because they were processed at once."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from infra.config import Settings
from infra.ledger.outbox import Outbox
from infra.sink import ledger_of
from infra.stores import open_store
from infra.stores.base import Query, Store, Stored
from infra.stories import is_copy
from processors.fingerprint import bands

_POSITION = "@stories"
"""The name under which it is kept up to which number of the sequence this has looked."""
_BATCH = 500


def join_stories(settings: Settings) -> int:
    """Look at what was stored since the last time, in the order of storing; return how many stories were joined.

    Killed in the middle, it looks at its last batch again and finds those stories joined.
    """
    joined = 0
    with ledger_of(settings) as ledger, closing(open_store(settings, patient=True)) as store:
        book = Outbox(ledger.engine)
        position, last = book.positions().get(_POSITION, 0), book.last()
        while batch := book.stored(position, last, _BATCH):
            joined += sum(_join(store, article_id) for _, article_id in batch)
            position = batch[-1][0]
            book.put((), _POSITION, position)
    return joined


def _join(store: Store, article_id: str) -> bool:
    """Move the story that an article began, with all its copies, to an older story of the same text."""
    stored = store.get(article_id)
    if stored is None or stored.story != article_id:
        return False
    other = _other(store, stored)
    if other is None:
        return False
    copies = list(store.export(Query(story=(article_id,), highlight=False)))
    store.write([replace(copy, story=other) for copy in copies])
    return True


def _other(store: Store, stored: Stored) -> str | None:
    """Return the story of another article that prints the same text, where it is not this one's already."""
    for kin in store.similar(bands(stored.enriched.fingerprint)):
        if kin.story == stored.story or kin.id == stored.enriched.article.id:
            continue
        other = store.get(kin.id)
        if other is not None and is_copy(stored, other):
            return kin.story or kin.id
    return None
