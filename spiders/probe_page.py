"""What each selector of a layout finds on one page, beside what the article holds in the end, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from processors.arabic.charsets import decode
from processors.records import Article, DateReading, NotArticle, RawPage
from spiders.check import SELECTOR_KEYS
from spiders.css import compile_selector
from spiders.outlet import Layout, Outlet
from spiders.page import extract


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One key of a layout. ``selector`` is the alternative that found something, ``elements`` how many it matches.

    ``found`` is what the first of them holds, ``used`` what the article has in that field, and ``remark`` what an
    operator should know: None where the selector did what it is for.
    """

    name: str
    selector: str | None = None
    elements: int = 0
    found: str | None = None
    used: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of a page: its article or the reason why there is none, and a row for each key of a layout."""

    article: Article | NotArticle
    fields: tuple[Field, ...]


def read_page(page: RawPage, outlet: Outlet) -> Reading:
    """Extract a page as a crawl's page is, and look each selector of the layout in force up on it."""
    article = extract(page, outlet)
    layout = outlet.layout_at(page.fetched_at.date()) or Layout()
    tree = LexborHTMLParser(decode(page.body, page.header("content-type")).text)
    return Reading(article=article, fields=tuple(_field(name, layout, tree, article) for name in SELECTOR_KEYS))


def _field(name: str, layout: Layout, tree: LexborHTMLParser, article: Article | NotArticle) -> Field:
    alternatives: Sequence[str] = getattr(layout, name)
    matching = next((text for text in alternatives if tree.css_first(compile_selector(text).css)), None)
    found = compile_selector(matching).values(tree) if matching else []
    used = _USED[name](article) if isinstance(article, Article) and name in _USED else None
    return Field(
        name=name,
        selector=matching or " | ".join(alternatives) or None,
        elements=len(tree.css(compile_selector(matching).css)) if matching else 0,
        found=found[0] if found else None,
        used=used,
        remark=_remark(name, alternatives, matching, used, article),
    )


def _remark(
    name: str, alternatives: Sequence[str], matching: str | None, used: str | None, article: Article | NotArticle
) -> str | None:
    if isinstance(article, Article) and f"layout: {_NOTED.get(name, name)} contradicted" in article.notes:
        return "the page says otherwise, so the general extractor is believed"
    if not alternatives:
        return "no selector; found by the general extractor" if used else None
    if matching is None:
        return "the selector finds nothing" + ("; found by the general extractor" if used else "")
    return None


_NOTED = {"date": "published"}


def _date(reading: DateReading | None) -> str | None:
    return f"{reading.iso} (from {reading.provenance}: {reading.raw})" if reading else None


def _listed(values: Sequence[str | None]) -> str | None:
    return "; ".join(value for value in values if value) or None


_USED: Mapping[str, Callable[[Article], str | None]] = {
    "headline": lambda article: article.headline or None,
    "kicker": lambda article: article.kicker,
    "lead": lambda article: article.lead,
    "byline": lambda article: article.byline,
    "date": lambda article: _date(article.published),
    "modified": lambda article: _date(article.modified),
    "section": lambda article: article.section,
    "keywords": lambda article: _listed(article.keywords),
    "body": lambda article: (
        f"{len(article.paragraphs)} paragraphs, {len(article.body)} characters: {article.body}"
        if article.paragraphs
        else None
    ),
    "credits": lambda article: _listed(article.credits),
    "images": lambda article: _listed([image.url for image in article.images]),
    "caption": lambda article: _listed([image.caption for image in article.images]),
}
