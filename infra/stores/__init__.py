"""Stores of enriched articles: one protocol, one contract suite, two engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from infra.config import Settings
    from infra.stores.base import Store


SEARCH_FILE = "search.sqlite"
"""The name of the embedded store's file below RASID_HOME."""


def open_store(settings: Settings) -> Store:
    """Open the store that the settings name; each engine's library is imported only where it is used."""
    if settings.store == "elasticsearch":
        from infra.stores.elasticsearch import open_elasticsearch

        return open_elasticsearch(settings)
    from infra.stores.sqlite import SqliteStore

    return SqliteStore(settings.home / SEARCH_FILE)
