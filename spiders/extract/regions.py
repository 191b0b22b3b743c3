"""Which of the regions that class names propose are what they propose: those that do not hold the article itself."""

from __future__ import annotations

from collections.abc import Collection

from spiders.extract.dom import Block, Flat, Region

_TEXTUAL = ("noise", "comments", "hidden", "byline", "date", "caption", "tags", "breadcrumb")
_SHARE = 0.5
_CAPTION = 200
"""Characters that a caption has at most."""
_ENOUGH = 160
"""Characters of running text outside the comments below which the comments may be the article after all."""


def weight(block: Block) -> float:
    """Return the characters of running text: not linked, and only of a line that is long or ends as a sentence does."""
    text = block.text
    plain = len(text) - block.linked
    if block.link_share > 0.5 or len(text) < 25:
        return 0.0
    ended = text.rstrip("\"'”»’) ").endswith((".", "!", "؟", "?", "…", ":", "؛", "۔"))
    if len(text) < 60 and not ended:
        return 0.2 * plain
    return float(plain)


def dropped(flat: Flat, weights: list[float], headline: int, kinds: Collection[str] = _TEXTUAL) -> list[bool]:
    """Return for each block whether it lies in a region that is furniture."""
    total = sum(weights)
    sums = [0.0]
    for value in weights:
        sums.append(sums[-1] + value)
    verdicts: list[bool] = []
    for i, region in enumerate(flat.regions):
        end = flat.ends[i] if flat.ends[i] >= 0 else len(flat.blocks)
        inside = sums[end] - sums[region.first]
        holds = region.first <= headline < end or inside > _SHARE * total
        if region.kind == "comments" and total - inside > _ENOUGH and not region.first <= headline < end:
            holds = False
        above = region.parent >= 0 and verdicts[region.parent]
        picture = region.kind == "picture" and not holds and _is_picture(flat, region, end)
        verdicts.append(above or (region.kind in kinds and not holds) or picture)
    return [block.region >= 0 and verdicts[block.region] for block in flat.blocks]


def _is_picture(flat: Flat, region: Region, end: int) -> bool:
    """Return whether an element named after a picture holds one, and of text no more than its caption."""
    blocks = flat.blocks[region.first : end]
    if len(blocks) > 3 or sum(len(block.text) for block in blocks) > _CAPTION:
        return False
    return region.node.css_first("img, picture, amp-img") is not None
