"""An ingest on a real cluster with a ledger of its own, and the check that both agree afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import cast

from elasticsearch import Elasticsearch
from sqlalchemy import insert, select

from infra.agreement import Agreement, compare
from infra.elasticsearch.templates import Names
from infra.ingest import Ingest, IngestReport
from infra.ledger import ArticleMonths, Capture, Ledger, connect
from infra.ledger.database import writing
from infra.ledger.tables import CAPTURES
from infra.processing import Processing
from infra.stores.base import Stored
from infra.stores.elasticsearch import ElasticsearchStore
from tests.infra.stores.samples import NOON, stored

BATCH = 100
Make = Callable[[Capture], Stored]


def number_of(capture: Capture) -> int:
    """The number that the desk gave a capture."""
    return int(capture.url.rpartition("/")[2])


def made(capture: Capture) -> Stored:
    """A small article of its own story, first captured when the ledger says. Every tenth is looked up among copies."""
    number = number_of(capture)
    draw = random.Random(number)
    one = stored(
        f"n{number}",
        f"افتتاح الجسر رقم {number} على النهر",
        f"أعلنت البلدية إنجاز {draw.randrange(10**6)} متر من الطريق.",
        fetched=capture.fetched_at,
    )
    marks = () if number % 10 else (40, *(draw.randrange(2**32) for _ in range(128)))
    return replace(one, enriched=replace(one.enriched, fingerprint=marks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A cluster in use: a client, the names of its indices, and a ledger beside it."""

    client: Elasticsearch
    names: Names
    ledger: Ledger

    def capture(self, count: int) -> None:
        """Enter captures of two months into the ledger."""
        with writing(self.ledger.engine) as connection:
            connection.execute(insert(CAPTURES), [_row(number) for number in range(count)])

    def store(self, client: Elasticsearch | None = None, patience: float = 200) -> ElasticsearchStore:
        """The store, with the ledger's book of months."""
        months = ArticleMonths(self.ledger.engine)
        return ElasticsearchStore(client or self.client, names=self.names, months=months, patience=patience)

    def ingest(
        self, store: ElasticsearchStore, *, make: Make = made, pause: Callable[[str], None] | None = None
    ) -> IngestReport:
        """Ingest what waits."""
        return Ingest(self.ledger, store, cast(Processing, make), batch=BATCH, pause=pause).run(workers=1)

    def assert_agreement(self, count: int, *, store: ElasticsearchStore | None = None, refused: int = 0) -> None:
        """Every capture is acknowledged or in quarantine, and what is acknowledged is there, once, as it was made."""
        store = store or self.store()
        assert compare(self.ledger, store) == Agreement(acknowledged=count, stored=count)
        with self.ledger.engine.connect() as connection:
            rows = connection.execute(select(CAPTURES)).all()
        assert len(rows) == count + refused
        assert sum(row.state == "quarantined" for row in rows) == refused
        captures = {row.article_id: Capture(**row._mapping) for row in rows if row.state == "indexed"}
        documents = {one.enriched.article.id: one for one in store.export()}
        assert documents.keys() == captures.keys()
        for article_id, document in documents.items():
            assert document == replace(made(captures[article_id]), story=article_id)


def _row(number: int) -> dict[str, object]:
    url, locator = f"https://news.example/{number}", f"pages.warc.gz#{number}"
    return {
        "url": url,
        "canonical_url": url,
        "outlet": "almada",
        "kind": "article",
        "fetched_at": NOON + timedelta(days=20 * (number % 2)),
        "status": 200,
        "digest": f"sha256:{number}",
        "locator": locator,
        "payload_locator": locator,
        "state": "captured",
    }


def new_desk(client: Elasticsearch, names: Names, folder: Path) -> Desk:
    """A desk with an empty ledger."""
    return Desk(client=client, names=names, ledger=Ledger(connect(f"sqlite:///{folder}/ledger.sqlite")))
