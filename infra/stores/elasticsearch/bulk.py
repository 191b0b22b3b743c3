"""Sending documents: one bulk request after the other until each is stored or refused for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from infra.stores.base import StoreError
from infra.stores.elasticsearch.patience import BUSY, Backoff, explained, passing, reason_of

Fate = Literal["stored", "conflict", "blocked", "busy", "refused"]
_FIELDS = "errors,items.*.status,items.*.error,error"  # the last where the request fails as a whole
_TIMEOUT = "20s"  # for which a primary shard is waited for before its items come back as busy


@dataclass(frozen=True, slots=True)
class Action:
    """One document ready to be sent: the action line and the source line, as bytes of JSON."""

    id: str
    index: str
    header: bytes
    source: bytes | None

    @property
    def size(self) -> int:
        """Bytes on the wire."""
        return len(self.header) + len(self.source or b"") + 2


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an action. ``reason`` is Elasticsearch's, for what is not stored."""

    action: Action
    fate: Fate
    reason: str = ""


def send(client: Elasticsearch, actions: Sequence[Action], patience: float) -> list[Result]:
    """Send actions; items that are busy are sent again. No result says "busy": that is a `StoreError`."""
    backoff = Backoff(patience)
    results: list[Result] = []
    waiting = list(actions)
    while waiting:
        answered = _once(client, waiting)
        results += [result for result in answered if result.fate != "busy"]
        busy = [result for result in answered if result.fate == "busy"]
        waiting = [result.action for result in busy]
        if waiting and not backoff.wait(f"{len(waiting)} of {len(actions)} documents not taken: {busy[0].reason}"):
            raise StoreError(f"Elasticsearch did not take {len(waiting)} documents: {busy[0].reason}; {_REMEDY}")
    backoff.done()
    return results


# Taken away or closed since it was last looked at.
_MOVED = ("index_not_found_exception", "index_closed_exception")
# Every document would be refused for it: it ends the run instead of filling the quarantine.
_NOT_ITS_FAULT = {
    "security_exception": "the API key lacks a privilege; make one with `rasid es grant`",
    "strict_dynamic_mapping_exception": (
        "the index was made for another version of Rasid; run `rasid es setup`, then `rasid es migrate`"
    ),
}
_REMEDY = "look at the cluster's health and free disk space, then run it again: what was stored stays stored"


def _once(client: Elasticsearch, actions: Sequence[Action]) -> list[Result]:
    operations: list[Any] = []  # bytes go through the client as they are
    for action in actions:
        operations += [action.header] if action.source is None else [action.header, action.source]
    try:
        answer = client.bulk(operations=operations, timeout=_TIMEOUT, filter_path=_FIELDS)
    except (ApiError, TransportError) as error:
        return _whole(client, actions, error)
    items = answer.get("items", [])
    return [_result(action, next(iter(item.values()))) for action, item in zip(actions, items, strict=True)]


def _whole(client: Elasticsearch, actions: Sequence[Action], error: ApiError | TransportError) -> list[Result]:
    """Deal with a request that failed as a whole: too big is halved, a passing state is tried again."""
    too_big = isinstance(error, ApiError) and (error.status_code == 413 or _never_fits(error.body))
    if too_big and len(actions) > 1:
        middle = len(actions) // 2
        return _once(client, actions[:middle]) + _once(client, actions[middle:])
    if too_big:
        size = f"{actions[0].size / 1e6:.1f} MB"
        return [Result(actions[0], "refused", f"{size} is more than the cluster takes: {reason_of(error.body)}")]  # type: ignore[union-attr]
    reason = passing(error)
    if reason is None:
        raise explained(error) from error
    return [Result(action, "busy", reason) for action in actions]


def _result(action: Action, item: dict[str, Any]) -> Result:
    status = item.get("status", 500)
    if status < 300 or (status == 404 and action.source is None):
        return Result(action, "stored", "" if status < 300 else "not there")
    error = item.get("error", {})
    reason = reason_of(error)
    if status == 409:
        return Result(action, "conflict", reason)
    kind = error.get("type")
    # Status 403 of a block: somebody moves the articles to a new version. Status 429: the disk is full to the mark.
    if (status == 403 and kind == "cluster_block_exception") or kind in _MOVED:
        return Result(action, "blocked", reason)
    if kind in _NOT_ITS_FAULT:
        raise StoreError(f"{action.index}: {reason}; {_NOT_ITS_FAULT[kind]}")
    if status in BUSY and not _never_fits(error):
        return Result(action, "busy", reason)
    return Result(action, "refused", reason)


def _never_fits(error: Any) -> bool:
    detail = error.get("error", error) if isinstance(error, dict) else {}
    return isinstance(detail, dict) and detail.get("durability") == "PERMANENT"
