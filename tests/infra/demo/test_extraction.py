"""Extraction of every demo page, by its outlet's definition, gives what the page says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from infra.demo import build_site
from infra.demo.layouts import LAYOUTS
from processors.records import Article, NotArticle, RawPage
from spiders.page import extract

NOW = datetime(2026, 7, 14, 9, 30, tzinfo=UTC)
SITE = build_site(NOW, pages=120)
URLS = [(name, url) for name in LAYOUTS for url in SITE.urls(name)]


def extracted(name, path):
    response = SITE.respond(name, path)
    return extract(
        RawPage(
            url=SITE.bases[name] + path,
            final_url=SITE.bases[name] + path,
            outlet_id=name,
            fetched_at=NOW,
            headers=(("Content-Type", response.content_type),),
            body=response.body,
        ),
        SITE.outlet(name),
    )


def bare(text):
    """Return a byline without the dots and colons that end it on the page."""
    return (text or "").rstrip(" .:")


@pytest.mark.parametrize(("name", "url"), URLS, ids=[f"{name}-{url.split('/')[-1] or url[-9:]}" for name, url in URLS])
def test_extraction_gives_the_text(name, url) -> None:
    article, truth = extracted(name, url.removeprefix(SITE.bases[name])), SITE.truth(url)
    assert isinstance(article, Article)
    assert article.headline == truth.headline
    assert (article.kicker, article.lead) == (truth.kicker, truth.lead)
    assert article.paragraphs == truth.paragraphs
    assert (article.section, article.canonical_url) == (truth.section, url)
    assert (article.images[0].caption if article.images else None) == truth.caption


@pytest.mark.parametrize(("name", "url"), URLS, ids=[f"{name}-{url.split('/')[-1] or url[-9:]}" for name, url in URLS])
def test_extraction_gives_the_byline_and_what_is_in_it(name, url) -> None:
    article, truth = extracted(name, url.removeprefix(SITE.bases[name])), SITE.truth(url)
    assert isinstance(article, Article)
    own = {SITE.outlet(name).names.ar, *SITE.outlet(name).names.also}
    assert article.authors == truth.authors
    assert tuple(credit for credit in article.credits if credit not in own) == truth.credits
    if truth.byline is not None:
        assert bare(article.byline) == bare(truth.byline)
    # A place in Latin letters is beyond what is promised for the Arabic press.
    if truth.language == "ar":
        assert article.dateline == truth.dateline


@pytest.mark.parametrize(("name", "url"), URLS, ids=[f"{name}-{url.split('/')[-1] or url[-9:]}" for name, url in URLS])
def test_extraction_gives_the_time_and_the_language(name, url) -> None:
    article, truth = extracted(name, url.removeprefix(SITE.bases[name])), SITE.truth(url)
    assert isinstance(article, Article)
    assert article.language == truth.language
    assert article.published is not None
    assert article.published.value == truth.published


@pytest.mark.parametrize("name", list(LAYOUTS))
def test_a_listing_is_no_article(name) -> None:
    assert isinstance(extracted(name, "/latest/"), NotArticle)
