"""What is cut out of the lines of the best container: links to other articles, labels, what follows the text."""

from __future__ import annotations

from itertools import pairwise

from spiders.extract.dom import Block, Flat
from spiders.extract.lines import is_comments_label, is_date_line, is_end, is_meta_line, is_noise, is_related_label
from spiders.extract.text import key

HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
LINKED = 0.8
LONG_HEADING = 90
PARAGRAPH = 45
"""Characters from which a line outside the best container can be a paragraph of the article."""
_AFTER_TEXT = 300
"""Characters of text behind which a label of comments ends it, whatever follows."""


def is_paragraph(block: Block) -> bool:
    """Return whether a line outside the best container can be a paragraph of the article."""
    if len(block.text) < PARAGRAPH or block.link_share > 0.4 or block.tag in ("h1", "h3", "h4", "h5", "h6", "td", "th"):
        return False
    ended = block.text.rstrip("\"'”»’) ").endswith((".", "!", "؟", "?", "…", ":", "."))
    return (ended or len(block.text) > 120) and not is_noise(block.text)


def is_standfirst(block: Block) -> bool:
    """Return whether a heading between headline and text is a whole sentence: the lead, set large."""
    ended = block.text.rstrip("\"'”»’) ").endswith((".", "!", "؟", "…"))
    return block.tag in HEADS and ended and len(block.text) > LONG_HEADING and block.link_share < 0.4


def clean(flat: Flat, picked: list[int], inside: list[bool], titles: set[str]) -> list[int]:
    """Return the picked blocks without what is no text; ``titles`` are the keys of what the page is called."""
    digest = _is_digest(flat, picked)
    boxes = _related_boxes(flat, picked)
    kept: list[int] = []
    after_label = False
    size = 0
    opening = True
    for position, i in enumerate(picked):
        block = flat.blocks[i]
        if block.container in boxes:
            continue
        if is_end(block.text) and position and not _text_follows(flat, picked[position + 1 :], inside):
            break
        if size > _AFTER_TEXT and is_comments_label(block.text):
            break
        linked = block.link_share > LINKED
        if is_related_label(block.text):
            after_label = True
            continue
        if linked and (after_label or not digest) and len(block.text) > 3 and block.tag != "inline":
            continue
        after_label = after_label and linked
        if is_noise(block.text) or (
            opening and (key(block.text) in titles or is_meta_line(block.text) or is_date_line(block.text))
        ):
            continue
        kept.append(i)
        size += len(block.text)
        opening = opening and len(block.text) < PARAGRAPH
    return _without_tail(flat, kept)


def _is_digest(flat: Flat, picked: list[int]) -> bool:
    """Links that each stand before a paragraph, three times or more, are the subheadings of a digest."""
    heads = 0
    for i, j in pairwise(picked):
        one, two = flat.blocks[i], flat.blocks[j]
        heads += one.link_share > LINKED and two.link_share < 0.3 and len(two.text) > PARAGRAPH
    linked = sum(flat.blocks[i].link_share > LINKED for i in picked)
    return heads >= 3 and linked <= heads + 1


def _text_follows(flat: Flat, rest: list[int], inside: list[bool]) -> bool:
    long = [i for i in rest if inside[i] and is_paragraph(flat.blocks[i])]
    return len(long) >= 1


def _related_boxes(flat: Flat, picked: list[int]) -> frozenset[int]:
    """Return the small containers that open with a label of related articles, when the text goes on outside them."""
    total = sum(len(flat.blocks[i].text) for i in picked)
    first: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for i in picked:
        block = flat.blocks[i]
        first.setdefault(block.container, i)
        sizes[block.container] = sizes.get(block.container, 0) + len(block.text)
    labelled = (box for box, i in first.items() if is_related_label(flat.blocks[i].text))
    return frozenset(box for box in labelled if sizes[box] < 0.35 * total)


def _without_tail(flat: Flat, kept: list[int]) -> list[int]:
    """Cut headings that nothing follows, for they belonged to what was dropped behind them, and the page's date."""
    while len(kept) > 1 and _is_tail(flat.blocks[kept[-1]]):
        kept = kept[:-1]
    return kept


def _is_tail(block: Block) -> bool:
    return (block.tag in HEADS and len(block.text) <= LONG_HEADING) or is_date_line(block.text)
