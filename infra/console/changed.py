"""Headlines that were changed in silence: what they said, what they say now."""

from __future__ import annotations

from heapq import nlargest

from starlette.responses import Response

from infra.console.render import Page
from infra.revisions import silent_headlines, word_diff

_SHOWN = 100


def headlines_view(page: Page) -> Response:
    """Show the latest silent changes of headlines, of all outlets or of those that the URL names, word by word."""
    query = page.state.query(page.zone)
    found = silent_headlines(page.store, query.outlet, query.date_from, query.date_to)
    latest = nlargest(_SHOWN, found, key=lambda item: (item.later, item.stored.enriched.article.id))
    return page.render("headlines.html", changes=[(item, word_diff(item.before, item.after)) for item in latest])
