"""The page of an outlet: how much it prints, how soon that is captured, and how its source is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from statistics import median

from starlette.responses import Response

from infra.console.plots import columns, over_time
from infra.console.render import Page
from infra.console.state import PAGE
from infra.health import Health, kept_of
from infra.ledger import connected
from infra.ledger.coverage import HealthBook
from infra.outlets import registry
from infra.stores.base import Hit, Query
from spiders.outlet import Outlet

_READ = 60  # the latest articles whose lag is read


def outlet_view(page: Page, outlet_id: str) -> Response | None:
    """Show an outlet's volume, lag, health and latest articles; None where nobody knows it."""
    query = Query(outlet=(outlet_id,), sort="newest", limit=_READ)
    results = page.store.search(query)
    known = registry(page.settings).get(outlet_id)
    if not results.total and known is None:
        return None
    interval, counts = over_time(page.store, query, page.settings.timezone)
    name = results.hits[0].stored.outlet_name if results.hits else known and known.names.ar
    return page.render(
        "outlet.html",
        id=outlet_id,
        name=name or outlet_id,
        results=results,
        latest=results.hits[:PAGE],
        lag=lag(results.hits),
        health=_health(page, known),
        plot=columns(counts, page.words["over_time"]),
        interval=interval,
        counts=[item for item in counts if item.count],
    )


def lag(hits: Sequence[Hit]) -> timedelta | None:
    """Return the median time from an article's date to its capture, of those dated to the minute; None without any.

    An article that is dated after its capture has a date that was set ahead: it counts as captured at once.
    """
    articles = [hit.stored.enriched.article for hit in hits]
    told = [
        max(0.0, (item.fetched_at - item.published.value).total_seconds())
        for item in articles
        if item.published is not None and item.published.precision in ("minute", "second")
    ]
    return timedelta(seconds=median(told)) if told else None


def _health(page: Page, known: Outlet | None) -> Health | None:
    if known is None:
        return None
    with connected(page.settings.ledger_url) as engine:
        (found,) = kept_of(HealthBook(engine), [known], datetime.now(UTC))
    return found if found.run or found.coverage else None
