"""The store on Elasticsearch 9: the same articles, queries and contract as the embedded one."""

from __future__ import annotations

from infra.config import Settings
from infra.elasticsearch.templates import Names
from infra.stores.elasticsearch.connection import connect
from infra.stores.elasticsearch.months import Months
from infra.stores.elasticsearch.store import ElasticsearchStore

__all__ = ["ElasticsearchStore", "Months", "connect", "open_elasticsearch"]


def open_elasticsearch(settings: Settings, months: Months | None = None) -> ElasticsearchStore:
    """Open the store of the settings. ``months`` is the ledger's book of monthly indices."""
    return ElasticsearchStore(connect(settings), names=Names(prefix=settings.elasticsearch_prefix), months=months)
