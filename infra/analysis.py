"""One saved page through extraction and every processor, as the JSON that `rasid analyze` prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from processors.entities.corrections import NONE, Corrections
from processors.pipeline import StepError, process
from processors.records import EnrichedArticle, NotArticle, RawPage
from spiders.canonical import choose_canonical
from spiders.context import context_of
from spiders.outlet import Outlet
from spiders.page import extract


class Analyst:
    """Analyses pages by the outlets' definitions; ``warn`` is told of outlet ids that have none."""

    def __init__(
        self,
        outlets: Mapping[str, Outlet],
        warn: Callable[[str], None],
        corrections: Corrections = NONE,
        ner_model: str | None = None,
    ) -> None:
        self._outlets, self._warn, self._corrections, self._ner_model = outlets, warn, corrections, ner_model
        self._hosts = {host: outlet for outlet in reversed(list(outlets.values())) for host in outlet.hosts}

    def analyse(self, body: bytes, url: str, outlet_id: str | None, fetched_at: datetime) -> dict[str, Any]:
        """Return the article of a page; `ValueError` names a key that cannot be used.

        Without ``outlet_id`` the outlet is the one whose host the URL has. An id without a definition is kept, and the
        general extractor serves.
        """
        outlet = self._outlets.get(outlet_id) if outlet_id else self.outlet_of(url)
        if outlet_id and outlet is None:
            self._warn(f"outlet: {outlet_id!r} has no definition; the page is read by the general extractor")
        page = RawPage(
            url=url, final_url=url, outlet_id=outlet.id if outlet else outlet_id, fetched_at=fetched_at, body=body
        )
        article = extract(page, outlet)
        if isinstance(article, NotArticle):
            return _refused(article)
        try:
            return _row(process(article, context_of(outlet, fetched_at, self._corrections, self._ner_model)))
        except StepError as error:
            raise ValueError(str(error)) from error

    def outlet_of(self, url: str) -> Outlet | None:
        """Return the outlet that owns the URL's host, or None."""
        try:
            labels = (urlsplit(url).hostname or "").lower().split(".")
        except ValueError as error:
            raise ValueError(f"url: {url!r} is not an address: {error}") from error
        hosts = (".".join(labels[start:]) for start in range(len(labels) - 1))
        return next((self._hosts[host] for host in hosts if host in self._hosts), None)


def _refused(page: NotArticle) -> dict[str, Any]:
    lists = ("authors", "credits", "keywords", "images", "entities", "quotes")
    reason = ": ".join(filter(None, (page.reason, page.detail)))
    known = {"url": page.url, "canonical_url": choose_canonical(page.url, None), "outlet": page.outlet}
    return dict.fromkeys(_KEYS) | {name: [] for name in lists} | known | {"is_article": False, "reason": reason}


def _row(enriched: EnrichedArticle) -> dict[str, Any]:
    article = enriched.article
    published, modified = article.published, article.modified
    values: dict[str, Any] = {
        name: getattr(article, name) for name in _KEYS if hasattr(article, name) and name not in ("reason", "images")
    }
    return (
        dict.fromkeys(_KEYS)
        | values
        | {
            "is_article": True,
            "headline": article.headline or None,
            "published_at": published.iso if published else None,
            "modified_at": modified.iso if modified else None,
            "published_raw": published.raw if published else None,
            "date_precision": published.precision if published else None,
            "date_calendar": published.calendar if published else None,
            "date_provenance": published.provenance if published else None,
            "date_notes": list(published.notes) if published else [],
            "body": article.body,
            "images": [asdict(image) for image in article.images],
            "entities": [asdict(mention) for mention in enriched.mentions],
            "quotes": [asdict(quote) for quote in enriched.quotes],
        }
    )


_KEYS = (
    "url", "canonical_url", "outlet", "is_article", "reason", "headline", "kicker", "lead", "byline", "authors",
    "dateline", "credits", "section", "keywords", "published_at", "modified_at", "published_raw", "date_precision",
    "date_calendar", "date_provenance", "date_notes", "language", "body", "images", "entities", "quotes", "notes",
)  # fmt: skip
"""The keys of the answer in order; every answer has them all."""
