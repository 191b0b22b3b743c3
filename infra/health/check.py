"""Judging sources and noting what changed: once per change, with the first page that broke and what failed on it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from infra.archive import Archive
from infra.config import Settings
from infra.health.judge import ILL, Verdict, judge
from infra.health.report import Health, known, told
from infra.health.selectors import archived, failing, of_sources
from infra.ledger import Ledger
from infra.ledger.coverage import HealthBook
from infra.sink import ledger_of, open_archive
from infra.stores.base import StoreError
from spiders.canonical import canonicalise
from spiders.outlet import Outlet

_LOG = logging.getLogger(__name__)


def check_outlets(settings: Settings, outlets: Sequence[Outlet], now: datetime | None = None) -> list[Health]:
    """Judge outlets, note each state, and return what is known; on Elasticsearch the dashboards get it too."""
    now, archive = now or datetime.now(UTC), open_archive(settings)
    with ledger_of(settings) as ledger:
        book = HealthBook(ledger.engine)
        found = [_checked(book, outlet, now, archive)[1] for outlet in outlets]
        book.keep({health.outlet: health.record for health in found})
    if settings.store == "elasticsearch":
        _show(settings, found, outlets)
    return found


def _show(settings: Settings, found: Sequence[Health], outlets: Sequence[Outlet]) -> None:
    from infra.health.rows import show_in_kibana

    try:
        show_in_kibana(settings, found, outlets)
    except StoreError as error:
        # The ledger has it all: the dashboards may lack a row rather than a crawl end for it.
        _LOG.warning("health is not in Elasticsearch: %s", error)


def check(book: HealthBook, outlet: Outlet, now: datetime, archive: Archive | None = None) -> Verdict:
    """Judge an outlet and note its state; a change leaves one event, which is ``recovered`` where all is well again.

    With the archive, the event names the selectors that fail on the first page that broke.
    """
    verdict, health = _checked(book, outlet, now, archive)
    book.keep({outlet.id: health.record})
    return verdict


def _checked(book: HealthBook, outlet: Outlet, now: datetime, archive: Archive | None) -> tuple[Verdict, Health]:
    of = known(book, outlet.id, now)
    before = of.standing
    verdict = judge(outlet, of.runs, of.rows, before, now)
    url, locator, selector = _evidence(book, outlet, now, archive, verdict)
    well_again = before is not None and before.state in ILL and verdict.state not in ILL
    found = {"url": url, "locator": locator, "selector": selector}
    event = {"state": "recovered" if well_again else verdict.state, **found}
    changed = book.note(outlet.id, verdict.state, verdict.reason, verdict.since or now, event)
    of = replace(of, standing=book.standing(outlet.id))
    previous = before.state if before else None
    return verdict, told(outlet, of, now, verdict, changed=changed, previous=previous, **found)


def _evidence(
    book: HealthBook, outlet: Outlet, now: datetime, archive: Archive | None, verdict: Verdict
) -> tuple[str | None, str | None, str | None]:
    """Return address and locator of the first page that broke, and the selectors that fail on it."""
    if verdict.fields == ("links",):
        source = outlet.sources[0].url if outlet.sources else None
        last = _listing(book, outlet)
        return (last or (source, None))[0], (last or (None, None))[1], of_sources(outlet)
    url, locator = verdict.page or (None, None)
    page = archived(archive, locator)
    return url, locator, failing(outlet.layout_at(now.date()), verdict.fields, page)


def _listing(book: HealthBook, outlet: Outlet) -> tuple[str, str] | None:
    ledger = Ledger(book.engine)
    for source in outlet.sources:
        if last := ledger.last_capture(canonicalise(source.url), source.type):
            return last.url, last.locator
    return None
