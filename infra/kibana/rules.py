"""Alert rules of Kibana's basic licence. ``python -m infra.kibana.rules`` writes ``rules.ndjson`` beside this file.

Two kinds are in that licence: an Elasticsearch query (`.es-query`), and a number against a threshold
(`.index-threshold`). A rule without an action shows its alerts on Kibana's page; an analyst adds connectors there.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.elasticsearch.templates import Names
from infra.kibana.objects import packed

FILE = Path(__file__).parent / "rules.ndjson"
_TAGS = ("rasid",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: ``every`` is how often Kibana looks, ``params`` are those of its kind."""

    key: str
    name: str
    kind: str
    every: str
    params: Mapping[str, Any]

    def id(self, prefix: str, space: str | None) -> str:
        """Return its id, the same at every installation; each space has its own, since ids are unique over all."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"rasid/{space or 'default'}/{prefix}/{self.key}"))

    def made(self) -> dict[str, Any]:
        """Return the body that makes the rule."""
        return {**self.changed(), "rule_type_id": self.kind, "consumer": "stackAlerts", "enabled": True, "actions": []}

    def changed(self) -> dict[str, Any]:
        """Return the body that changes the rule; kind, consumer, actions and whether it is switched on stay."""
        named = {"name": self.name, "tags": list(_TAGS), "schedule": {"interval": self.every}}
        return {**named, "params": dict(self.params)}


def rules(names: Names | None = None) -> tuple[Rule, ...]:
    """Return every rule, over the aliases of one prefix."""
    names = names or Names()
    return (*_queries(names.alias), *_thresholds(names))


def ndjson() -> str:
    """Return the text of ``rules.ndjson``: what is sent for each rule, one a line."""
    return "".join(f"{packed({'key': rule.key, **rule.made()})}\n" for rule in rules())


def _queries(alias: str) -> tuple[Rule, ...]:
    return (
        _query(
            "headline-changed",
            "تغيير عنوان بعد النشر | A headline was changed",
            {"term": {"revisions.headline_changed": True}},
            alias,
            time_field="revisions.last_at",
        ),
        _query(
            "breaking",
            "عاجل في العناوين | Breaking news in headlines",
            {"multi_match": {"query": "عاجل", "fields": ["headline.folded", "kicker.folded"]}},
            alias,
            time_field="first_fetched_at",
        ),
    )


def _query(key: str, name: str, query: Mapping[str, Any], alias: str, *, time_field: str) -> Rule:
    params = {
        "searchType": "esQuery",
        "index": [alias],
        "timeField": time_field,
        "esQuery": packed({"query": query}),
        "size": 100,
        **_window(15, "m", ">", 0),
        "aggType": "count",
        "groupBy": "all",
        "excludeHitsFromPreviousRun": True,
    }
    return Rule(key=key, name=name, kind=".es-query", every="5m", params=params)


def _thresholds(names: Names) -> tuple[Rule, ...]:
    by_outlet = {"groupBy": "top", "termField": "outlet_name", "termSize": 100}
    captured = {"index": [names.alias], "timeField": "first_fetched_at"}
    health = {"index": [names.health], "timeField": "@timestamp"}
    return (
        _threshold(
            "silence",
            "لا مواد جديدة منذ ثلاث ساعات | Nothing captured for three hours",
            {**captured, "aggType": "count", "groupBy": "all", **_window(3, "h", "<", 1)},
        ),
        _threshold(
            "late",
            "تأخر الالتقاط عن النشر ست ساعات | Captured six hours late, by outlet",
            {**captured, "aggType": "avg", "aggField": "lag_seconds", **by_outlet, **_window(6, "h", ">", 21600)},
        ),
        _threshold(
            "errors",
            "أخطاء كثيرة في وسيلة | Many errors in one outlet",
            {**health, "aggType": "sum", "aggField": "errors", **by_outlet, **_window(1, "h", ">", 20)},
        ),
        _threshold(
            "volume",
            "حجم دون ثلث المعتاد | Less than a third of the usual volume",
            {**health, "aggType": "avg", "aggField": "volume_ratio", **by_outlet, **_window(1, "d", "<", 0.33)},
        ),
    )


def _threshold(key: str, name: str, params: Mapping[str, Any]) -> Rule:
    return Rule(key=key, name=name, kind=".index-threshold", every="15m", params=params)


def _window(size: int, unit: str, comparator: str, threshold: float) -> dict[str, Any]:
    span = {"timeWindowSize": size, "timeWindowUnit": unit}
    return {**span, "thresholdComparator": comparator, "threshold": [threshold]}


if __name__ == "__main__":
    FILE.write_text(ndjson(), encoding="utf-8")
