"""The blocks that are the article's text: the container where the running text is densest, and what belongs to it.

A container's score is the running text it owns plus a share of what its children score, so that a wrapper around
everything scores below the element whose own paragraphs they are. Lines outside the best container are admitted only
as whole paragraphs between the headline and the page's end (a lead above it, a last paragraph behind it).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from spiders.extract.cards import in_cards
from spiders.extract.dom import Block, Flat
from spiders.extract.lines import is_date_line, is_end, is_noise
from spiders.extract.regions import dropped, weight
from spiders.extract.text import key
from spiders.extract.tidy import HEADS, LINKED, LONG_HEADING, clean, is_paragraph, is_standfirst

_DECAY = 0.72
"""What a container gets of its child's score: a wrapper of one child never wins, one of two equal halves does."""
_BODYLIKE = 1.35
_WHOLE_ARTICLE = 240
"""Weight of the text below a headline after which another one of its kind is another article's."""
_VERSE = 12
_STANZA = 6
"""Words of a verse at most, and lines of a poem at least."""


@dataclass(frozen=True, slots=True)
class MainText:
    """Indices of the blocks of the text, in order, and the container (-1: none)."""

    indices: tuple[int, ...]
    container: int


def find_main_text(flat: Flat, headline: int, claims: Collection[str]) -> MainText:
    """Return the blocks of the article's text; empty where the page has no running text."""
    weights = [weight(block) for block in flat.blocks]
    gone = dropped(flat, weights, headline)
    gone = [away or card for away, card in zip(gone, in_cards(flat, weights, gone, headline), strict=True)]
    last = _next_article(flat, weights, headline)
    gone = [away or i >= last for i, away in enumerate(gone)]
    best = _best_container(flat, weights, gone)
    if best < 0 or _sum(weights, gone) < 120:
        only_sure = dropped(flat, weights, headline, ("comments", "hidden"))
        other = _best_container(flat, weights, only_sure)
        if other >= 0 and _sum(weights, only_sure) > 2 * _sum(weights, gone):
            best, gone = other, only_sure
    if best < 0:
        weights = _verses(flat, gone)
        best = _best_container(flat, weights, gone)
    if best < 0:
        return MainText((), -1)
    inside = _inside(flat, best)
    picked = _pick(flat, gone, weights, inside, headline, best)
    titles = {key(claim) for claim in claims} | ({key(flat.blocks[headline].text)} if headline >= 0 else set())
    kept = clean(flat, picked, inside, titles)
    return MainText(tuple(kept), best)


def _next_article(flat: Flat, weights: list[float], headline: int) -> int:
    """Return the first block of another article below (endless scrolling): a heading in a box like the headline's."""
    count = len(flat.blocks)
    if headline < 0 or flat.blocks[headline].container < 0:
        return count
    own = flat.blocks[headline]
    box = (flat.tags[own.container], flat.names[own.container])
    size = 0.0
    for i in range(headline + 1, count):
        other = flat.blocks[i]
        size += weights[i]
        if other.tag != own.tag or size < _WHOLE_ARTICLE or other.container in (own.container, -1):
            continue
        if (flat.tags[other.container], flat.names[other.container]) == box and own.tag in ("h1", "h2"):
            return i
    return count


def _sum(weights: list[float], gone: list[bool]) -> float:
    return sum(value for value, away in zip(weights, gone, strict=True) if not away)


def _best_container(flat: Flat, weights: list[float], gone: list[bool]) -> int:
    scores = [0.0] * len(flat.parents)
    for block, value, away in zip(flat.blocks, weights, gone, strict=True):
        # Some sites set every paragraph as a heading.
        runs = not block.tag.startswith("h") or len(block.text) > LONG_HEADING
        if not away and block.container >= 0 and runs:
            scores[block.container] += value
    best, top = -1, 0.0
    for i in range(len(scores) - 1, -1, -1):
        score = scores[i] * (_BODYLIKE if flat.bodylike[i] else 1.0)
        if score > 0 and score >= top:
            best, top = i, score
        if flat.parents[i] >= 0:
            # A marked container keeps its lead over the wrapper that inherits from it.
            scores[flat.parents[i]] += _DECAY * scores[i]
    return best


def _verses(flat: Flat, gone: list[bool]) -> list[float]:
    """Return weights by which the container of a poem wins: its lines are short and none is a link."""
    fit = [
        not away and not block.linked and 1 < len(block.text.split()) <= _VERSE and not is_noise(block.text)
        for block, away in zip(flat.blocks, gone, strict=True)
    ]
    lines = Counter(block.container for block, good in zip(flat.blocks, fit, strict=True) if good)
    return [
        float(len(block.text)) if good and lines[block.container] >= _STANZA and not is_date_line(block.text) else 0.0
        for block, good in zip(flat.blocks, fit, strict=True)
    ]


def _inside(flat: Flat, container: int) -> list[bool]:
    """Return for each block whether it lies in the container."""
    within = [False] * len(flat.parents)
    for i, parent in enumerate(flat.parents):
        within[i] = i == container or (parent >= 0 and within[parent])
    return [block.container >= 0 and within[block.container] for block in flat.blocks]


def _pick(
    flat: Flat, gone: list[bool], weights: list[float], inside: list[bool], headline: int, best: int
) -> list[int]:
    members = [i for i, lies in enumerate(inside) if lies and not gone[i]]
    links = _link_boxes(flat, best)
    core = [i for i in members if flat.blocks[i].container not in links and i != headline]
    if not core:
        return []
    before = _lead_above(flat, gone, headline, core[0], links) if headline < core[0] else []
    after = _rest_below(flat, gone, core, links, weights)
    return before + [i for i in core if i > headline or headline > core[-1] or headline < 0] + after


def _link_boxes(flat: Flat, best: int) -> frozenset[int]:
    """Return the containers whose text is mostly links to elsewhere; the best one and those around it are none."""
    linked, total, lines = ([0] * len(flat.parents) for _ in range(3))
    for block in flat.blocks:
        if block.container >= 0:
            linked[block.container] += block.linked
            total[block.container] += len(block.text)
            lines[block.container] += block.link_share > LINKED
    for i in range(len(flat.parents) - 1, 0, -1):
        parent = flat.parents[i]
        if parent >= 0:
            linked[parent] += linked[i]
            total[parent] += total[i]
            lines[parent] += lines[i]
    around = set()
    while best >= 0:
        around.add(best)
        best = flat.parents[best]
    found: set[int] = set()
    for i in range(len(flat.parents)):
        if i not in around and (flat.parents[i] in found or (lines[i] and linked[i] > 0.6 * total[i])):
            found.add(i)
    return frozenset(found)


def _lead_above(flat: Flat, gone: list[bool], headline: int, first: int, links: frozenset[int]) -> list[int]:
    """Return the paragraphs between the headline and the container."""
    if headline < 0:
        return []
    between = range(headline + 1, first)
    fit = [i for i in between if not gone[i] and flat.blocks[i].container not in links]
    return [i for i in fit if is_paragraph(flat.blocks[i]) or is_standfirst(flat.blocks[i])]


def _rest_below(
    flat: Flat, gone: list[bool], core: list[int], links: frozenset[int], weights: list[float]
) -> list[int]:
    """Return the paragraphs that follow the container directly, until something else begins."""
    found: list[int] = []
    misses = 0
    teasers = _teaser_boxes(flat)
    for i in range(core[-1] + 1, len(flat.blocks)):
        block = flat.blocks[i]
        if gone[i] or (is_noise(block.text) and not is_end(block.text)):
            continue
        if is_end(block.text) or block.tag in HEADS or block.container in links or misses > 1:
            break
        if is_paragraph(block) and weights[i] and block.container not in teasers and _near(flat, block, core[-1]):
            found.append(i)
        else:
            misses += 1
    return found


def _near(flat: Flat, block: Block, last: int) -> bool:
    """A paragraph behind the container belongs to it where their common wrapper is at most four steps up."""
    chain: list[int] = []
    at = flat.blocks[last].container
    while at >= 0 and len(chain) < 5:
        chain.append(at)
        at = flat.parents[at]
    at = block.container
    for _ in range(5):
        if at in chain:
            return True
        at = flat.parents[at] if at >= 0 else -1
    return False


def _teaser_boxes(flat: Flat) -> frozenset[int]:
    """Return the containers that hold a heading or line which is a link: cards of other articles."""
    found = {b.container for b in flat.blocks if b.link_share > LINKED and len(b.text) > 15 and b.container >= 0}
    return frozenset(i for i in found if flat.tags[i] not in ("body", "html"))
