"""A captured page and its outlet's definition give the article, or the reason why there is none."""

from __future__ import annotations

from processors.records import Article, NotArticle, RawPage
from spiders.outlet import Outlet


def extract(page: RawPage, outlet: Outlet | None = None) -> Article | NotArticle:
    """Extract the article of a page: the outlet's selectors first, the general extractor for what they leave open."""
    raise NotImplementedError
