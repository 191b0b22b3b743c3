"""Answers of every shard, or none: a part of an index that is down is waited for, then told, never left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from infra.stores.base import StoreError
from infra.stores.elasticsearch.patience import Backoff, patiently, reason_of

Json = dict[str, Any]
STREAM = 500
"""Documents of one page of a stream."""
_KEEP = "5m"


def scan(
    client: Elasticsearch, index: str, request: Json, patience: float, *, source: Any, size: int = STREAM
) -> Iterator[Json]:
    """Yield every hit of a request in its order, from one point in time."""
    opened = patiently(
        lambda: client.options(ignore_status=404).open_point_in_time(
            index=index, keep_alive=_KEEP, ignore_unavailable=True, allow_partial_search_results=False
        ),
        patience,
    )
    if "id" not in opened:
        return
    whole: Json = {"source": source, "track_total_hits": False, "allow_partial_search_results": False}
    page: Json = {**request, **whole, "size": size, "pit": {"id": opened["id"], "keep_alive": _KEEP}}
    try:
        while True:
            found = _page(client, page, patience)
            yield from found
            if len(found) < size:
                return
            page["search_after"] = found[-1]["sort"]
    finally:
        client.options(ignore_status=404).close_point_in_time(id=opened["id"])


def _page(client: Elasticsearch, page: Json, patience: float) -> list[Json]:
    try:
        return patiently(lambda: client.search(**page), patience)["hits"]["hits"]  # type: ignore[no-any-return]
    except StoreError as error:
        cause = error.__cause__
        if isinstance(cause, ApiError) and "search_context_missing" in json.dumps(cause.body):
            raise StoreError(
                "the cluster lost the state of the articles that was being read (a node left it, or nothing was read "
                f"for {_KEEP}); what was read so far is not all: run it again"
            ) from cause
        raise


def count(client: Elasticsearch, index: str, patience: float) -> int:
    """Return the number of documents that searches see; the count API would leave out a shard that is down."""
    request: Json = {"size": 0, "track_total_hits": True, "allow_partial_search_results": False}
    return int(patiently(lambda: client.search(index=index, **request), patience)["hits"]["total"]["value"])


def refresh(client: Elasticsearch, index: str, patience: float) -> None:
    """Make what was written visible to searches; no index of that name is nothing to do."""
    backoff = Backoff(patience)
    quiet = client.options(ignore_status=404)
    while reason := _unseen(quiet, index, patience):
        if not backoff.wait(reason):
            raise StoreError(f"{reason}; look at the cluster's health, then run it again")


def _unseen(client: Elasticsearch, index: str, patience: float) -> str | None:
    """Refresh; return why something may be invisible still, None where nothing is."""
    shards = _refreshed(client, index, patience)
    if shards.get("failed"):
        return f"{shards['failed']} shards of {index} were not refreshed: {reason_of(shards['failures'][0]['reason'])}"
    if shards.get("successful", 0) == shards.get("total", 0):
        return None
    # A copy that is not assigned counts as neither. A replica may be missing, a month without any copy may not.
    for name in patiently(lambda: client.indices.get_alias(index=index), patience).body:
        if not _refreshed(client, name, patience).get("successful"):
            return f"no shard of {name} is there to be refreshed"
    return None


def _refreshed(client: Elasticsearch, index: str, patience: float) -> Json:
    answer = patiently(lambda: client.indices.refresh(index=index, ignore_unavailable=True), patience)
    return answer.body.get("_shards", {})  # type: ignore[no-any-return]
