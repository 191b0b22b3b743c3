"""Teasers of other articles: boxes of one kind, each a linked title and perhaps an excerpt."""

from __future__ import annotations

from collections import Counter, defaultdict

from spiders.extract.dom import Flat

_LINKED = 0.8
_TITLE = 15
"""Characters from which a linked line can be the title of another article."""
_EXCERPT = 450
"""Characters of unlinked text beyond which a box is no teaser."""
_UP = 3
"""Steps from a box up to the wrapper that it shares with its like."""
_ENOUGH = 120
"""Weight of the text outside the teasers below which the page may consist of them: then they stay."""


def in_cards(flat: Flat, weights: list[float], gone: list[bool], headline: int) -> list[bool]:
    """Return for each block whether it lies in one of two or more teasers of one kind."""
    boxes = _boxes(flat, headline)
    children = flat.child_counts
    kinds: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for box in boxes:
        kinds[(flat.tags[box], flat.names[box], _wrapper(flat, box, children))].append(box)
    cards = {box for group in kinds.values() if len(group) > 1 for box in group}
    inside = [False] * len(flat.parents)
    for i, parent in enumerate(flat.parents):
        inside[i] = i in cards or (parent >= 0 and inside[parent])
    found = [block.container >= 0 and inside[block.container] for block in flat.blocks]
    rest = sum(w for w, away, card in zip(weights, gone, found, strict=True) if not away and not card)
    return found if rest >= _ENOUGH else [False] * len(found)


def _boxes(flat: Flat, headline: int) -> list[int]:
    """Return the smallest containers that hold a linked title, little other text, and not the headline."""
    titles: dict[int, int] = defaultdict(int)
    plain: dict[int, int] = defaultdict(int)
    for i, block in enumerate(flat.blocks):
        if block.link_share > _LINKED and len(block.text) > _TITLE:
            titles[block.container] += 1
        else:
            plain[block.container] += len(block.text)
        if i == headline:
            plain[block.container] += _EXCERPT + 1
    return [box for box, count in titles.items() if box >= 0 and count == 1 and plain[box] <= _EXCERPT]


def _wrapper(flat: Flat, box: int, children: Counter[int]) -> int:
    """Return the container that a box shares with its neighbours: the first above it with more than one child."""
    at = flat.parents[box]
    for _ in range(_UP):
        if at < 0 or children[at] > 1:
            return at
        at = flat.parents[at]
    return at
