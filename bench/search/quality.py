"""How well questions find their article: MRR@10 and nDCG@10, layer by layer, beside Elasticsearch's own analyzers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from elasticsearch import Elasticsearch

from bench.figures import Figure
from bench.search.collection import Collection
from bench.search.engines import Answer, asking, clustered, embedded, stock
from infra.stores.base import Layer

MARGIN = 0.01
"""By how much the default query is to beat the better of the stock analyzers, MRR@10."""
STOCK = ("standard", "arabic")
LAYERS: tuple[Layer, ...] = get_args(Layer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One engine's figures over a collection, and the answers that they were counted from."""

    engine: str
    layer: str
    mrr: float
    ndcg: float
    answers: tuple[tuple[str, ...], ...]


def measure(collection: Collection, client: Elasticsearch, layers: Sequence[Layer] = LAYERS) -> list[Row]:
    """Measure the stock analyzers and both stores in one run."""
    return list(_rows(collection, client, layers))


def _rows(collection: Collection, client: Elasticsearch, layers: Sequence[Layer]) -> Iterator[Row]:
    for analyzer in STOCK:
        with stock(client, analyzer, collection.articles) as answer:
            yield _row("stock", analyzer, answer, collection)
    with embedded(collection.articles) as store:
        for layer in layers:
            yield _row("embedded", layer, asking(store, layer), collection)
    with clustered(client, collection.articles) as cluster:
        for layer in layers:
            yield _row("elasticsearch", layer, asking(cluster, layer), collection)


def _row(engine: str, layer: str, answer: Answer, collection: Collection) -> Row:
    answers = tuple(tuple(answer(question.text)) for question in collection.questions)
    ranks = [_rank(found, asked.article) for found, asked in zip(answers, collection.questions, strict=True)]
    return Row(engine=engine, layer=layer, mrr=mrr(ranks), ndcg=ndcg(ranks), answers=answers)


def _rank(found: Sequence[str], wanted: str) -> int | None:
    return found.index(wanted) + 1 if wanted in found else None


def mrr(ranks: Sequence[int | None]) -> float:
    """Return the mean of 1 / rank, of 0 where the article is not among the first ten."""
    return sum(1 / rank for rank in ranks if rank) / len(ranks)


def ndcg(ranks: Sequence[int | None]) -> float:
    """Return nDCG@10 where one article is right and all others are wrong."""
    return sum(1 / math.log2(rank + 1) for rank in ranks if rank) / len(ranks)


def overlap(one: Row, other: Row) -> float:
    """Return which share of the first ten two engines have in common, over the questions that either answers."""
    pairs = [(set(a), set(b)) for a, b in zip(one.answers, other.answers, strict=True) if a or b]
    return sum(len(a & b) / max(len(a), len(b)) for a, b in pairs) / len(pairs)


def figures(name: str, rows: Sequence[Row]) -> list[Figure]:
    """Return the rows as figures, the default query of each store held against the better stock analyzer."""
    least = max(row.mrr for row in rows if row.engine == "stock") + MARGIN
    found = []
    for row in rows:
        target = least if row.layer == "default" else None
        found.append(Figure(name=f"{name}: {row.engine} {row.layer}", value=row.mrr, unit="MRR@10", least=target))
        found.append(Figure(name=f"{name}: {row.engine} {row.layer}", value=row.ndcg, unit="nDCG@10"))
    one, other = (row for row in rows if row.layer == "default")
    common = Figure(name=f"{name}: first ten in common", value=overlap(one, other), unit="share", least=0.8)
    return [*found, common]
