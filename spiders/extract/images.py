"""The images of an article, with the captions and credits that the page prints."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from processors.records import Image
from spiders.extract.agencies import is_agency
from spiders.extract.dom import Flat
from spiders.extract.structured import Structured
from spiders.extract.text import collapse

_SOURCES = ("data-src", "data-lazy-src", "data-original", "src")
_CREDIT = re.compile(
    r"(?:تصوير|عدسة|الصورة|المصدر|مصدر الصورة|credit|photo)\s*[:/]\s*([^()|]{2,60})\s*$", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]]{2,40})\s*[)\]]\s*\.?\s*$")
_FURNITURE = re.compile(
    r"logo|icon|sprite|avatar|blank|pixel|1x1|placeholder|spacer|loader|/ads?/|emoji|gravatar", re.IGNORECASE
)
_MOST = 40


def find_images(
    flat: Flat, data: Structured, url: str, span: tuple[int, int], own: Collection[str]
) -> tuple[Image, ...]:
    """Return the page's main image and those between the headline and the end of the text (``span`` of blocks)."""
    captions = _captions(flat, span)
    found: dict[str, Image] = {}
    for source, caption in _candidates(flat, data, span, captions):
        address = absolute(url, source)
        if address is None or _FURNITURE.search(address):
            continue
        if address not in found or (caption and not found[address].caption):
            found[address] = Image(url=address, caption=caption, credit=credit_in(caption, own))
    if len(captions) == 1 and len(found) >= 1 and not any(image.caption for image in found.values()):
        first = next(iter(found))
        found[first] = Image(url=first, caption=captions[0][1], credit=credit_in(captions[0][1], own))
    return tuple(found.values())[:_MOST]


def absolute(base: str, source: str) -> str | None:
    """Return the address of an image, or None where it is not one on the web (data:, about:)."""
    try:
        address = urljoin(base, source.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None


def credit_in(caption: str | None, own: Collection[str]) -> str | None:
    """Return the photographer or agency at a caption's end."""
    if caption is None:
        return None
    if match := _CREDIT.search(caption):
        return collapse(match[1])
    match = _IN_BRACKETS.search(caption)
    return collapse(match[1]) if match and is_agency(match[1], own) else None


def _captions(flat: Flat, span: tuple[int, int]) -> list[tuple[LexborNode, str]]:
    found = []
    for block in flat.blocks[max(0, span[0]) : span[1]]:
        if block.region >= 0 and flat.regions[block.region].kind == "caption":
            found.append((flat.regions[block.region].node, block.text))
    return found


def _candidates(
    flat: Flat, data: Structured, span: tuple[int, int], captions: list[tuple[LexborNode, str]]
) -> Iterator[tuple[str, str | None]]:
    if main := data.first("og:image", "og:image:url", "twitter:image"):
        yield main, None
    for node, caption in captions[:_MOST]:
        if image := _beside(node):
            yield image, caption
    if span[0] < 0 or span[0] >= span[1]:
        return
    for node in _within(flat, span):
        if source := source_of(node):
            yield source, None


def _beside(caption: LexborNode) -> str | None:
    """Return the image that shares a wrapper with a caption."""
    node = caption
    for _ in range(3):
        if image := node.css_first("img"):
            return source_of(image)
        if node.parent is None:
            return None
        node = node.parent
    return None


def _within(flat: Flat, span: tuple[int, int]) -> list[LexborNode]:
    middle = flat.blocks[min(span[1], len(flat.blocks)) - 1].container
    wrappers = flat.blocks[min(span[1], len(flat.blocks)) - 1].node.parent
    for _ in range(2):
        if wrappers is not None and wrappers.tag not in ("body", "html", "main") and wrappers.parent is not None:
            wrappers = wrappers.parent
    if wrappers is None or middle < 0 or wrappers.tag in ("body", "html"):
        return []
    return wrappers.css("img")[:_MOST]


def source_of(node: LexborNode) -> str | None:
    """Return where an image comes from; lazy loaders keep that beside a placeholder."""
    attributes = node.attributes
    return next((value for name in _SOURCES if (value := attributes.get(name)) and not value.startswith("data:")), None)
