"""Stores of enriched articles: one protocol, one contract suite, two engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.config import Settings
    from infra.stores.base import Store
    from infra.stores.elasticsearch import Months


SEARCH_FILE = "search.sqlite"
"""The name of the embedded store's file below RASID_HOME."""


def open_store(settings: Settings, months: Months | None = None, version: int = 0, *, patient: bool = False) -> Store:
    """Open the store that the settings name; each engine's library is imported only where it is used.

    ``months`` is the ledger's book of Elasticsearch's monthly indices; whoever writes what was crawled hands it in.
    ``version`` names indices of Elasticsearch that are being built (`infra.stores.elasticsearch.rebuild`).
    ``patient`` is for work nobody waits for: its reads, as those with ``months``, wait for a cluster that restarts.
    """
    if settings.store == "elasticsearch":
        from infra.stores.elasticsearch import open_elasticsearch
        from infra.stores.elasticsearch.rebuild import open_beside

        return (
            open_beside(settings, months, version) if version else open_elasticsearch(settings, months, patient=patient)
        )
    from infra.stores.sqlite import SqliteStore

    return SqliteStore(settings.home / SEARCH_FILE)


def outdated(settings: Settings) -> str:
    """Say what of the store was made by an older Rasid and the remedy, empty where nothing is; SQLite mends itself."""
    if settings.store != "elasticsearch":
        return ""
    from infra.stores import elasticsearch

    return elasticsearch.outdated(settings)
