"""By which names articles call an entity: aggregations over the mentions, and their answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from infra.stores.base import Count, NamesBy, NameUse
from infra.stores.values import interval_key, name_uses

Json = dict[str, Any]
_MOST = 1000  # names of one entity, and outlets or countries that use one


def names_aggregation(entity: str, by: NamesBy | None, zone: ZoneInfo) -> Json:
    """Return the aggregation that counts articles by the name they use for an entity, and by outlet, country, month."""
    parts = {"aggs": {"parts": _parts(by, zone)}} if by else {}
    texts = {"terms": {"field": "entities.text", "size": _MOST}, "aggs": {"articles": {"reverse_nested": {}, **parts}}}
    linked = {"filter": [{"term": {"entities.id": entity}}], "must_not": [{"term": {"entities.adjective": True}}]}
    these = {"filter": {"bool": linked}, "aggs": {"texts": texts}}
    return {"mentions": {"nested": {"path": "entities"}, "aggs": {"these": these}}}


def _parts(by: NamesBy, zone: ZoneInfo) -> Json:
    if by == "month":
        spec = {"field": "@timestamp", "calendar_interval": "month", "time_zone": zone.key, "min_doc_count": 1}
        return {"date_histogram": spec}
    label = {"aggs": {"label": {"terms": {"field": "outlet_name", "size": 1}}}} if by == "outlet" else {}
    return {"terms": {"field": by, "size": _MOST}, **label}


def names_found(aggregations: Json, by: NamesBy | None, zone: ZoneInfo) -> tuple[NameUse, ...]:
    """Read the answer to `names_aggregation`."""
    buckets = aggregations["mentions"]["these"]["texts"]["buckets"]
    totals = [(bucket["key"], bucket["articles"]["doc_count"]) for bucket in buckets]
    return name_uses(totals, _counts(buckets, by, zone) if by else (), by)


def _counts(buckets: list[Json], by: NamesBy, zone: ZoneInfo) -> Iterator[tuple[str, Count]]:
    for bucket in buckets:
        for part in bucket["articles"]["parts"]["buckets"]:
            if by == "month":
                edge = datetime.fromtimestamp(part["key"] / 1000, UTC).astimezone(zone)
                yield bucket["key"], Count(key=interval_key(edge, "month"), count=part["doc_count"])
            else:
                labels = part.get("label", {}).get("buckets", [])
                label = labels[0]["key"] if labels else None
                yield bucket["key"], Count(key=part["key"], count=part["doc_count"], label=label)
