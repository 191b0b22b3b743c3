"""A version of the indices made from the archive: filled beside the one that is read, completed from it, then read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import islice

from elasticsearch import Elasticsearch

from infra.config import Settings
from infra.elasticsearch.templates import Names
from infra.stores.base import Kin, Stored, StoreError
from infra.stores.elasticsearch.body import SOURCE, document_of, stored_of
from infra.stores.elasticsearch.bulk import Action
from infra.stores.elasticsearch.connection import administrator, connect
from infra.stores.elasticsearch.migrate import Migration, Migrator
from infra.stores.elasticsearch.months import Months
from infra.stores.elasticsearch.patience import patiently
from infra.stores.elasticsearch.store import ElasticsearchStore
from infra.stores.merge import merge

_BATCH = 200


class Beside(ElasticsearchStore):
    """Writes to the version that is being built; articles that are not in it yet are known from the one that is read.

    So an article keeps its story, and a copy finds the story of what was not gone through again.
    """

    def __init__(self, client: Elasticsearch, *, names: Names, months: Months | None, version: int) -> None:
        super().__init__(client, names=names, months=months, version=version)
        self._present = ElasticsearchStore(client, names=names)

    def get(self, article_id: str) -> Stored | None:
        """Return an article as built, else as it is read."""
        return super().get(article_id) or self._present.get(article_id)

    def similar(self, bands: Sequence[int]) -> tuple[Kin, ...]:
        """Return what shares a band in either version, each article once."""
        found = {kin.id: kin for kin in (*super().similar(bands), *self._present.similar(bands))}
        return tuple(found.values())


class Rebuild(Migrator):
    """Begins a version and completes it. Needs the rights of an administrator."""

    def begin(self) -> int:
        """Return the version to build, empty; what an earlier one left that was broken off is removed."""
        version = self._version_read() + 1
        self._remove(version)
        self._put_template(version, alias=False)
        return version

    def finish(self, version: int) -> Migration:
        """Add what was not gone through again, and read the version; where it is read already, nothing happens."""
        before = self._version_read()
        if before == version:
            return Migration(before=version, now=version, articles=self._count(self._indices(version)))
        return self._move(before, version)

    def surplus(self, before: int, version: int) -> list[str]:
        """Return the ids of articles that ``version`` holds and ``before`` does not."""
        known = {key for index in self._indices(before) for key in self._ids(index)}
        return [key for index in self._indices(version) for key in sorted(self._ids(index)) if key not in known]

    def _copy(self, source: str, target: str) -> None:
        """Bring into ``target`` what ``source`` holds, by the rules of `merge`; nothing that was built is lost."""
        self._make(target)
        for index in (source, target):
            patiently(lambda index=index: self._client.indices.refresh(index=index), self._patience)  # type: ignore[misc]
        found = self._hits(source, SOURCE)
        while hits := list(islice(found, _BATCH)):
            present = {hit["_id"]: stored_of(hit["_source"]) for hit in hits}
            self._send([_action(target, key, stored) for key, stored in self._lacking(target, present).items()])
        patiently(lambda: self._client.indices.refresh(index=target), self._patience)
        if missing := self._ids(source) - self._ids(target):
            raise StoreError(f"{target} lacks {len(missing)} articles of {source}; run the task again")

    def _lacking(self, target: str, present: Mapping[str, Stored]) -> dict[str, Stored]:
        docs = [{"_id": key, "_index": target} for key in present]
        answer = patiently(lambda: self._client.mget(docs=docs, source_includes=SOURCE), self._patience)
        built = {doc["_id"]: stored_of(doc["_source"]) for doc in answer["docs"] if doc.get("found")}
        whole = {key: merged(stored, built.get(key)) for key, stored in present.items()}
        return {key: stored for key, stored in whole.items() if stored != built.get(key)}


def merged(present: Stored, built: Stored | None) -> Stored:
    """Return what the new version holds of an article; of one capture in both, what was built counts."""
    if built is None:
        return present
    if present.enriched.article.fetched_at > built.enriched.article.fetched_at:
        return merge(built, present)[1]
    return merge(present, built)[1]


def open_beside(settings: Settings, months: Months | None, version: int) -> Beside:
    """Open the store that builds a version."""
    names = Names(prefix=settings.elasticsearch_prefix)
    return Beside(connect(settings), names=names, months=months, version=version)


def open_rebuild(settings: Settings) -> tuple[Elasticsearch, Rebuild]:
    """Return an administrator's client, to be closed, and the rebuild that uses it."""
    client = administrator(settings)
    return client, Rebuild(client, Names(prefix=settings.elasticsearch_prefix))


def _action(target: str, key: str, stored: Stored) -> Action:
    header = _json({"index": {"_index": target, "_id": key}})
    return Action(key, target, header, _json(document_of(stored)))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
