"""The contract of every store: a query bounded to the articles of a batch."""

from __future__ import annotations

from datetime import timedelta

import pytest

from infra.stores.base import Query, Store
from tests.infra.stores.samples import NOON, stored


def found(store: Store, **fields: object) -> list[str]:
    results = store.search(Query(limit=1000, **fields))  # type: ignore[arg-type]
    assert results.total == len(results.hits)
    return [hit.stored.enriched.article.id for hit in results.hits]


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ({"ids": ("a2", "a3")}, {"a2", "a3"}),
        ({"ids": ("a3", "gone", "a1"), "text": "الكهرباء"}, {"a3"}),
        ({"ids": ("a1", "a2"), "text": "NOT البصرة"}, {"a1"}),
        ({"ids": ("a1", "a2", "a4"), "country": ("IQ",)}, {"a1", "a2"}),
        ({"ids": ("a1", "a2", "a4"), "entity": ("iso:IQ",), "text": "واشنطن OR البصرة"}, {"a1", "a2"}),
        ({"ids": ("a1", "a2"), "date_from": NOON - timedelta(days=2, hours=20)}, {"a2"}),
        ({"ids": ("gone",)}, set()),
        ({"ids": ()}, {"a1", "a2", "a3", "a4", "a5", "a6"}),
    ],
)
def test_ids_are_one_more_filter(filled: Store, fields: dict[str, object], ids: set[str]) -> None:
    for sort in ("newest", "relevance"):
        assert set(found(filled, sort=sort, **fields)) == ids
    assert {one.enriched.article.id for one in filled.export(Query(**fields))} == ids  # type: ignore[arg-type]


def test_a_batch_larger_than_a_page_loses_none(store: Store) -> None:
    store.write([stored(f"p{n:03}", "كهرباء", published=NOON + timedelta(minutes=n)) for n in range(300)])
    batch = tuple(f"p{n:03}" for n in range(50, 300))
    assert sorted(found(store, ids=batch, text="كهرباء", sort="newest")) == sorted(batch)
    assert found(store, ids=batch, sort="oldest")[0] == "p050"
