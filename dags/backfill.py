"""Backfill: one outlet and a range of days, through sitemaps and listings, by hand."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import Asset, Param, dag, task
from airflow.sdk.exceptions import AirflowSkipException

from infra.airflow.manners import START, defaults
from infra.airflow.pools import ARCHIVE

_DOC = f"""
### Backfill
Fetches what an outlet's sources date within a range of days (`rasid crawl OUTLET --since DAY`), at the outlet's own
pace: the delay, robots.txt and bounds of its definition hold.

- *outlet*: an id. *from*, *to*: days in the reader's zone, both inclusive; without *to* until now.
- A feed only reaches back as far as its server keeps it; sitemaps and listings with dates reach further.
- What lies beyond the definition's `max_pages` is in the ledger afterwards, and the next crawls go on with it.
- One at a time: pool `{ARCHIVE}`. Run again, it fetches nothing that is there.
"""


@dag(
    schedule=None,
    start_date=START,
    catchup=False,
    max_active_runs=1,
    tags=["rasid", "by hand"],
    default_args=defaults(retries=2),
    doc_md=_DOC,
    params={
        "outlet": Param("", type="string", minLength=1, title="Outlet", description="The id of one outlet."),
        "from": Param("", type="string", format="date", title="From", description="First day."),
        "to": Param(None, type=["null", "string"], format="date", title="To", description="Last day; empty: today."),
    },
)
def backfill() -> None:
    """Crawl, and tell the asset."""

    @task(pool=ARCHIVE, execution_timeout=timedelta(hours=12), outlets=[Asset("captured_backfill")])
    def crawl(params: dict) -> int:
        from infra.airflow.connection import task_settings
        from infra.scheduled.backfill import backfill as fill

        done = fill(task_settings(), params["outlet"], params["from"], params["to"])
        if done.skipped:
            raise AirflowSkipException(done.skipped)
        return done.captured

    crawl()


backfill()
