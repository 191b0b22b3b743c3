"""Where a query's words stand in the raw text of an article: the same marks whatever engine found it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from infra.stores.analysis import Leaf, Slot, hints_of, positive_leaves, text_slots
from infra.stores.base import Layer
from infra.stores.query import Node
from processors.records import TEXT_FIELDS, Article

Spans = tuple[tuple[int, int], ...]


def highlights(article: Article, node: Node | None, layer: Layer) -> Mapping[str, Spans]:
    """Return (start, end) in code points for each text field that holds a match, in order, none overlapping.

    A phrase is one span. Words without a topic are marked only where the query has no others.
    """
    leaves = tuple(positive_leaves(node, layer))
    leaves = tuple(leaf for leaf in leaves if not leaf.weak) or leaves
    found: dict[str, Spans] = {}
    for name in TEXT_FIELDS if leaves else ():
        wanted = tuple(leaf for leaf in leaves if leaf.field in {None, name})
        spans = _spans(article.text_of(name), wanted) if wanted else ()
        if spans:
            found[name] = spans
    return found


def _spans(text: str, leaves: Sequence[Leaf]) -> Spans:
    slots = text_slots(text, hints_of(leaves))
    patterns = [pattern for leaf in leaves for pattern in leaf.patterns]
    wanted = [tuple(map(frozenset, pattern)) for pattern in patterns]
    found = [
        (slots[at][1], slots[at + len(pattern) - 1][2])
        for at in range(len(slots))
        if slots[at][0]
        for pattern in wanted
        if _fits(slots[at : at + len(pattern)], pattern)
    ]
    return _joined(sorted(found))


def _fits(slots: Sequence[tuple[Slot, int, int]], pattern: Sequence[frozenset[str]]) -> bool:
    return len(slots) == len(pattern) and all(
        not forms.isdisjoint(slot) for (slot, _, _), forms in zip(slots, pattern, strict=True)
    )


def _joined(spans: Iterable[tuple[int, int]]) -> Spans:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
