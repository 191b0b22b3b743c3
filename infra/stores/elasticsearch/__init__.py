"""The store on Elasticsearch 9: the same articles, queries and contract as the embedded one."""

from __future__ import annotations

from contextlib import closing

from infra.config import Settings
from infra.elasticsearch.templates import Names
from infra.stores.elasticsearch.connection import connect
from infra.stores.elasticsearch.drift import lacking, told
from infra.stores.elasticsearch.months import Months
from infra.stores.elasticsearch.store import ElasticsearchStore

__all__ = ["ElasticsearchStore", "Months", "connect", "open_elasticsearch", "outdated"]


def open_elasticsearch(
    settings: Settings, months: Months | None = None, *, patient: bool = False
) -> ElasticsearchStore:
    """Open the store of the settings. ``months`` is the ledger's book of monthly indices.

    Without it, and unless ``patient``, reads fail after the setting elasticsearch_patience; writes wait as ever.
    """
    reading = None if months or patient else float(settings.elasticsearch_patience)
    names = Names(prefix=settings.elasticsearch_prefix)
    return ElasticsearchStore(connect(settings), names=names, months=months, reading=reading)


def outdated(settings: Settings) -> str:
    """Say which indices are older than the template, and the remedy; empty where none is."""
    reading = float(settings.elasticsearch_patience)
    with closing(connect(settings)) as client:
        hasty = client.options(request_timeout=reading / 2)
        return told(lacking(hasty, Names(prefix=settings.elasticsearch_prefix), reading))
