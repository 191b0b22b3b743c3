"""Where a query's words stand in the raw text of an article: the same marks whatever engine found it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from infra.stores.analysis import Leaf, positive_leaves
from infra.stores.base import Layer
from infra.stores.finder import Finder
from infra.stores.query import Node
from processors.records import TEXT_FIELDS, Article, TextField

Spans = tuple[tuple[int, int], ...]


def highlights(article: Article, node: Node | None, layer: Layer) -> Mapping[str, Spans]:
    """Return (start, end) in code points for each text field that holds a match, in order, none overlapping.

    A phrase is one span. Words without a topic are marked only where the query has no others.
    """
    marked = ((name, _joined(finder.spans(article.text_of(name)))) for name, finder in _finders(node, layer))
    return {name: spans for name, spans in marked if spans}


@lru_cache(maxsize=32)
def _finders(node: Node | None, layer: Layer) -> tuple[tuple[TextField, Finder], ...]:
    """Return what looks for the query in each field; kept for the articles of a page, which share most words."""
    leaves = tuple(positive_leaves(node, layer))
    leaves = tuple(leaf for leaf in leaves if not leaf.weak) or leaves
    made: dict[tuple[Leaf, ...], Finder] = {}
    found = []
    for name in TEXT_FIELDS:
        wanted = tuple(leaf for leaf in leaves if leaf.field in {None, name})
        if wanted:
            patterns = [pattern for leaf in wanted for pattern in leaf.patterns]
            found.append((name, made.setdefault(wanted, Finder(patterns))))
    return tuple(found)


def _joined(spans: Iterable[tuple[int, int]]) -> Spans:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
