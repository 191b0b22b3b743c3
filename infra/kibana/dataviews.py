"""The two data views: articles and source health, read through their aliases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from infra.kibana.labels import ARTICLE_LABELS, HEALTH_LABELS
from infra.kibana.objects import ARTICLES, HEALTH, SavedObject, packed


def data_views() -> tuple[SavedObject, ...]:
    """Return both data views."""
    return (
        _view(ARTICLES, "راصد: المواد | Rasid: articles", ARTICLE_LABELS, ("url", "canonical_url")),
        _view(HEALTH, "راصد: حال المصادر | Rasid: source health", HEALTH_LABELS, ("broken_url",)),
    )


def _view(alias: str, name: str, labels: Mapping[str, str], links: Sequence[str]) -> SavedObject:
    # No truncate format on texts: Kibana drops the highlights of a field that has one.
    link = {"id": "url", "params": {"urlTemplate": "{{rawValue}}", "labelTemplate": "{{value}}"}}
    attributes = {
        "title": alias,
        "name": name,
        "timeFieldName": "@timestamp",
        "allowNoIndex": True,
        "fields": "[]",
        "typeMeta": "{}",
        "runtimeFieldMap": "{}",
        "sourceFilters": "[]",
        "fieldAttrs": packed({field: {"customLabel": label} for field, label in labels.items()}),
        "fieldFormatMap": packed(dict.fromkeys(links, link)),
    }
    return SavedObject(type="index-pattern", id=alias, attributes=attributes)
