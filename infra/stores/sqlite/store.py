"""The embedded store: the protocol of `infra.stores.base` over one SQLite file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from threading import RLock
from zoneinfo import ZoneInfo

import apsw
import numpy as np

from infra.stores.analysis import positive_leaves
from infra.stores.base import (
    MOST_COUNTED,
    Count,
    Hit,
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
from infra.stores.document import from_document
from infra.stores.highlight import highlights
from infra.stores.sqlite import kin, naming
from infra.stores.sqlite.aggregate import Columns, facet_counts, histogram_counts
from infra.stores.sqlite.match import Matcher, Rows, query_node
from infra.stores.sqlite.order import Ordered, by_score, by_time, first_of_each
from infra.stores.sqlite.rank import Ranker
from infra.stores.sqlite.rowids import bounds, narrows
from infra.stores.sqlite.schema import open_file
from infra.stores.sqlite.writer import Writer
from infra.stores.values import FACETS

_BATCH = 2000
# A whole file mapped makes reading quick, but a process that writes one counts it as its memory: 170 MiB at 9,000
# articles, and growing with them.
_MAPPED = "PRAGMA mmap_size = 67108864"
_READ = 500
_MANY = 5000  # articles from which on reading all facet values pays


class SqliteStore:
    """A store in one file. Threads may share it (one at a time works); processes open one each."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = open_file(path)
        self._lock = RLock()
        self._writer = Writer(self._connection)
        self._matcher = Matcher(self._connection)
        self._ranker = Ranker(self._connection, self._matcher)
        self._state: object = None
        self._all: Columns | None = None

    def write(self, documents: Iterable[Stored]) -> WriteReport:
        """Write articles, each batch of 2,000 in a transaction of its own; see `Store.write`."""
        report = WriteReport()
        source = iter(documents)
        with self._locked():
            self._connection.execute(_MAPPED)
        while batch := list(islice(source, _BATCH)):
            with self._locked():
                done = self._writer.write(batch)
            report = WriteReport(
                created=report.created + done.created,
                updated=report.updated + done.updated,
                unchanged=report.unchanged + done.unchanged,
                rejected=report.rejected + done.rejected,
            )
        return report

    def get(self, article_id: str) -> Stored | None:
        """Return one article with its revisions, or None."""
        with self._locked():
            row = self._connection.execute("SELECT document FROM articles WHERE id = ?", (article_id,)).fetchone()
        return from_document(json.loads(row[0])) if row else None

    def search(self, query: Query) -> Results:
        """Return a page of matching articles; see `Store.search`."""
        if query.limit < 0 or query.offset < 0:
            raise StoreError(f"limit {query.limit}, offset {query.offset}: neither may be negative")
        with self._reading():
            ordered = self._ordered(query)
            page = ordered.page(self._connection, query.offset, query.limit)
            documents = [self._document(rowid) for rowid, _ in page]
        node = query_node(query)
        hits = []
        for (_, score), stored in zip(page, documents, strict=True):
            marks = highlights(stored.enriched.article, node, query.layer) if query.highlight else {}
            hits.append(Hit(stored=stored, score=score, highlights=marks))
        return Results(hits=tuple(hits), total=ordered.total)

    def facets(self, query: Query, fields: Sequence[str], size: int = 10) -> Mapping[str, tuple[Count, ...]]:
        """Count the matching articles (or stories) by value of each field; see `Store.facets`."""
        for field in fields:
            if field not in FACETS:
                raise StoreError(f"{field!r} is no facet; the facets are {', '.join(FACETS)}")
        with self._reading():
            columns = self._columns(self._matcher.matching(query))
            members = {field: self._matcher.values_of(field) for field in fields}
            return facet_counts(self._connection, columns, members, size, per_story=query.one_per_story)

    def histogram(self, query: Query, interval: Interval, timezone: str = "UTC") -> tuple[Count, ...]:
        """Count the matching articles (or stories) by local interval; see `Store.histogram`."""
        with self._reading():
            rows = self._matcher.matching(query)
            stories = self._columns(rows).stories if query.one_per_story else None
        return histogram_counts(rows, interval, ZoneInfo(timezone), stories)

    def names(self, entity: str, query: Query, by: NamesBy | None = None, timezone: str = "UTC") -> tuple[NameUse, ...]:
        """Return the names that matching articles use for an entity; see `Store.names`."""
        with self._reading():
            # All articles of a time span are a range of rows; only a narrower query has to be looked up.
            rows = self._matcher.matching(query) if narrows(query) else None
            return naming.names(self._connection, entity, bounds(query), rows, by, ZoneInfo(timezone))

    def word_counts(self, words: Sequence[str]) -> Mapping[str, int]:
        """Return in how many articles each folded word stands; see `Store.word_counts`."""
        with self._reading():
            found = {word: self._matcher.count_of(word, MOST_COUNTED) for word in dict.fromkeys(words)}
        return {word: count for word, count in found.items() if count}

    def similar(self, bands: Sequence[int]) -> tuple[Kin, ...]:
        """Return the articles that share a band; see `Store.similar`."""
        with self._reading():
            return kin.similar(self._connection, bands)

    def export(self, query: Query | None = None) -> Iterator[Stored]:
        """Stream every matching article, oldest first; one deleted meanwhile is left out."""
        with self._reading():
            ordered = by_time(self._matcher.matching(query or Query()), oldest=True)
        for start in range(0, ordered.total, _READ):
            with self._locked():
                documents = self._documents([row for row, _ in ordered.page(self._connection, start, _READ)])
            yield from (from_document(json.loads(document)) for document in documents)

    def delete(self, ids: Iterable[str]) -> int:
        """Delete articles with their revisions; return how many were there."""
        with self._locked():
            return self._writer.delete(ids)

    def article_ids(self) -> Iterator[str]:
        """Stream the id of every article; see `Store.article_ids`."""
        with self._locked():
            rows = self._connection.execute("SELECT id FROM articles").fetchall()
        return (str(row[0]) for row in rows)

    def counts(self) -> Mapping[str, int]:
        """Return the number of ``articles`` and ``revisions``."""
        with self._locked():
            row = self._connection.execute("SELECT count(*), total(revisions) FROM articles").fetchone()
        return {"articles": int(row[0]), "revisions": int(row[1])}  # type: ignore[index]

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _ordered(self, query: Query) -> Ordered:
        rows = self._matcher.matching(query)
        leaves = tuple(positive_leaves(query_node(query), query.layer))
        if query.sort == "relevance" and leaves:
            ordered = by_score(*self._ranker.ranked(rows, leaves, bounds(query)))
        else:
            ordered = by_time(rows, oldest=query.sort == "oldest")
        if query.one_per_story:
            ordered = first_of_each(ordered, self._stories(ordered.rows), self._matcher.in_order_of_ids())
        return ordered

    def _columns(self, rows: Rows) -> Columns:
        """Return the facet values of sorted rows; those of the whole file are kept once a query needs many."""
        if self._all is None and len(rows) > _MANY:
            self._all = Columns.read(self._connection)
        return self._all.of(rows) if self._all else Columns.read(self._connection, rows)

    def _stories(self, rows: Rows) -> Rows:
        at = np.argsort(rows)
        stories = np.empty(len(rows), np.int64)
        stories[at] = self._columns(rows[at]).stories
        return stories

    def _document(self, rowid: int) -> Stored:
        row = self._connection.execute("SELECT document FROM articles WHERE rowid = ?", (rowid,)).fetchone()
        return from_document(json.loads(row[0]))  # type: ignore[index]

    def _documents(self, rows: Sequence[int]) -> list[str]:
        sql = "SELECT a.document FROM carray(?) c CROSS JOIN articles a ON a.rowid = c.value"
        return [row[0] for row in self._connection.execute(sql, (apsw.carray(np.array(rows, np.int64)),))]

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except apsw.Error as error:
                raise StoreError(f"{self._path}: {error}") from error

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One state of the file for all reads inside; what is remembered of an earlier state is dropped."""
        with self._locked():
            self._connection.execute("BEGIN")
            try:
                # The version changes with other connections' commits, the count with this one's.
                self._connection.execute("SELECT 1 FROM articles LIMIT 1").fetchone()
                state = (self._connection.pragma("data_version"), self._connection.total_changes())
                if state != self._state:
                    self._matcher.forget()
                    self._all = None
                    self._state = state
                yield
            finally:
                self._connection.execute("COMMIT")
