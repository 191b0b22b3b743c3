"""Which articles match: sets of row numbers as sorted arrays, joined as the query says."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import reduce

import apsw
import numpy as np
from numpy.typing import NDArray

from infra.stores.analysis import Leaf, folded_slot, leaf
from infra.stores.base import Layer, Query
from infra.stores.query import All, Any, Node, Not, Phrase, Value, Word, Words, parse
from infra.stores.sqlite.rowids import bounds, within
from infra.stores.sqlite.tokenizer import pattern_query
from infra.stores.values import ENTITY_FACETS, name_key

Rows = NDArray[np.int64]
EMPTY: Rows = np.empty(0, np.int64)
_KEPT = 256  # answers of single words; a page of the reader asks three times for the same
_FILTERS = ("outlet", "country", "language", "section", "author", "entity")
_NAMED = ("person", "organisation", "group", "place", "speaker", "story")


def query_node(query: Query) -> Node | None:
    """Parse a query's text; sorted by date, every topic word is required, since rank can't push the others down."""
    return parse(query.text, every_word=query.sort != "relevance")


class Matcher:
    """Finds row numbers. What it remembers holds as long as the file doesn't change (`forget`)."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._kept: OrderedDict[tuple[object, ...], Rows] = OrderedDict()

    def forget(self) -> None:
        """Drop what is remembered: the file has changed."""
        self._kept.clear()

    def matching(self, query: Query) -> Rows:
        """Return the sorted row numbers of all articles that match a query's text, filters and dates."""
        node = query_node(query)
        span = bounds(query)
        if query.ids:
            # Of few articles, the other filters need no look beyond them; nobody asks for the same ids again.
            rows = self._with_ids(query.ids, span)
            return _both(rows, self._matching(query, node, within(rows))) if rows.size else EMPTY
        key = (
            "query",
            node,
            query.layer,
            span,
            query.revised,
            *(getattr(query, name) for name in (*_FILTERS, *_NAMED)),
        )
        return self._remembered(key, lambda: self._matching(query, node, span))

    def rows_of(self, wanted: Leaf, span: tuple[int, int]) -> Rows:
        """Return the sorted row numbers of the articles that hold a word or phrase."""
        if not wanted.patterns:
            return EMPTY
        expression = pattern_query(wanted.patterns, wanted.field)
        sql = "SELECT rowid FROM words WHERE words MATCH ? AND rowid >= ? AND rowid < ?"
        return self._remembered((expression, *span), lambda: self._rows(sql, (expression, *span)))

    def count_of(self, word: str, most: int) -> int:
        """Return in how many articles a folded word stands, ``most`` at most."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
        row = self._connection.execute(sql, (pattern_query(((folded_slot(word),),), None), most)).fetchone()
        return int(row[0])  # type: ignore[index]

    def count(self, span: tuple[int, int]) -> int:
        """Return the number of articles of a time span."""
        sql = "SELECT count(*) FROM facets WHERE rowid >= ? AND rowid < ?"
        return int(self._connection.execute(sql, span).fetchone()[0])  # type: ignore[index]

    def everything(self, span: tuple[int, int]) -> Rows:
        """Return the sorted row numbers of all articles of a time span."""
        sql = "SELECT rowid FROM facets WHERE rowid >= ? AND rowid < ? ORDER BY rowid"
        return self._remembered(("all", *span), lambda: self._rows(sql, span))

    def in_order_of_ids(self) -> Rows:
        """Return every row number in the order of the articles' ids."""
        return self._remembered(("ids",), lambda: self._rows("SELECT rowid FROM articles ORDER BY id", ()))

    def values_of(self, facet: str) -> Rows:
        """Return the numbers of all values of a facet, sorted."""
        sql = "SELECT id AS rowid FROM vals WHERE facet = ? ORDER BY id"
        return self._remembered(("values", facet), lambda: self._rows(sql, (facet,)))

    def _remembered(self, key: tuple[object, ...], make: Callable[[], Rows]) -> Rows:
        found = self._kept.pop(key, None)
        found = make() if found is None else found
        self._kept[key] = found
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found

    def _rows(self, sql: str, bindings: Sequence[object]) -> Rows:
        # One long text out of SQLite is read three times as fast as a hundred thousand rows.
        text = self._connection.execute(f"SELECT group_concat(rowid) FROM ({sql})", bindings).fetchone()[0]  # type: ignore[index]
        return np.fromstring(text, np.int64, sep=",") if text else EMPTY

    def _matching(self, query: Query, node: Node | None, span: tuple[int, int]) -> Rows:
        sets = [self._filtered(facet, getattr(query, facet), span) for facet in (*_FILTERS, *_NAMED)]
        wanted = [rows for rows in sets if rows is not None]
        if query.revised:
            sql = "SELECT rowid FROM articles WHERE revisions > 0 AND rowid >= ? AND rowid < ? ORDER BY rowid"
            wanted.append(self._rows(sql, span))
        if node is not None:
            wanted.append(self._node(node, query.layer, span))
        return reduce(_both, sorted(wanted, key=len)) if wanted else self.everything(span)

    def _with_ids(self, ids: Sequence[str], span: tuple[int, int]) -> Rows:
        sql = "SELECT a.rowid FROM json_each(?) i JOIN articles a ON a.id = i.value WHERE a.rowid >= ? AND a.rowid < ?"
        found = self._connection.execute(sql, (json.dumps(ids), *span))
        return np.unique(np.array([row[0] for row in found], np.int64))

    def _filtered(self, facet: str, values: Sequence[str], span: tuple[int, int]) -> Rows | None:
        return self._with_values(facet, values, span) if values else None

    def _with_values(self, facet: str, values: Sequence[str], span: tuple[int, int]) -> Rows:
        numbers = sorted({number for value in values for number in self._numbers(facet, value)})
        sql = "SELECT rowid FROM postings WHERE value = ? AND rowid >= ? AND rowid < ? ORDER BY rowid"
        found = [self._remembered(("value", n, *span), lambda n=n: self._rows(sql, (n, *span))) for n in numbers]  # type: ignore[misc]
        return reduce(np.union1d, found) if found else EMPTY

    def _numbers(self, facet: str, value: str) -> list[int]:
        facets = ENTITY_FACETS if facet == "entity" else ("place", "countries") if facet == "place" else (facet,)
        marks = ", ".join("?" * len(facets))
        sql = f"SELECT id FROM vals WHERE facet IN ({marks}) AND key = ?"
        found = [row[0] for row in self._connection.execute(sql, (*facets, value))]
        if not found and facet in (*ENTITY_FACETS, "place", "author", "section"):
            sql = f"SELECT v.id FROM names n JOIN vals v ON v.id = n.value WHERE v.facet IN ({marks}) AND n.form = ?"
            found = [row[0] for row in self._connection.execute(sql, (*facets, name_key(value)))]
        return found

    def _node(self, node: Node, layer: Layer, span: tuple[int, int]) -> Rows:
        match node:
            case Word() | Phrase():
                return self.rows_of(leaf(node, layer), span)
            case Words():
                return self._words(node, layer, span)
            case Value(field=field, value=value):
                return self._with_values(field, (value,), span)
            case Not(part=part):
                return np.setdiff1d(self.everything(span), self._node(part, layer, span), assume_unique=True)
            case All(parts=parts):
                return self._all(parts, layer, span)
            case Any(parts=parts):
                return reduce(np.union1d, [self._node(part, layer, span) for part in parts])

    def _all(self, parts: Sequence[Node], layer: Layer, span: tuple[int, int]) -> Rows:
        wanted = [self._node(part, layer, span) for part in parts if not isinstance(part, Not)]
        rows = reduce(_both, sorted(wanted, key=len)) if wanted else self.everything(span)
        for part in parts:
            if isinstance(part, Not):
                rows = np.setdiff1d(rows, self._node(part.part, layer, span), assume_unique=True)
        return rows

    def _words(self, node: Words, layer: Layer, span: tuple[int, int]) -> Rows:
        leaves = dict.fromkeys(leaf(word, layer) for word in node.counted)
        sets = sorted((self.rows_of(wanted, span) for wanted in leaves), key=len)
        needed = min(node.needed, len(sets))
        if needed == len(sets):
            return reduce(_both, sets)
        rows, counts = np.unique(np.concatenate(sets), return_counts=True)
        return rows[counts >= needed]


def _both(one: Rows, other: Rows) -> Rows:
    return np.intersect1d(one, other, assume_unique=True)
