"""Crawl: one DAG a tier, one mapped task an outlet; each that ends tells the asset of its tier."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG, Asset, dag, task
from airflow.sdk.exceptions import AirflowSkipException

from infra.airflow.manners import START, TIERS, defaults, least, schedule
from infra.airflow.pools import CRAWL

_DOC = """
### Crawl of the tier *{tier}*
Fetches what is new from every watched outlet of the tier into archive and ledger (`rasid crawl`), one task an outlet.

- An outlet that fails holds back no other; it is tried again after one and two minutes.
- A lease in the ledger keeps an outlet from being crawled twice at once, and one whose last crawl ended less than
  {least} ago is left alone: both show as *skipped*, with the reason in the log.
- Any task may be run again or cleared: feeds are asked conditionally, known articles are not fetched again.
- When: environment variable `RASID_SCHEDULE_{name}`. How many at once over all tiers: pool `{pool}`.
"""


def _crawl_of(tier: str) -> DAG:
    @dag(
        dag_id=f"crawl_{tier}",
        schedule=schedule(tier),
        start_date=START,
        catchup=False,
        max_active_runs=1,
        max_active_tasks=1024,  # the pool is the bound
        tags=["rasid", "crawl", tier],
        default_args=defaults(retries=2),
        doc_md=_DOC.format(tier=tier, name=tier.upper(), least=least(tier), pool=CRAWL),
    )
    def crawl() -> None:
        @task(execution_timeout=timedelta(minutes=5))
        def outlets() -> list[str]:
            from infra.airflow.connection import task_settings
            from infra.scheduled.crawl import outlets_of

            return outlets_of(task_settings(), tier)

        @task(pool=CRAWL, execution_timeout=timedelta(hours=2), map_index_template="{{ task.op_kwargs['outlet'] }}")
        def one(outlet: str) -> int:
            from infra.airflow.connection import task_settings
            from infra.scheduled.crawl import crawl_one

            done = crawl_one(task_settings(), outlet, least(tier))
            if done.skipped:
                raise AirflowSkipException(done.skipped)
            return done.captured

        @task(trigger_rule="all_done", outlets=[Asset(f"captured_{tier}")])
        def captured() -> None:
            """Tell the asset, whichever outlets failed."""

        one.expand(outlet=outlets()) >> captured()

    return crawl()


for _tier in TIERS:
    globals()[f"crawl_{_tier}"] = _crawl_of(_tier)
