"""Writing: what is there is read, merged by the rules all stores keep, and written only where nobody was faster."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from elasticsearch import Elasticsearch

from infra.stores.base import Rejected, Stored, StoreError
from infra.stores.elasticsearch.body import SOURCE, document_of, first_month, stored_of
from infra.stores.elasticsearch.bulk import Action, Result, send
from infra.stores.elasticsearch.indices import Indices
from infra.stores.elasticsearch.months import Months
from infra.stores.elasticsearch.patience import LOG, Backoff, patiently, reason_of
from infra.stores.merge import Outcome, merge
from processors.fingerprint import flaw

LARGEST = 20_000_000
"""Bytes of JSON that one document may have. Pages are bound to 8 MiB; beyond this a small node runs out of memory."""
_REQUEST = 5_000_000  # bytes of one bulk request
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Old:
    """What the cluster holds of an article: where, in which state of writing, and the article."""

    index: str
    seq_no: int
    term: int
    stored: Stored


@dataclass(slots=True)
class Part:
    """The outcomes of one part of a batch."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    tried: dict[str, Stored] = field(default_factory=dict)

    def note(self, article_id: str, outcome: Outcome, old: Stored | None, merged: Stored) -> None:
        """Note an outcome. After a lost connection the first try may have been stored after all: then it counts."""
        if outcome != "unchanged" or old is None or self.tried.get(article_id) != old:
            self.outcomes[article_id] = outcome
        self.tried[article_id] = merged

    def refuse(self, article_id: str, reason: str) -> None:
        """Note that the cluster will not take an article."""
        LOG.warning("%s was refused: %s", article_id, reason)
        self.outcomes.pop(article_id, None)
        self.rejected.append(Rejected(id=article_id, reason=reason))


class Writer:
    """Writes parts of a batch. Threads may share it; no two parts in flight hold the same id."""

    def __init__(self, client: Elasticsearch, indices: Indices, months: Months, patience: float) -> None:
        self._client, self._indices, self._months, self._patience = client, indices, months, patience

    def write(self, documents: Sequence[Stored]) -> Part:
        """Write articles of different ids; returns when each is stored by the cluster, or refused for good."""
        part = Part()
        waiting = {stored.enriched.article.id: stored for stored in documents}
        backoff = Backoff(self._patience)
        while waiting:
            actions = self._actions(waiting, part)
            again: dict[str, Stored] = {}
            for result in self._sent(actions):
                self._settle(result, waiting, again, part)
            waiting = again
            if waiting and not backoff.wait(f"{len(waiting)} documents changed meanwhile, or their index is moved"):
                raise StoreError(
                    f"{len(waiting)} documents could not be written: their index is closed for writing, or others keep "
                    "changing them; where a migration was broken off, run `rasid es migrate` again"
                )
        part.tried.clear()  # a stream of any length is written: of what is done only ids are kept
        return part

    def _settle(self, result: Result, waiting: Mapping[str, Stored], again: dict[str, Stored], part: Part) -> None:
        article_id = result.action.id
        match result.fate:
            case "conflict":
                again[article_id] = waiting[article_id]
            case "blocked":
                self._indices.forget()
                again[article_id] = waiting[article_id]
            case "refused":
                part.refuse(article_id, result.reason)

    def _actions(self, waiting: Mapping[str, Stored], part: Part) -> list[Action]:
        """Return what has to be written; outcomes are noted as if it were."""
        months = self._months.claim({key: first_month(stored) for key, stored in waiting.items()})
        known = self.find(months)
        actions = []
        for article_id, new in waiting.items():
            old = known.get(article_id)
            outcome, merged = merge(old.stored if old else None, new)
            part.note(article_id, outcome, old.stored if old else None, merged)
            if outcome == "unchanged":
                continue
            action = _action(old.index if old else self._indices.index_of(months[article_id]), merged, old)
            if isinstance(action, Rejected):
                part.refuse(article_id, action.reason)
            else:
                actions.append(action)
        return actions

    def find(self, months: Mapping[str, str]) -> dict[str, Old]:
        """Return what the cluster holds of these ids: first where the month says, then anywhere."""
        found = self._read({key: self._indices.index_of(month) for key, month in months.items()})
        missing = [key for key in months if key not in found]
        elsewhere = self._elsewhere(missing) if missing else {}
        if elsewhere:
            self._months.correct({key: index.rpartition("-")[2] for key, index in elsewhere.items()})
            found |= self._read(elsewhere)
        return found

    def _read(self, places: Mapping[str, str]) -> dict[str, Old]:
        docs = [{"_id": key, "_index": index} for key, index in places.items()]
        if not docs:
            return {}
        backoff = Backoff(self._patience)
        while failed := _unread(found := self._got(docs)):
            reason = f"{len(failed)} of {len(docs)} documents could not be read: {failed[0]}"
            if not backoff.wait(reason):
                raise StoreError(f"{reason}; look at the cluster's health, then run it again")
        return {
            doc["_id"]: Old(doc["_index"], doc["_seq_no"], doc["_primary_term"], stored_of(doc["_source"]))
            for doc in found
            if doc.get("found")
        }

    def _got(self, docs: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return patiently(lambda: self._client.mget(docs=docs, source_includes=SOURCE), self._patience)["docs"]  # type: ignore[no-any-return]

    def _elsewhere(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the index of articles that were first captured in another month than their capture says."""
        return dict(self._places(ids))

    def _places(self, ids: Sequence[str]) -> list[tuple[str, str]]:
        """Return (id, index) of every document of these ids that searches see."""
        request: dict[str, Any] = {"query": {"ids": {"values": list(ids)}}, "size": 2 * len(ids), "source": False}
        request |= {"ignore_unavailable": True, "allow_no_indices": True, "allow_partial_search_results": False}
        read = self._indices.read
        answer = patiently(lambda: self._client.search(index=read, **request), self._patience)
        return [(hit["_id"], hit["_index"]) for hit in answer["hits"]["hits"]]

    def delete(self, ids: Sequence[str]) -> int:
        """Delete articles that searches see, wherever they stand; return how many were there."""
        actions = [
            Action(key, index, _json({"delete": {"_index": index, "_id": key}}), None)
            for key, index in self._places(ids)
        ]
        results = send(self._client, actions, self._patience)
        bad = [result for result in results if result.fate != "stored"]
        if bad:
            raise StoreError(f"{len(bad)} articles could not be deleted: {bad[0].reason}")
        return len({result.action.id for result in results if not result.reason})

    def _sent(self, actions: Sequence[Action]) -> Iterable[Result]:
        for index in sorted({action.index for action in actions}):
            self._indices.ensure(index)
        for request in _requests(actions):
            yield from send(self._client, request, self._patience)


def _action(index: str, stored: Stored, old: Old | None) -> Action | Rejected:
    article_id = stored.enriched.article.id
    if reason := _unfit(stored):
        return Rejected(id=article_id, reason=reason)
    # As JSON a text takes several times its size in memory: what is too big by its text alone is not made into JSON.
    if (size := _text_size(stored)) > LARGEST:
        return Rejected(id=article_id, reason=_too_big(size))
    try:
        source = json.dumps(document_of(stored), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError as error:
        return Rejected(id=article_id, reason=f"half a surrogate pair ({error.reason}); decode the page again")
    if len(source) > LARGEST:
        return Rejected(id=article_id, reason=_too_big(len(source)))
    header: dict[str, Any] = {"_index": index, "_id": article_id}
    if old is None:
        return Action(article_id, index, _json({"create": header}), source)
    guard = {"if_seq_no": old.seq_no, "if_primary_term": old.term}
    return Action(article_id, index, _json({"index": {**header, **guard}}), source)


def _unfit(stored: Stored) -> str | None:
    article_id = stored.enriched.article.id
    if not article_id or len(article_id.encode("utf-8", "replace")) > 512:
        return "the article's id is empty or longer than 512 bytes"
    return flaw(stored.enriched.fingerprint)


def _text_size(stored: Stored) -> int:
    """Return the bytes of UTF-8 of headline, lead and body, counted piece by piece where they may be too many."""
    article = stored.enriched.article
    texts = [article.headline, article.lead or "", *article.paragraphs]
    letters = sum(map(len, texts))
    if 4 * letters <= LARGEST:
        return letters
    return sum(
        len(text[at : at + _PIECE].encode("utf-8", "replace")) for text in texts for at in range(0, len(text), _PIECE)
    )


def _too_big(size: int) -> str:
    return f"{size / 1e6:.1f} MB as JSON, more than the {LARGEST / 1e6:.0f} MB that one document may have"


def _unread(docs: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return why documents could not be read. One whose month has no index yet is just not there."""
    errors = (doc["error"] for doc in docs if "error" in doc)
    return [reason_of(error) for error in errors if error.get("type") != "index_not_found_exception"]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _requests(actions: Sequence[Action]) -> Iterable[list[Action]]:
    """Cut actions into requests of bounded size."""
    request: list[Action] = []
    size = 0
    for action in actions:
        if request and size + action.size > _REQUEST:
            yield request
            request, size = [], 0
        request.append(action)
        size += action.size
    if request:
        yield request
