"""Writing: the rows of an article, in one transaction a batch."""

from __future__ import annotations

import json
from collections.abc import Iterable

import apsw
import numpy as np

from infra.stores.base import Rejected, Stored, StoreError, WriteReport
from infra.stores.document import from_document, to_document
from infra.stores.merge import merge
from infra.stores.sqlite import kin, naming
from infra.stores.sqlite.rowids import BITS, first_rowid
from infra.stores.sqlite.schema import writing
from infra.stores.values import entity_value, facet_of, facet_values, moment, name_key
from processors.fingerprint import flaw

_INSERT_WORDS = "INSERT INTO words(rowid, headline, kicker, lead, body) VALUES(?, ?, ?, ?, ?)"
_FULL = "{}: 2^25 articles bear this very second; give published_at of the import more precisely"


class Writer:
    """Writes and deletes articles; knows the numbers of the facet values it has met."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._values: dict[tuple[str, str], int] = {}
        self._names: set[tuple[str, int]] = set()
        self._naming = naming.Keeper(connection)

    def write(self, batch: Iterable[Stored]) -> WriteReport:
        """Write one batch in one transaction; after an error nothing of it is stored."""
        outcomes: dict[str, list[str]] = {"created": [], "updated": [], "unchanged": []}
        rejected: list[Rejected] = []
        words: dict[int, Stored] = {}
        try:
            with writing(self._connection):
                for new in batch:
                    reason = _refusal(new)
                    if reason:
                        rejected.append(Rejected(id=new.enriched.article.id, reason=reason))
                    else:
                        outcomes[self._write_one(new, words)].append(new.enriched.article.id)
                self._index(words)
        except BaseException:
            self._values.clear()
            self._names.clear()
            self._naming.clear()
            raise
        return WriteReport(**{key: tuple(ids) for key, ids in outcomes.items()}, rejected=tuple(rejected))

    def delete(self, ids: Iterable[str]) -> int:
        """Delete articles; return how many were there."""
        with writing(self._connection):
            return sum(self._delete_one(article_id) for article_id in ids)

    def _write_one(self, new: Stored, words: dict[int, Stored]) -> str:
        row = self._connection.execute(
            "SELECT rowid, document FROM articles WHERE id = ?", (new.enriched.article.id,)
        ).fetchone()
        old = from_document(json.loads(row[1])) if row else None
        outcome, merged = merge(old, new)
        if outcome == "unchanged":
            return outcome
        if row:
            if words.pop(row[0], None) is None:
                self._connection.execute("DELETE FROM words WHERE rowid = ?", (row[0],))
            self._forget(row[0])
        rowid = self._free_rowid(merged)
        self._insert(rowid, merged)
        words[rowid] = merged
        return outcome

    def _delete_one(self, article_id: str) -> bool:
        row = self._connection.execute("SELECT rowid FROM articles WHERE id = ?", (article_id,)).fetchone()
        if row:
            self._connection.execute("DELETE FROM words WHERE rowid = ?", row)
            self._forget(row[0])
        return row is not None

    def _forget(self, rowid: int) -> None:
        (blob,) = self._connection.execute("SELECT vals FROM facets WHERE rowid = ?", (rowid,)).fetchone()  # type: ignore[misc]
        rows = [(value, rowid) for value in np.frombuffer(blob, np.uint32).tolist()]
        self._connection.executemany("DELETE FROM postings WHERE value = ? AND rowid = ?", rows)
        self._connection.execute("DELETE FROM facets WHERE rowid = ?", (rowid,))
        kin.forget(self._connection, rowid)
        naming.forget(self._connection, rowid)
        self._connection.execute("DELETE FROM articles WHERE rowid = ?", (rowid,))

    def _free_rowid(self, stored: Stored) -> int:
        first = first_rowid(moment(stored))
        row = self._connection.execute(
            "SELECT max(rowid) FROM articles WHERE rowid >= ? AND rowid < ?", (first, first + (1 << BITS))
        ).fetchone()
        rowid: int = first if row is None or row[0] is None else row[0] + 1
        if rowid >> BITS != first >> BITS:
            raise StoreError(_FULL.format(moment(stored).isoformat()))
        return rowid

    def _insert(self, rowid: int, stored: Stored) -> None:
        numbers: list[int] = []
        story = 0
        for facet, values in facet_values(stored).items():
            for key, label in values:
                number = self._number(facet, key, label)
                numbers.append(number)
                story = number if facet == "story" else story
        document = json.dumps(to_document(stored), ensure_ascii=False, separators=(",", ":"))
        self._connection.execute(
            "INSERT INTO articles VALUES(?, ?, ?, ?)",
            (rowid, stored.enriched.article.id, len(stored.revisions), document),
        )
        blob = np.array(numbers, np.uint32).tobytes()
        self._connection.execute("INSERT INTO facets VALUES(?, ?, ?)", (rowid, story, blob))
        self._connection.executemany("INSERT INTO postings VALUES(?, ?)", [(number, rowid) for number in numbers])
        kin.keep(self._connection, rowid, stored)
        self._naming.keep(rowid, stored, lambda facet, key: self._values[(facet, key)])
        self._keep_names(stored)

    def _number(self, facet: str, key: str, label: str | None) -> int:
        number = self._values.get((facet, key))
        if number is None:
            self._connection.execute(
                "INSERT INTO vals(facet, key, label) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING", (facet, key, label)
            )
            row = self._connection.execute("SELECT id FROM vals WHERE facet = ? AND key = ?", (facet, key)).fetchone()
            number = self._values[(facet, key)] = int(row[0])  # type: ignore[index]
            if label is not None or facet in {"author", "section"}:
                self._keep_name(label or key, number)
        return number

    def _keep_names(self, stored: Stored) -> None:
        """Keep under which names an entity appears, so that a filter finds it by any of them."""
        for mention in stored.enriched.mentions:
            if not mention.adjective:
                number = self._values[(facet_of(mention), entity_value(mention)[0])]
                self._keep_name(mention.text, number)

    def _keep_name(self, name: str, number: int) -> None:
        if (name, number) not in self._names:
            self._names.add((name, number))
            self._connection.execute("INSERT INTO names VALUES(?, ?) ON CONFLICT DO NOTHING", (name_key(name), number))

    def _index(self, words: dict[int, Stored]) -> None:
        # In order of the row numbers: FTS5 closes a segment whenever they fall.
        rows = []
        for rowid in sorted(words):
            article = words[rowid].enriched.article
            rows.append((rowid, article.headline, article.kicker or "", article.lead or "", article.body))
        self._connection.executemany(_INSERT_WORDS, rows)


def _refusal(stored: Stored) -> str | None:
    """Return why an article cannot be stored, or None."""
    article = stored.enriched.article
    if not article.id:
        return "the article has no id"
    for name in ("headline", "kicker", "lead", "body"):
        try:
            article.text_of(name).encode("utf-8")
        except UnicodeEncodeError as error:
            return f"{name}: half a surrogate pair at {error.start}; decode the page again"
    return flaw(stored.enriched.fingerprint)
