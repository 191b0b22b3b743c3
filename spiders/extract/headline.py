"""The headline as printed, without the site's name, and the lines around it: the kicker and the standfirst."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from spiders.extract.dom import Block, Flat
from spiders.extract.sitename import split_title, without_site
from spiders.extract.structured import Structured
from spiders.extract.text import collapse, key, plain

_HEADINGS = ("h1", "h2", "h3")
_MIN_HEADLINE = 8
_PARTS = 20
"""Elements of a heading that are looked at."""
_MOST_SEGMENTS = 6
_SECTIONS = 3
"""A title's other segments (section, site) have at most so many words."""


@dataclass(frozen=True, slots=True)
class Headline:
    """``text`` as printed and ``index``, the block it stands in (-1 where the page's text does not hold it)."""

    text: str
    index: int
    kicker: str | None = None


def claimed_titles(data: Structured, title: str | None, names: Collection[str]) -> list[str]:
    """Return what the metadata calls the headline, best first, each without the site's name."""
    claims = [plain(data.article.get("headline")), data.first("og:title"), data.first("twitter:title", "headline")]
    claims.append(plain(data.article.get("name")))
    if title:
        claims.append(collapse(title))
    cleaned = [without_site(claim, names) for claim in claims if claim]
    return [claim for claim in dict.fromkeys(cleaned) if claim and key(claim) not in names]


def printed_part(flat: Flat, claim: str) -> str | None:
    """Return the longest part of a title, whole segments of it, that the page prints as a line of its own.

    The other segments are section and site, by whatever name the site calls itself there.
    """
    parts = split_title(claim)
    if not 1 < len(parts) <= _MOST_SEGMENTS:
        return None
    printed = {key(block.text) for block in flat.blocks if len(block.text) < 250}
    spans = [(i, j) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1)]
    found = [claim[claim.find(parts[i]) : claim.rfind(parts[j - 1]) + len(parts[j - 1])] for i, j in spans]
    fit = [text for text in found if key(text) in printed and len(key(text).split()) >= _SECTIONS]
    best = max(fit, key=len, default=None)
    return best if best and 2 * len(best) > len(claim) else None


def find_headline(flat: Flat, claims: list[str], title: str | None, names: Collection[str]) -> Headline | None:
    """Return the headline: the heading that the metadata agrees with, else a line that it names, else a claim."""
    claims = [*filter(None, (printed_part(flat, claim) for claim in claims)), *claims]
    wanted = [key(claim) for claim in claims if key(claim)]
    headings = [(i, block) for i, block in enumerate(flat.blocks) if block.tag in _HEADINGS or _is_h1(block)]
    scored = [(agreement(key(block.text), wanted), _rank(block), -i) for i, block in headings]
    best = max(scored, default=(0.0, 0, 0))
    if best[0] >= 0.5:
        return _as_printed(flat, -best[2], claims, names)
    if (index := _named_line(flat, wanted)) is not None:
        return _as_printed(flat, index, claims, names)
    return _withoutagreement(flat, headings, claims, title, names)


def _is_h1(block: Block) -> bool:
    parent = block.node.parent
    for _ in range(3):
        if parent is None or parent.tag == "h1":
            break
        parent = parent.parent
    return parent is not None and parent.tag == "h1"


def _rank(block: Block) -> int:
    return 3 if block.tag == "h1" or _is_h1(block) else {"h2": 2, "h3": 1}.get(block.tag, 0)


def agreement(text: str, wanted: list[str]) -> float:
    """Return how far a heading and the metadata agree in [0, 1]; a title cut short agrees with the whole."""
    if len(text) < 4:
        return 0.0
    words = set(text.split())
    best = 0.0
    for claim in wanted:
        other = set(claim.split())
        shared = len(words & other)
        best = max(
            best, shared / max(len(words), len(other)), 0.9 * shared / min(len(words), len(other)) if shared > 2 else 0
        )
        if text == claim:
            return 1.0
    return best


def _as_printed(flat: Flat, index: int, claims: list[str], names: Collection[str]) -> Headline:
    text = without_site(flat.blocks[index].text, names)
    for claim in claims:
        head, found, tail = text.partition(claim)
        # A heading may hold the line above it or below it in an element of its own (<h1><span>…</span>…</h1>).
        rest = collapse(head + " " + tail).strip(" :|-–")
        # An unescaped quotation mark ends the headline of a meta tag too early.
        cut = key(tail) and claim.rstrip().endswith(":")
        whole = found and key(rest) and len(rest) < len(claim) and not cut
        if whole and _own_element(flat.blocks[index], claim):
            # One word beside it is the section's name.
            return Headline(claim, index, rest if len(rest.split()) > 1 else None)
    return Headline(text, index)


def _own_element(block: Block, claim: str) -> bool:
    heading = block.node
    while heading is not None and heading.tag not in _HEADINGS:
        if heading.parent is None:
            return False
        heading = heading.parent
    rest = key(block.text).replace(key(claim), " ").split()
    parts = (key(child.text(deep=True)) for child in heading.css("*")[:_PARTS]) if heading else ()
    return any(part == key(claim) or part.split() == rest for part in parts)


def _named_line(flat: Flat, wanted: list[str]) -> int | None:
    claims = [claim for claim in wanted if len(claim) >= _MIN_HEADLINE]
    for i, block in enumerate(flat.blocks):
        if len(block.text) >= 250 or block.link_share >= 0.5 or not (text := key(block.text)):
            continue
        if any(text == claim or (len(claim) > 20 and text.startswith(claim)) for claim in claims):
            return i
    return None


def _withoutagreement(
    flat: Flat, headings: list[tuple[int, Block]], claims: list[str], title: str | None, names: Collection[str]
) -> Headline | None:
    ones = [(i, block) for i, block in headings if _rank(block) == 3 and _can_be(block, names)]
    if ones:
        index, block = max(ones, key=lambda pair: len(pair[1].text) if len(pair[1].text) < 250 else 0)
        if not claims or len(key(block.text).split()) > 2:
            return Headline(without_site(block.text, names), index)
    if claims:
        return Headline(_trim(claims[0], title), -1)
    twos = [(i, block) for i, block in headings if _can_be(block, names) and block.link_share < 0.5]
    return Headline(twos[0][1].text, twos[0][0]) if twos else None


def _can_be(block: Block, names: Collection[str]) -> bool:
    return key(block.text) not in names and len(key(block.text)) >= _MIN_HEADLINE


def _trim(claim: str, title: str | None) -> str:
    """Cut short trailing segments off a claim that is the bare <title>."""
    if title is None or claim != collapse(title):
        return claim
    parts = split_title(claim)
    while len(parts) > 1 and len(parts[-1].split()) <= _SECTIONS < len(parts[0].split()):
        claim = claim[: claim.rfind(parts.pop())].rstrip()
        claim = re.sub(r"\s*[-–—|:»«·•/]+$", "", claim)
    return claim
