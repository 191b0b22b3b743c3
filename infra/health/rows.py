"""Health as the rows that Kibana's dashboards read."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from infra.config import Settings
from infra.health.report import Health
from infra.stores.elasticsearch.connection import connect
from infra.stores.elasticsearch.health import HealthRow, write_health
from spiders.outlet import Outlet


def show_in_kibana(settings: Settings, found: Sequence[Health], outlets: Sequence[Outlet]) -> int:
    """Write a row for each outlet into the health index; `StoreError` where the cluster does not take them."""
    places = {one.id: (one.place.latitude, one.place.longitude) for one in outlets if one.place}
    with closing(connect(settings)) as client:
        rows = [row_of(health, places.get(health.outlet)) for health in found]
        return write_health(client, settings.elasticsearch_prefix, rows)


def row_of(health: Health, place: tuple[float, float] | None = None) -> HealthRow:
    """Return the row of a source; its articles are those of the last 24 hours, as its usual is that of a day."""
    run = health.run
    crawled = {"discovered", "captured", "not_modified", "errors", "bytes", "seconds", "refused", "http"}
    return HealthRow(
        outlet=health.outlet,
        outlet_name=health.name,
        outlet_place=place,
        country=health.country,
        tier=health.tier,
        at=health.at,
        state=health.state,
        previous_state=health.previous,
        state_changed=health.changed,
        reason=health.reason,
        articles=health.articles_day,
        usual_articles=health.usual_day,
        volume_ratio=health.articles_day / health.usual_day if health.usual_day else None,
        newest=health.newest,
        coverage=health.coverage,
        usual_coverage=health.usual,
        body_length=health.body_length,
        usual_body_length=health.usual_body_length,
        broken_url=health.url,
        broken_locator=health.locator,
        broken_selector=health.selector,
        **{name: getattr(run, name) for name in crawled} if run else {},
    )
