"""From one version of the indices to the next and back: copied by the client, then the alias flipped in one call.

The version that is left stays as it is, closed for writing, so that going back is possible. Writers that meet the
block wait, look at the alias again and go on in the version that is read then.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from elasticsearch import Elasticsearch

from infra.elasticsearch.templates import Names, article_template, origination
from infra.stores.base import StoreError
from infra.stores.elasticsearch.body import SOURCE, document_of, stored_of
from infra.stores.elasticsearch.bulk import Action, send
from infra.stores.elasticsearch.patience import LOG, patiently
from infra.stores.elasticsearch.setup import offers_lifecycle
from infra.stores.elasticsearch.shards import count, refresh, scan

_BATCH = 200
_PATIENCE = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """What was done: the versions read before and now, and how many articles the present one holds."""

    before: int
    now: int
    articles: int


class Migrator:
    """Moves what the alias reads from version to version. Needs the rights of an administrator."""

    def __init__(self, client: Elasticsearch, names: Names, patience: float = _PATIENCE) -> None:
        self._client, self._names, self._patience = client, names, patience

    def forward(self) -> Migration:
        """Build the next version from the one that is read, and read that; `StoreError` leaves all as it was."""
        before = self._version_read()
        self._remove(before + 1)
        return self._move(before, before + 1)

    def back(self) -> Migration:
        """Read the version before again, brought up to what was written and deleted since."""
        now = self._version_read()
        older = [version for version in self._versions() if version < now]
        if not older:
            raise StoreError(f"no version before {now} of {self._names.alias} is left to go back to")
        return self._move(now, max(older))

    def _move(self, before: int, now: int) -> Migration:
        self._put_template(now, alias=False)
        self._block(self._indices(now), blocked=False)
        for name in self._indices(now):
            self._widen(name)
        moved: set[str] = set()
        try:
            # A writer may make a new month in the old version until the alias is flipped: it is moved as well.
            while late := [name for name in self._behind_alias(before) if name not in moved]:
                self._block(late, blocked=True)
                for name in late:
                    self._copy(name, self._twin(name, now))
                self._put_template(now, alias=True)
                self._flip(late, now)
                moved.update(late)
        except BaseException:
            self._block(self._behind_alias(before), blocked=False)
            raise
        articles = self._count(self._indices(now))
        LOG.info("%s reads version %d now (before: %d), %d articles", self._names.alias, now, before, articles)
        return Migration(before=before, now=now, articles=articles)

    def _copy(self, source: str, target: str) -> None:
        """Make ``target`` hold what ``source`` holds, and nothing else."""
        self._make(target)
        for index in (source, target):
            refresh(self._client, index, self._patience)
        surplus = self._ids(target)
        found = self._hits(source, SOURCE)
        while hits := list(islice(found, _BATCH)):
            self._send([_action(target, hit) for hit in hits])
            surplus.difference_update(hit["_id"] for hit in hits)
        self._send([Action(key, target, _json({"delete": {"_index": target, "_id": key}}), None) for key in surplus])
        refresh(self._client, target, self._patience)
        there, here = self._count([source]), self._count([target])
        if there != here:
            raise StoreError(f"{target} holds {here} articles, {source} {there}; run the migration again")

    def _make(self, target: str) -> None:
        if not patiently(lambda: self._client.indices.exists(index=target), self._patience):
            settings = origination(target.rpartition("-")[2])
            patiently(lambda: self._client.indices.create(index=target, settings=settings), self._patience)

    def _widen(self, index: str) -> None:
        """Give an index the fields that came after it was made: going back to it may not fail for them."""
        properties = article_template(self._names)["template"]["mappings"]["properties"]
        patiently(lambda: self._client.indices.put_mapping(index=index, properties=properties), self._patience)

    def _send(self, actions: Sequence[Action]) -> None:
        if not actions:
            return
        bad = [result for result in send(self._client, actions, self._patience) if result.fate != "stored"]
        if bad:
            first = bad[0]
            raise StoreError(
                f"{first.action.index} refuses {len(bad)} articles, first {first.action.id}: {first.reason}"
            )

    def _hits(self, index: str, source: Any) -> Iterator[dict[str, Any]]:
        request = {"query": {"match_all": {}}, "sort": [{"id": "asc"}]}
        return scan(self._client, index, request, self._patience, source=source)

    def _ids(self, index: str) -> set[str]:
        return {hit["_id"] for hit in self._hits(index, False)}

    def _count(self, indices: Sequence[str]) -> int:
        if not indices:
            return 0
        return count(self._client, ",".join(indices), self._patience)

    def _flip(self, left: Sequence[str], now: int) -> None:
        alias = self._names.alias
        actions: list[dict[str, Any]] = [{"remove": {"index": name, "alias": alias}} for name in left]
        actions += [{"add": {"index": name, "alias": alias}} for name in self._indices(now)]
        patiently(lambda: self._client.indices.update_aliases(actions=actions), self._patience)

    def _block(self, indices: Sequence[str], *, blocked: bool) -> None:
        for name in indices:
            settings = {"index.blocks.write": True if blocked else None}
            patiently(
                lambda name=name, settings=settings: self._client.indices.put_settings(index=name, settings=settings),  # type: ignore[misc]
                self._patience,
            )

    def _put_template(self, version: int, *, alias: bool) -> None:
        lifecycle = offers_lifecycle(self._client)
        body = article_template(self._names, version=version, alias=alias, lifecycle=lifecycle)
        name = self._names.template(version)
        patiently(lambda: self._client.indices.put_index_template(name=name, **body), self._patience)

    def _remove(self, version: int) -> None:
        """Remove what an earlier migration left that was broken off or gone back on."""
        for name in self._indices(version):
            patiently(lambda name=name: self._client.indices.delete(index=name), self._patience)  # type: ignore[misc]

    def _twin(self, index: str, version: int) -> str:
        return self._names.index(version, index.rpartition("-")[2])

    def _indices(self, version: int) -> list[str]:
        pattern = self._names.pattern(version)
        return sorted(patiently(lambda: self._client.indices.get(index=pattern), self._patience).body)

    def _versions(self) -> set[int]:
        found = patiently(lambda: self._client.indices.get(index=f"{self._names.alias}-v*"), self._patience).body
        return {part[0] for part in map(self._names.parts, found) if part}

    def _behind_alias(self, version: int) -> list[str]:
        client = self._client.options(ignore_status=404)
        found = patiently(lambda: client.indices.get_alias(name=self._names.alias), self._patience).body
        return sorted(name for name in found if (self._names.parts(name) or (0,))[0] == version)

    def _version_read(self) -> int:
        read = [version for version in self._versions() if self._behind_alias(version)]
        if not read:
            raise StoreError(f"{self._names.alias} holds nothing yet: there is nothing to migrate")
        return max(read)


def _action(target: str, hit: dict[str, Any]) -> Action:
    source = _json(document_of(stored_of(hit["_source"])))
    return Action(hit["_id"], target, _json({"index": {"_index": target, "_id": hit["_id"]}}), source)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
