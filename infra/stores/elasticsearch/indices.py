"""The monthly indices of a cluster: which version is read and written, and the making of new ones."""

from __future__ import annotations

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from infra.elasticsearch.templates import Names, mapping_version, origination
from infra.stores.base import StoreError
from infra.stores.elasticsearch.patience import LOG, explained, patiently


class Indices:
    """What is known of the indices. ``version`` pins one that is being built; None follows the alias."""

    def __init__(self, client: Elasticsearch, names: Names, version: int | None, patience: float) -> None:
        self._client, self._names, self._pinned, self._patience = client, names, version, patience
        self._current: int | None = None
        self._made: set[str] = set()

    @property
    def read(self) -> str:
        """The alias, or the pattern of a version that is being built."""
        return self._names.alias if self._pinned is None else self._names.pattern(self._pinned)

    def index_of(self, month: str) -> str:
        """Return the index of a month in the version that is written now."""
        return self._names.index(self.version(), month)

    def version(self) -> int:
        """Return the version that is written: the newest behind the alias."""
        if self._pinned is not None:
            return self._pinned
        if self._current is None:
            self._current = max(self.versions_behind_alias(), default=mapping_version())
        return self._current

    def versions_behind_alias(self) -> set[int]:
        """Return the versions that the alias reads."""
        client = self._client.options(ignore_status=404)
        found = patiently(lambda: client.indices.get_alias(name=self._names.alias), self._patience)
        parts = [self._names.parts(name) for name in found.body if isinstance(name, str)]
        return {part[0] for part in parts if part}

    def forget(self) -> None:
        """Look again: a migration may have moved the alias."""
        self._current = None
        self._made.clear()

    def ensure(self, index: str) -> None:
        """Make an index where it is not there; Rasid's template gives it mapping and alias."""
        if index in self._made:
            return
        template = self._names.template(self.version())
        alias = self._names.alias if self._pinned is None else None
        month = index.rpartition("-")[2]
        make_index(self._client, index, template=template, alias=alias, patience=self._patience, month=month)
        self._made.add(index)


def make_index(
    client: Elasticsearch, index: str, *, template: str, alias: str | None, patience: float, month: str | None = None
) -> None:
    """Make an index where it is not there; `StoreError` where the template that gives it mapping and alias is not.

    Its age counts from the beginning of ``month`` (``2026.11``), where that is given.
    """
    if patiently(lambda: client.indices.exists(index=index), patience):
        return
    _check_template(client, index, template)
    settings = origination(month) if month else None
    try:
        patiently(lambda: client.indices.create(index=index, settings=settings, wait_for_active_shards=1), patience)
    except StoreError as error:
        cause = error.__cause__
        if not (isinstance(cause, ApiError) and cause.error == "resource_already_exists_exception"):
            raise
    # The ingest key need not see templates; without one the index would be filled where nobody reads it.
    if alias and not patiently(lambda: client.indices.exists_alias(index=index, name=alias), patience):
        raise StoreError(
            f"{index} was made without the template {template}, so {alias} does not read it; "
            "run `rasid es setup` and delete that index, as administrator"
        )
    LOG.info("made the index %s", index)


def _check_template(client: Elasticsearch, index: str, template: str) -> None:
    try:
        known = bool(client.indices.exists_index_template(name=template))
    except (ApiError, TransportError) as error:
        if getattr(error, "status_code", None) == 403:
            return  # the ingest key need not see templates
        raise explained(error) from error
    if not known:
        raise StoreError(
            f"{index}: the cluster has no template {template}; run `rasid es setup` once, as administrator"
        )
