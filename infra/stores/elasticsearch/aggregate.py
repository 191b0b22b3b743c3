"""Facets and histograms as aggregations, and their answers as counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from infra.stores.base import MOST_COUNTED, Count, Interval
from infra.stores.elasticsearch.body import KEY_FIELDS, SEPARATOR
from infra.stores.elasticsearch.filters import literal
from infra.stores.values import interval_key
from processors.records import TEXT_FIELDS

Json = dict[str, Any]
# Elasticsearch counts stories exactly up to here, then by HyperLogLog (an error of some 2 %).
_EXACT = 40000
MOST_WORDS = 1000  # of one request
STORIES: Json = {"cardinality": {"field": "story.key", "precision_threshold": _EXACT}}


def facet_aggregations(fields: Sequence[str], size: int, *, stories: bool) -> Json:
    """Return the aggregations that count articles (or stories) by the keys of each field."""
    return {field: _terms(KEY_FIELDS[field], size, stories=stories) for field in fields}


def _terms(field: str, size: int, *, stories: bool) -> Json:
    order = [{"stories": "desc"}, {"_key": "asc"}] if stories else [{"_count": "desc"}, {"_key": "asc"}]
    # Months are shards of their own: each is asked for more, so that the sums are right.
    terms = {"field": field, "size": max(size, 1), "shard_size": size * 10 + 1000, "order": order}
    return {"terms": terms, "aggs": {"stories": STORIES}} if stories else {"terms": terms}


def facet_counts(
    aggregations: Json, fields: Sequence[str], size: int, labels: Mapping[tuple[str, str], str], *, stories: bool
) -> dict[str, tuple[Count, ...]]:
    """Read the counts of each field, most first, ties by key."""
    found = {}
    for field in fields:
        rows = [
            Count(
                key=bucket["key"],
                count=bucket["stories"]["value"] if stories else bucket["doc_count"],
                label=labels.get((field, bucket["key"])),
            )
            for bucket in aggregations[field]["buckets"]
        ]
        found[field] = tuple(sorted(rows, key=lambda row: (-row.count, row.key))[:size])
    return found


def labels_aggregation(aggregations: Json, fields: Sequence[str]) -> Json | None:
    """Return the aggregation that finds the labels of the keys counted, or None where nothing was counted."""
    wanted = [(field, bucket["key"]) for field in fields for bucket in aggregations[field]["buckets"]]
    if not wanted:
        return None
    include = "|".join(f"{literal(SEPARATOR.join((field, key, '')))}.*" for field, key in wanted)
    return {"labels": {"terms": {"field": "labels", "include": include, "size": 20 * len(wanted)}}}


def labels_found(aggregations: Json) -> dict[tuple[str, str], str]:
    """Return the most frequent label of each (field, key)."""
    labels: dict[tuple[str, str], str] = {}
    for bucket in sorted(aggregations["labels"]["buckets"], key=lambda bucket: (-bucket["doc_count"], bucket["key"])):
        field, key, label = bucket["key"].split(SEPARATOR, 2)
        labels.setdefault((field, key), label)
    return labels


def histogram_aggregation(interval: Interval, zone: ZoneInfo, *, stories: bool) -> Json:
    """Return the aggregation of a histogram by local time, gaps included."""
    spec = {"field": "@timestamp", "calendar_interval": interval, "time_zone": zone.key, "min_doc_count": 0}
    histogram: Json = {"date_histogram": spec}
    return {"times": {**histogram, "aggs": {"stories": STORIES}} if stories else histogram}


def histogram_counts(aggregations: Json, interval: Interval, zone: ZoneInfo, *, stories: bool) -> tuple[Count, ...]:
    """Read the buckets of a histogram."""
    return tuple(
        Count(
            key=interval_key(datetime.fromtimestamp(bucket["key"] / 1000, UTC).astimezone(zone), interval),
            count=bucket["stories"]["value"] if stories else bucket["doc_count"],
        )
        for bucket in aggregations["times"]["buckets"]
    )


def words_aggregation(words: Sequence[str]) -> Json:
    """Return the aggregation that counts the articles that hold each folded word, in any text."""
    asked = {
        word: {"bool": {"should": [{"term": {f"{field}.folded": word}} for field in TEXT_FIELDS]}} for word in words
    }
    return {"words": {"filters": {"filters": asked}}}


def word_counts(aggregations: Json) -> dict[str, int]:
    """Read the counts of the words that stand somewhere."""
    buckets = aggregations["words"]["buckets"].items()
    return {word: min(bucket["doc_count"], MOST_COUNTED) for word, bucket in buckets if bucket["doc_count"]}
