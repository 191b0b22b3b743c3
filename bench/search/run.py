"""Search quality and ingest rate on a real Elasticsearch, in one run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

from bench.figures import Figure
from bench.search import ingest, quality
from bench.search.collection import read
from bench.search.engines import node
from infra.demo.synthetic import article
from infra.importing import Importer, imported
from infra.stores.base import Stored

SHARED = Path(__file__).parents[3] / "shared" / "search" / "arcd-train.json"
_NOON = datetime(2026, 11, 15, 12, tzinfo=UTC)


def measure(
    collections: tuple[Path, ...] = (SHARED,), *, url: str | None = None, every: int = 1, articles: int = 2000
) -> list[Figure]:
    """Measure every collection (see `bench.search.collection.read`) and the ingest rate on one node.

    Without ``url`` a test node is started for it. ``every`` keeps one question in so many.
    """
    return list(chain.from_iterable(measured(collections, url=url, every=every, articles=articles)))


def measured(collections: Sequence[Path], *, url: str | None, every: int, articles: int) -> Iterator[list[Figure]]:
    """Yield the figures of `measure` part by part, each as soon as it is measured."""
    with node(url) as client:
        for path in collections:
            collection = read(path, every=every)
            yield quality.figures(collection.name, quality.measure(collection, client))
        if articles:
            yield ingest.measure(client, made(articles))


def made(count: int) -> list[Stored]:
    """Return articles of the demo's generator, processed as those of a crawl: names, quotes and all."""
    texts = [article("maraya", 7, number) for number in range(count)]
    rows = [
        {
            "url": f"https://bench.example/{number}",
            "outlet": "maraya",
            "headline": text.headline,
            "lead": text.lead,
            "body": "\n".join(text.paragraphs),
            "published_at": (_NOON - timedelta(minutes=20 * number)).isoformat(),
        }
        for number, text in enumerate(texts)
    ]
    lines = imported(enumerate(rows, 1), Importer(outlets={}, imported_at=_NOON))
    return [line.stored for line in lines if line.stored is not None]
