"""The store on Elasticsearch: the protocol of `infra.stores.base` over monthly indices behind one alias."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from infra.elasticsearch.templates import Names
from infra.stores.base import (
    Count,
    Interval,
    Kin,
    NamesBy,
    NameUse,
    Query,
    Results,
    Stored,
    StoreError,
    WriteReport,
)
from infra.stores.elasticsearch.indices import Indices
from infra.stores.elasticsearch.months import Months, NoBook
from infra.stores.elasticsearch.patience import PATIENCE, explained
from infra.stores.elasticsearch.reader import Reader
from infra.stores.elasticsearch.shards import refresh
from infra.stores.elasticsearch.writer import Part, Writer
from infra.stores.values import FACETS

# Articles of one part. Of 2,000 articles the store wrote .97 to 1.01 of what parallel_bulk does; with 200, .80 to .93.
_PART = 500
_LETTERS = 1_500_000  # of text in one part, so that what is in flight stays small
_IN_FLIGHT = 4  # parts under way at once, as many as the client's parallel_bulk has
_DELETE = 500


class ElasticsearchStore:
    """Articles in a cluster. Threads may share it. It sees at once what it has written itself.

    ``patience`` is for how many seconds a busy or absent cluster is waited for; ``reading`` is that of reads by who has
    written nothing, where somebody waits for the answer. ``version`` binds the store to one
    version of the indices, for building it beside the one that is read.
    """

    def __init__(
        self,
        client: Elasticsearch,
        *,
        names: Names | None = None,
        months: Months | None = None,
        version: int | None = None,
        patience: float = PATIENCE,
        reading: float | None = None,
    ) -> None:
        self._client, self._patience = client, patience
        self._reading = patience if reading is None else min(reading, patience)
        # Two tries fit in: where one node of several is gone without a word, the next is asked.
        self._hasty = client if reading is None else client.options(request_timeout=self._reading / 2)
        self._indices = Indices(client, names or Names(), version, patience)
        self._writer = Writer(client, self._indices, months or NoBook(), patience)
        self._reader = Reader(self._hasty, self._indices, self._reading)
        self._unseen, self._wrote = threading.Event(), threading.Event()

    def write(self, documents: Iterable[Stored]) -> WriteReport:
        """Write articles in bounded parts, several at once; see `Store.write`."""
        self._indices.forget()
        futures: list[Future[Part]] = []
        flying: dict[Future[Part], frozenset[str]] = {}
        with _explained(), ThreadPoolExecutor(_IN_FLIGHT, thread_name_prefix="rasid-bulk") as pool:
            for part in _parts(documents):
                ids = frozenset(stored.enriched.article.id for stored in part)
                # An article that comes twice is written twice, one after the other.
                while len(flying) >= _IN_FLIGHT or any(ids & others for others in flying.values()):
                    _land(flying)
                future = pool.submit(self._write_part, part)
                flying[future] = ids
                futures.append(future)
            while flying:
                _land(flying)
        return _report([future.result() for future in futures])

    def _write_part(self, documents: Sequence[Stored]) -> Part:
        part = self._writer.write(documents)
        self._wrote.set()
        self._unseen.set()
        return part

    def get(self, article_id: str) -> Stored | None:
        """Return one article with its revisions, or None."""
        self._see()
        return self._reader.one(article_id)

    def search(self, query: Query) -> Results:
        """Return a page of matching articles; see `Store.search`."""
        if query.limit < 0 or query.offset < 0:
            raise StoreError(f"limit {query.limit}, offset {query.offset}: neither may be negative")
        if query.ids:
            # They come from the ledger: another process has stored them, maybe this second, and may have died since.
            self._unseen.set()
        self._see()
        return self._reader.page(query)

    def facets(self, query: Query, fields: Sequence[str], size: int = 10) -> Mapping[str, tuple[Count, ...]]:
        """Count the matching articles (or stories) by value of each field; see `Store.facets`."""
        for field in fields:
            if field not in FACETS:
                raise StoreError(f"{field!r} is no facet; the facets are {', '.join(FACETS)}")
        self._see()
        return self._reader.facets(query, fields, size)

    def histogram(self, query: Query, interval: Interval, timezone: str = "UTC") -> tuple[Count, ...]:
        """Count the matching articles (or stories) by local interval; see `Store.histogram`."""
        self._see()
        return self._reader.histogram(query, interval, ZoneInfo(timezone))

    def names(self, entity: str, query: Query, by: NamesBy | None = None, timezone: str = "UTC") -> tuple[NameUse, ...]:
        """Return the names that matching articles use for an entity; see `Store.names`."""
        self._see()
        return self._reader.names(entity, query, by, ZoneInfo(timezone))

    def word_counts(self, words: Sequence[str]) -> Mapping[str, int]:
        """Return in how many articles each folded word stands; see `Store.word_counts`."""
        self._see()
        return self._reader.word_counts(list(dict.fromkeys(words)))

    def export(self, query: Query | None = None) -> Iterator[Stored]:
        """Stream every matching article, oldest first, as they stand when the stream begins."""
        self._see()
        yield from self._reader.stream(query or Query())

    def similar(self, bands: Sequence[int]) -> tuple[Kin, ...]:
        """Return the articles that share a band; see `Store.similar`."""
        if not bands:
            return ()
        self._see()
        return self._reader.similar(bands)

    def delete(self, ids: Iterable[str]) -> int:
        """Delete articles with their revisions; return how many were there."""
        self._see()
        wanted = list(dict.fromkeys(ids))
        with _explained():
            gone = sum(self._writer.delete(wanted[at : at + _DELETE]) for at in range(0, len(wanted), _DELETE))
        self._unseen.set()
        return gone

    def article_ids(self) -> Iterator[str]:
        """Stream the id of every document, one that stands in two months twice; see `Store.article_ids`."""
        self._unseen.set()  # others' writes count as well: what they have acknowledged is to be listed
        self._see()
        yield from self._reader.ids()

    def counts(self) -> Mapping[str, int]:
        """Return the number of ``articles`` and ``revisions``."""
        self._see()
        return self._reader.counts()

    def close(self) -> None:
        """Let others see what was written, and release the connections."""
        try:
            self._see()
        finally:
            self._client.close()

    def _see(self) -> None:
        """Make what this store has written visible to searches; done before a read, never after each write."""
        if not self._unseen.is_set():
            return
        self._unseen.clear()
        wrote = self._wrote.is_set()
        client, patience = (self._client, self._patience) if wrote else (self._hasty, self._reading)
        try:
            refresh(client, self._indices.read, patience)
        except BaseException:
            self._unseen.set()
            raise


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (ApiError, TransportError) as error:
        raise explained(error) from error


def _parts(documents: Iterable[Stored]) -> Iterator[list[Stored]]:
    """Cut a stream into parts of bounded size in which no article comes twice."""
    part: list[Stored] = []
    ids: set[str] = set()
    letters = 0
    for stored in documents:
        article = stored.enriched.article
        size = sum(map(len, article.paragraphs))
        if part and (len(part) >= _PART or letters + size > _LETTERS or article.id in ids):
            yield part
            part, ids, letters = [], set(), 0
        part.append(stored)
        ids.add(article.id)
        letters += size
    if part:
        yield part


def _land(flying: dict[Future[Part], frozenset[str]]) -> None:
    done, _ = wait(flying, return_when=FIRST_COMPLETED)
    for future in done:
        del flying[future]
        future.result()


def _report(parts: Sequence[Part]) -> WriteReport:
    ids: dict[str, list[str]] = {"created": [], "updated": [], "unchanged": []}
    for part in parts:
        for article_id, outcome in part.outcomes.items():
            ids[outcome].append(article_id)
    rejected = tuple(item for part in parts for item in part.rejected)
    return WriteReport(**{outcome: tuple(found) for outcome, found in ids.items()}, rejected=rejected)
