"""What a layout's selectors found laid over what the general extractor did, where the two can both be right.

A layout marked ``verified`` is believed. Another one was read out of public material and may be of another year than
the page: it is believed field by field, as long as the page itself does not say otherwise.
"""

from __future__ import annotations

from collections.abc import Collection

from processors.records import DateReading, Image
from spiders.extract.bylines import read_line, trim
from spiders.extract.general import Draft, Page
from spiders.extract.headline import agreement, claimed_titles
from spiders.extract.images import absolute, credit_in
from spiders.extract.layout import Selected
from spiders.extract.signatures import Signatures, take_out
from spiders.extract.text import key
from spiders.outlet import Layout

_LOST = 0.12
"""The share of the general extractor's text from which an unverified body selector has lost something."""
_STATED = ("json-ld", "meta")


def selected_text(chosen: Selected, own: Collection[str], found: Signatures) -> list[str]:
    """Return the paragraphs that the selectors found, their bylines and signatures taken out into ``found``."""
    for text in chosen.byline:
        if line := read_line(text, own, sure=True):
            found.take(line, text)
        elif trim(text):
            found.byline = found.byline or trim(text)
    found.credits += [credit for credit in chosen.credits if credit not in found.credits]
    titles = {key(text) for text in (chosen.headline, chosen.kicker) if text}
    return take_out([text for text in chosen.body if key(text) not in titles], own, found)


def is_whole(chosen: Selected, layout: Layout) -> bool:
    """Return whether the selectors found all that an article needs, so that no other reading is asked for."""
    return bool(chosen.headline and chosen.body and chosen.published and (chosen.byline or not layout.byline))


def contradicted(chosen: Selected, body: list[str], draft: Draft, page: Page) -> tuple[str, ...]:
    """Return which of the fields of an unverified layout the page contradicts: headline, body, published."""
    wrong = []
    claims = claimed_titles(page.data, page.title, page.own)
    if chosen.headline and claims and agreement(key(chosen.headline), [key(claim) for claim in claims]) < 0.5:
        wrong.append("headline")
    apart = [text for text in (chosen.headline, chosen.kicker, *chosen.byline) if text]
    if body and draft.paragraphs and _loses([*body, *apart], draft.paragraphs):
        wrong.append("body")
    if chosen.published and draft.published and _stated_otherwise(chosen.published, draft.published):
        wrong.append("published")
    return tuple(wrong)


def _loses(body: list[str], general: list[str]) -> bool:
    """Return whether the selectors miss a part of a text that they otherwise share with the general extractor."""
    have = {key(text) for text in body}
    missed = sum(len(text) for text in general if key(text) not in have)
    total = sum(map(len, general))
    return missed > _LOST * total and any(key(text) in have for text in general)


def _stated_otherwise(chosen: DateReading, general: DateReading) -> bool:
    stated = general.provenance.partition(":")[0] in _STATED
    return stated and chosen.value.date() != general.value.date()


def overlay(draft: Draft, chosen: Selected, body: list[str], page: Page, without: Collection[str] = ()) -> None:
    """Put what the selectors found over the draft, the fields named by ``without`` left as they are."""
    if "headline" not in without:
        draft.headline = chosen.headline or draft.headline
    if "body" not in without:
        draft.paragraphs = body or draft.paragraphs
    if "published" not in without:
        draft.published = chosen.published or draft.published
    draft.kicker = chosen.kicker or draft.kicker
    draft.lead = chosen.lead or draft.lead
    draft.section = chosen.section or draft.section or page.data.first("article:section")
    draft.keywords = chosen.keywords or draft.keywords
    draft.modified = chosen.modified or draft.modified
    draft.notes = (*draft.notes, *(f"layout: {name} contradicted" for name in without))
    if chosen.images:
        draft.images = _images(chosen, page)


def _images(chosen: Selected, page: Page) -> tuple[Image, ...]:
    addresses = [address for source in chosen.images if (address := absolute(page.url, source))]
    captions = (*chosen.captions, *[None] * len(addresses))
    return tuple(
        Image(url=url, caption=caption, credit=credit_in(caption, page.own))
        for url, caption in zip(dict.fromkeys(addresses), captions, strict=False)
    )
