"""The versioned Elasticsearch indices of a re-processing: begun before its batches, read after them."""

from __future__ import annotations

from contextlib import closing

from infra.config import Settings
from infra.ledger.spans import captured_articles
from infra.sink import ledger_of
from infra.stores import open_store


def begin(settings: Settings) -> int:
    """Return the version of the indices to build, empty; 0 for the embedded store, which is written in place."""
    if settings.store != "elasticsearch":
        return 0
    from infra.stores.elasticsearch.rebuild import open_rebuild

    client, rebuild = open_rebuild(settings)
    with closing(client):
        return rebuild.begin()


def finish(settings: Settings, version: int) -> int:
    """Read the version that was built, completed from the one before; return the number of articles.

    What was forgotten (`rasid forget`) while it was built is taken out of it.
    """
    if not version:
        with closing(open_store(settings, patient=True)) as store:
            return store.counts()["articles"]
    from infra.stores.elasticsearch.rebuild import open_rebuild

    client, rebuild = open_rebuild(settings)
    with closing(client):
        done = rebuild.finish(version)
        surplus = rebuild.surplus(done.before, version) if done.before != version else []
    if not surplus:
        return done.articles
    with ledger_of(settings) as ledger, closing(open_store(settings, patient=True)) as store:
        return done.articles - store.delete(set(surplus) - captured_articles(ledger.engine, surplus))
