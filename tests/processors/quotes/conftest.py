from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from processors.quotes import find_quotes
from processors.records import Article, Context, Mention, Quote

Find = Callable[..., list[Quote]]


@pytest.fixture(scope="session")
def find() -> Find:
    def run(
        body: str, headline: str = "", mentions: tuple[Mention, ...] = (), outlets: tuple[str, ...] = ()
    ) -> list[Quote]:
        now = datetime(2025, 1, 1, tzinfo=UTC)
        article = Article(
            id="a",
            url="https://example.org/a",
            canonical_url="https://example.org/a",
            outlet=None,
            fetched_at=now,
            headline=headline,
            paragraphs=tuple(body.split("\n")),
        )
        return list(find_quotes(article, mentions, Context(captured_at=now, outlet_names=outlets)))

    return run
