"""The contract of every store: the ids of all that it holds, for holding it against the ledger."""

from __future__ import annotations

from infra.stores.base import Store
from tests.infra.stores.samples import CORPUS


def test_every_id_is_listed_once_as_soon_as_it_is_written(store: Store) -> None:
    assert list(store.article_ids()) == []
    store.write(CORPUS)
    store.delete(["a2"])
    store.write([CORPUS[0]])
    assert sorted(store.article_ids()) == ["a1", "a3", "a4", "a5", "a6"]
