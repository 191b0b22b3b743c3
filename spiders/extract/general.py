"""The general extractor: structured data first, then the densest Arabic text, then trafilatura as a last resort."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from processors.records import DateReading, Image
from spiders.extract.authors import collect_authors
from spiders.extract.dating import Clock, find_dates
from spiders.extract.dom import Flat, flatten
from spiders.extract.head import find_keywords, find_kicker, find_section, opening_kicker, repeats
from spiders.extract.headline import Headline, claimed_titles, find_headline
from spiders.extract.images import find_images
from spiders.extract.lines import is_noise
from spiders.extract.main_text import MainText, find_main_text
from spiders.extract.signatures import Signatures, take_out
from spiders.extract.structured import Structured
from spiders.extract.text import collapse, key, plain

_BETWEEN = 12
"""Lines that may stand between a lead and the text below it."""
_SENTENCE = 6
"""Words of one line at least in what the last resort finds: less is a menu."""
_WHOLE = 200
"""Characters from which an articleBody in JSON-LD can stand for the text where the page's own is far shorter."""


@dataclass(slots=True)
class Draft:
    """What is known of an article so far."""

    headline: str | None = None
    kicker: str | None = None
    lead: str | None = None
    paragraphs: list[str] | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    published: DateReading | None = None
    modified: DateReading | None = None
    images: tuple[Image, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page and what all readers of it share."""

    tree: LexborHTMLParser
    url: str
    html: str
    data: Structured
    title: str | None
    own: Collection[str]
    clock: Clock


def read_generally(page: Page, signatures: Signatures) -> tuple[Draft, Flat]:
    """Read a page without selectors."""
    flat = flatten(page.tree)
    claims = claimed_titles(page.data, page.title, page.own)
    found = find_headline(flat, claims, page.title, page.own) or Headline("", -1)
    text = find_main_text(flat, found.index, [*claims, found.text])
    draft = Draft(headline=found.text or None)
    draft.section = find_section(flat, page.data, found.text, page.own)
    draft.keywords = find_keywords(flat, page.data)
    head = _head(flat, found, text)
    _read_text(draft, flat, found, text, page, signatures)
    collect_authors(flat, page.data, page.own, head, signatures)
    draft.published, draft.modified = find_dates(flat, page.data, page.url, page.clock, head)
    span = (found.index, (text.indices[-1] + 1) if text.indices else head[1])
    draft.images = find_images(flat, page.data, page.url, span, page.own)
    return draft, flat


def _head(flat: Flat, found: Headline, text: MainText) -> tuple[int, int]:
    first = text.indices[0] if text.indices else found.index + 6
    start = found.index if 0 <= found.index < first else max(0, first - 8)
    # Byline and date may stand between a lead and the text.
    second = text.indices[1] if len(text.indices) > 1 and text.indices[1] - first <= _BETWEEN else first
    return max(0, start - 4), min(len(flat.blocks), max(first + 3, second))


def _read_text(draft: Draft, flat: Flat, found: Headline, text: MainText, page: Page, signatures: Signatures) -> None:
    filed = {key(word) for word in (*draft.keywords, draft.section or "")}
    first = text.indices[0] if text.indices else -1
    kicker = find_kicker(flat, found, first, page.own, filed)
    draft.kicker = found.kicker or (flat.blocks[kicker].text if kicker >= 0 else None)
    indices = [i for i in text.indices if i != kicker]
    paragraphs = take_out([flat.blocks[i].text for i in indices], page.own, signatures)
    opening = opening_kicker(paragraphs, page.own) if draft.kicker is None else None
    if opening and not repeats(flat, indices[0]):
        draft.kicker = opening
        paragraphs = take_out(paragraphs[1:], page.own, signatures)
    lead = _lead(flat, indices, found)
    draft.lead = lead if lead in paragraphs else None
    if draft.lead and len(paragraphs) > 1 and key(paragraphs[1]).startswith(key(draft.lead)):
        paragraphs = paragraphs[1:]
    draft.paragraphs = _longer(paragraphs, page, draft)


def _lead(flat: Flat, indices: list[int], found: Headline) -> str | None:
    """Return the standfirst: the first line of the text where the page marks it as one or sets it as a heading."""
    if not indices or not 0 <= found.index < indices[0]:
        return None
    block = flat.blocks[indices[0]]
    marked = block.region >= 0 and any(flat.regions[region].kind == "lead" for region in _chain(flat, block.region))
    return block.text if marked or block.tag in ("h2", "h3", "h4") else None


def _chain(flat: Flat, region: int) -> list[int]:
    chain: list[int] = []
    while region >= 0 and len(chain) < 50:
        chain.append(region)
        region = flat.regions[region].parent
    return chain


def _longer(paragraphs: list[str], page: Page, draft: Draft) -> list[str]:
    """Return the text of JSON-LD's articleBody where the page itself shows far less."""
    claimed = page.data.article.get("articleBody")
    size = sum(map(len, paragraphs))
    if not isinstance(claimed, str) or len(claimed) < max(_WHOLE, 1.8 * size):
        return paragraphs
    draft.notes = (*draft.notes, "body: articleBody of JSON-LD")
    return _lines(claimed)


def _lines(text: str) -> list[str]:
    import html

    text = html.unescape(html.unescape(text)) if "&" in text else text
    if "<" in text and "</" in text:
        return [block.text for block in flatten(LexborHTMLParser(text)).blocks]
    return [line for part in text.splitlines() if (line := collapse(part))]


def last_resort(page: Page) -> list[str]:
    """Return the paragraphs that trafilatura finds (loaded only here: it takes a second to import)."""
    import trafilatura

    text = trafilatura.extract(page.html, include_comments=False, include_tables=False, favor_recall=True) or ""
    titles = {key(claim) for claim in claimed_titles(page.data, page.title, page.own)}
    lines = [line for part in text.splitlines() if (line := collapse(part)) and not is_noise(line)]
    kept = [line for line in lines if key(line) not in titles]
    return kept if any(len(line.split()) >= _SENTENCE for line in kept) else []


def title_of(tree: LexborHTMLParser) -> str | None:
    """Return the text of <title>."""
    node = tree.css_first("head title") or tree.css_first("title")
    return plain(node.text(deep=True)) if node else None
