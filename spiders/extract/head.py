"""The lines around the headline: kicker and lead; and the section and keywords the article is filed under."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from spiders.extract.agencies import is_agency
from spiders.extract.bylines import read_line
from spiders.extract.dom import Block, Flat
from spiders.extract.headline import Headline
from spiders.extract.lines import is_date_line, is_noise
from spiders.extract.structured import Structured
from spiders.extract.text import key, plain, unique

_HEADS = ("h2", "h3", "h4", "h5", "h6")
_ENDED = re.compile(r"[.:؛،؟?]\s*$")
_SENTENCE = re.compile(r"[.!؟?…]\W*$")
_KICKER = 110
_MARKED = 250
"""Characters of a kicker at most, by its form and where the page marks it."""
_HOME = frozenset(("الرئيسيه", "الصفحه الرئيسيه", "home", "رئيسيه", "الصفحه الاولي", "انت هنا", "الاخبار"))
_DATED = re.compile(r"(?:19|20)\d\d|[٠-٩]{4}|\d\s*[:/]\s*\d")


def find_kicker(flat: Flat, headline: Headline, first: int, own: Collection[str], filed: Collection[str]) -> int:
    """Return the index of the kicker's block: marked as one, or a heading right above or below the headline; else -1.

    ``first`` is the first block of the text, ``filed`` the keys of section and keywords, which are no kicker.
    """
    if headline.index < 0:
        return -1
    around = range(max(0, headline.index - 4), min(len(flat.blocks), headline.index + 4))
    for i in around:
        block = flat.blocks[i]
        if i == headline.index or block.region < 0:
            continue
        kind = flat.regions[block.region].kind
        # What a site calls a subtitle is a second headline, unless it ends as a sentence does: then it is the lead.
        if kind == "kicker" or (kind == "subtitle" and i > headline.index and not _SENTENCE.search(block.text)):
            return i if len(block.text) < _MARKED else -1
    for i in (headline.index - 1, headline.index + 1):
        if not 0 <= i < len(flat.blocks) or (i > headline.index and repeats(flat, i)):
            continue
        if _is_kicker(flat.blocks[i], flat, headline, own, filed):
            return i
    return -1


def repeats(flat: Flat, i: int) -> bool:
    """Return whether a heading is the first of a row of boxes of one kind: the entries of a live page."""
    block = flat.blocks[i]
    home = block.container
    return home >= 0 and any(
        other.tag == block.tag
        and other.container != home
        and flat.parents[other.container] == flat.parents[home]
        and flat.names[other.container] == flat.names[home]
        for other in flat.blocks[i + 1 :]
        if other.container >= 0
    )


def _is_kicker(block: Block, flat: Flat, headline: Headline, own: Collection[str], filed: Collection[str]) -> bool:
    text = block.text
    above = block.node.mem_id == flat.blocks[headline.index - 1].node.mem_id if headline.index else False
    shaped = block.tag in _HEADS or (block.tag in ("p", "div") and not above and block.bold)
    if not shaped or not _short_line(text) or block.link_share > 0.5 or (block.region >= 0 and _furniture(flat, block)):
        return False
    return not (
        is_noise(text)
        or is_date_line(text)
        or key(text) in own
        or key(text) in filed
        or read_line(text, own)
        or is_agency(text, own)
        or key(text) == key(headline.text)
        or _DATED.search(text)
    )


def _furniture(flat: Flat, block: Block) -> bool:
    return flat.regions[block.region].kind in ("noise", "byline", "date", "caption", "tags", "breadcrumb", "comments")


def _short_line(text: str) -> bool:
    return len(text) <= _KICKER and len(text.split()) > 1 and not _ENDED.search(text)


def opening_kicker(paragraphs: list[str], own: Collection[str]) -> str | None:
    """Return a first line that is a kicker by its form: short, open-ended, before a byline or a long paragraph."""
    if (
        len(paragraphs) < 2
        or is_date_line(paragraphs[0])
        or not _short_line(paragraphs[0])
        or len(paragraphs[0].split()) > 16
    ):
        return None
    if re.search(r"^\s*[-–•*]|[.!؟?…:\"”»]\s*$", paragraphs[0]) or read_line(paragraphs[0], own) is not None:
        return None
    byline = len(paragraphs) > 2 and read_line(paragraphs[1], own) is not None
    long = len(paragraphs[1]) > max(120, 2 * len(paragraphs[0]))
    return paragraphs[0] if byline or (long and len(paragraphs[0]) < 80) else None


def find_section(flat: Flat, data: Structured, headline: str, own: Collection[str]) -> str | None:
    """Return the section: from metadata, else the last step of the breadcrumb that is not the headline."""
    value = data.article.get("articleSection")
    listed = value if isinstance(value, list) else [value]
    named = [text for item in listed if (text := plain(item))] + [data.first("article:section", "section") or ""]
    crumbs = [b.text for b in flat.blocks if b.region >= 0 and flat.regions[b.region].kind == "breadcrumb"]
    steps = [part for line in crumbs for part in re.split(r"\s*[/»›>|«]+\s*", line)]
    steps = [
        text
        for text in steps
        if text and key(text) not in _HOME and key(text) not in own and key(text) != key(headline)
    ]
    short = [text for text in steps if len(text) < 40 and key(text) not in key(headline)]
    return next((name for name in (*named, *reversed(short)) if name and len(name) < 60), None)


def _words(values: Iterable[object]) -> list[str]:
    """Return keywords from values of which each may be a list of its own."""
    texts = [text for value in values if (text := plain(value))]
    # "#a #b" is a list as well; inside a word (C#, F#) the sign is the word's own.
    parts = (part for text in texts for part in re.split(r"[,،;؛|]|(?:^|(?<=\s))#", text))
    return [word for part in parts if (word := part.strip())]


def find_keywords(flat: Flat, data: Structured) -> tuple[str, ...]:
    """Return the keywords of metadata, else those that the page prints as tags."""
    value = data.article.get("keywords")
    listed = value if isinstance(value, list) else [value]
    words = _words(listed) or _words(data.all("article:tag"))
    if not words:
        words = _words([data.first("news_keywords", "keywords") or ""])
    if not words:
        tags = (
            b for b in flat.blocks if b.region >= 0 and flat.regions[b.region].kind == "tags" and b.link_share > 0.5
        )
        words = [block.text.lstrip("#") for block in tags if len(block.text) < 50]
    return unique([word for word in words if len(word) < 80])[:40]
