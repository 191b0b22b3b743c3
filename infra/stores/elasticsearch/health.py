"""Source health in the cluster, for the dashboards: one document an outlet and check, read through one alias."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from infra.elasticsearch.templates import Names, month_of
from infra.stores.base import StoreError
from infra.stores.elasticsearch.bulk import Action, send
from infra.stores.elasticsearch.indices import make_index

_PATIENCE = 30.0  # the ledger holds it all: the dashboards may lack a row rather than a crawl wait for them
_BATCH = 500
_OWN = ("304", "403", "404", "429")  # statuses that are counted by themselves; 4xx and 5xx hold the rest
_NAMES = {"date": "published", "author": "authors"}  # the fields of `infra.coverage` as the articles have them
_PLAIN = (
    *("outlet", "outlet_name", "country", "tier", "state", "previous_state", "state_changed", "reason"),
    *("discovered", "captured", "not_modified", "articles", "errors", "bytes", "seconds", "lag_seconds"),
    *("usual_articles", "volume_ratio", "body_length", "usual_body_length"),
    *("broken_url", "broken_locator", "broken_selector"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthRow:
    """What is known of an outlet at one moment; None is unknown. The fields are those of the template.

    ``http`` counts the answers of the last crawl by status, ``refused`` the pages that were not taken by reason.
    ``coverage`` holds the share (0 to 1) of articles that have a field, by the names of `infra.coverage`; the fields
    that begin with ``usual_`` hold what it usually is. ``newest`` is the latest published_at.
    """

    outlet: str
    at: datetime
    state: str
    reason: str | None = None
    previous_state: str | None = None
    state_changed: bool = False
    outlet_name: str | None = None
    outlet_place: tuple[float, float] | None = None
    country: str | None = None
    tier: str | None = None
    discovered: int | None = None
    captured: int | None = None
    not_modified: int | None = None
    articles: int | None = None
    errors: int | None = None
    refused: Mapping[str, int] | None = None
    bytes: int | None = None
    seconds: float | None = None
    http: Mapping[str, int] = field(default_factory=dict)
    usual_articles: float | None = None
    volume_ratio: float | None = None
    newest: datetime | None = None
    lag_seconds: int | None = None
    coverage: Mapping[str, float] = field(default_factory=dict)
    usual_coverage: Mapping[str, float] = field(default_factory=dict)
    body_length: float | None = None
    usual_body_length: float | None = None
    broken_url: str | None = None
    broken_locator: str | None = None
    broken_selector: str | None = None


def write_health(client: Elasticsearch, prefix: str, rows: Sequence[HealthRow], patience: float = _PATIENCE) -> int:
    """Write rows under the id of outlet and moment, so that the same row again changes nothing; return how many.

    `StoreError` where the cluster is out of reach for ``patience`` seconds, refuses a row or was not set up.
    """
    names = Names(prefix=prefix)
    actions = [_action(names, row) for row in rows]
    for index in sorted({action.index for action in actions}):
        make_index(client, index, template=names.health, alias=names.health, patience=patience)
    for start in range(0, len(actions), _BATCH):
        for result in send(client, actions[start : start + _BATCH], patience):
            if result.fate != "stored":
                raise StoreError(f"{result.action.index}: {result.action.id} was refused: {result.reason}")
    return len(actions)


def _action(names: Names, row: HealthRow) -> Action:
    key = f"{row.outlet}@{row.at.astimezone(UTC).isoformat()}"
    index = f"{names.health}-v1-{month_of(row.at)}"
    return Action(key, index, _json({"index": {"_index": index, "_id": key}}), _json(document_of(row)))


def document_of(row: HealthRow) -> dict[str, Any]:
    """Return the document of a row; nothing unknown is in it."""
    document = {name: getattr(row, name) for name in _PLAIN}
    document |= {
        "@timestamp": row.at.astimezone(UTC).isoformat(),
        "outlet_location": {"lat": row.outlet_place[0], "lon": row.outlet_place[1]} if row.outlet_place else None,
        "refused": None if row.refused is None else sum(row.refused.values()),
        "refused_reasons": sorted(row.refused or ()),
        "http": dict(_classes(row.http)),
        "newest_age_seconds": int((row.at - row.newest).total_seconds()) if row.newest else None,
        "coverage": {_NAMES.get(name, name): share for name, share in row.coverage.items()},
        "usual_coverage": {_NAMES.get(name, name): share for name, share in row.usual_coverage.items()},
    }
    return {name: value for name, value in document.items() if value is not None and value not in ([], {})}


def _classes(http: Mapping[str, int]) -> Counter[str]:
    """Count by class. Redirections are left out: each leads on to another answer, which is counted."""
    counted: Counter[str] = Counter()
    for status, number in http.items():
        if status in _OWN:
            counted[status] += number
        elif status[:1] in ("2", "4", "5"):
            counted[f"{status[0]}xx"] += number
    return counted


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
