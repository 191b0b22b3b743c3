"""Pages made to be slow: four times the page may take ten times as long at most, through extraction and processors."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from processors.pipeline import process
from processors.records import Article, Context, RawPage
from spiders.page import extract

NOW = datetime(2026, 9, 1, tzinfo=UTC)
TITLE = "<h1>إطلاق حملة لتشجير ضفاف الوادي الكبير في الشمال</h1>"
TEXT = "<p>قال مدير الري إن الخطة تشمل ثلاث محافظات في الشمال، وأوضح أن العمل يبدأ في تموز 2023 بكلفة عالية.</p>" * 20
SMALL, LARGE = 500, 2000
MOST, FLOOR = 10.0, 0.05
PAGES: dict[str, Callable[[int], str]] = {
    "nested blocks": lambda n: TITLE + "<div>" * n + TEXT + "</div>" * n,
    "unclosed tags": lambda n: TITLE + "<b><i>" * n + TEXT,
    "tables in tables": lambda n: TITLE + "<table><tr><td>" * n + TEXT,
    "one endless word": lambda n: f"{TITLE}<p>{'ب' * n * 40}</p>{TEXT}",
    "marks and spaces": lambda n: TITLE + "<p>" + " \u200f" * n * 20 + "</p>" + TEXT,
    "dates": lambda n: TITLE + "<span>5 تموز 2023</span>" * n + TEXT,
    "time tags": lambda n: TITLE + "<time datetime='2023-07-05'>5 تموز</time>" * n + TEXT,
    "authors in meta": lambda n: "<meta property='article:author' content='سامر الحلبي'>" * n + TITLE + TEXT,
    "nested JSON-LD": lambda n: f"<script type='application/ld+json'>{'[' * n}{']' * n}</script>{TITLE}{TEXT}",
    "links": lambda n: TITLE + "<a href='/x'>نص الرابط هنا</a> " * n + TEXT,
    "lines": lambda n: f"{TITLE}<div>{'سطر من النص العربي هنا<br>' * n}</div>{TEXT}",
    "openers of quotes": lambda n: f"{TITLE}<p>{'«' * n}قال</p>{TEXT}",
    "bylines": lambda n: f"{TITLE}<p>{'كتب: ' * n}</p>{TEXT}",
    "headlines": lambda n: TITLE * n + TEXT,
    "numbers": lambda n: f"{TITLE}<p>{'12/' * n * 5}</p>{TEXT}",
    "comments": lambda n: TITLE + "<!--" * n + TEXT,
    "classes": lambda n: f"{TITLE}<div class='{'content ' * n}'>{TEXT}</div>",
}


def seconds(html: str) -> float:
    """Return the least of three readings in processor time."""
    page = RawPage(url="https://a.example/1", final_url="", outlet_id=None, fetched_at=NOW, body=html.encode())

    def once() -> float:
        start = time.process_time()
        found = extract(page)
        if isinstance(found, Article):
            process(found, Context(captured_at=NOW))
        return time.process_time() - start

    return min(once() for _ in range(3))


@pytest.mark.parametrize("make", PAGES.values(), ids=PAGES.keys())
def test_time_grows_with_the_page_and_not_with_its_square(make: Callable[[int], str]) -> None:
    small, large = seconds(make(SMALL)), seconds(make(LARGE))
    assert large <= MOST * max(small, FLOOR), (small, large)
