"""The archived page of an article as evidence: its source text, never run."""

from __future__ import annotations

import codecs
import re

from starlette.responses import Response

from infra.console.render import Page
from infra.console.words import shown_moment
from infra.pruning import PrunedError, evidence
from processors.records import RawPage


def archived_page(page: Page, article_id: str, revision: int | None) -> Response | None:
    """Return what the archive holds of an article (or of an earlier version, from 0), None where that is nothing."""
    stored = page.store.get(article_id)
    if stored is None or (revision is not None and revision >= len(stored.revisions)):
        return None
    locator = stored.enriched.article.locator if revision is None else stored.revisions[revision].locator
    if locator is None:
        return None
    try:
        return as_source(evidence(page.settings, locator))
    except PrunedError as error:
        day = shown_moment(error.at, page.zone, page.state.language, page.settings.month_names)
        return page.render("error.html", status=410, message=f"{page.words['pruned']} {day}")


def as_source(raw: RawPage) -> Response:
    """Return an archived page as text that no browser runs."""
    headers = {
        "Content-Type": f"text/plain; charset={_charset(raw.header('content-type') or '')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(raw.body, headers=headers)


def _charset(content_type: str) -> str:
    found = re.search(r"charset=\"?([\w.:-]+)", content_type, re.IGNORECASE)
    try:
        return codecs.lookup(found[1]).name if found else "utf-8"
    except LookupError:
        return "utf-8"
