"""Crawl: one DAG a tier, one mapped task an outlet; each that ends well tells the asset of its tier."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import DAG, Asset, dag, task

SCHEDULES = {"agency": "*/15 * * * *", "daily": "0 * * * *", "weekly": "0 3 * * *"}


def _crawl_of(tier: str, schedule: str) -> DAG:
    @dag(
        dag_id=f"crawl_{tier}",
        schedule=schedule,
        start_date=datetime(2026, 1, 1, tzinfo=UTC),
        catchup=False,
        max_active_runs=1,
        tags=["rasid", "crawl", tier],
        default_args={"owner": "rasid", "retries": 2, "retry_delay": timedelta(minutes=1)},
        doc_md=f"Fetches what is new from every enabled outlet of tier **{tier}** into archive and ledger. "
        "An outlet that fails holds back no other; a lease in the ledger keeps it from being crawled twice at once.",
    )
    def crawl() -> None:
        @task(execution_timeout=timedelta(minutes=5))
        def outlets() -> list[str]:
            from infra.config import load_settings
            from infra.outlets import registry

            known = registry(load_settings()).values()
            return [outlet.id for outlet in known if outlet.enabled and outlet.tier == tier]

        @task(retry_exponential_backoff=True, execution_timeout=timedelta(hours=2), max_active_tis_per_dag=8)
        def one(outlet: str) -> int:
            from infra.scheduled import crawl_one

            return crawl_one(outlet)

        @task(trigger_rule="all_done", outlets=[Asset(f"captured_{tier}")])
        def captured() -> None:
            """Tell the asset, whichever outlets failed."""

        one.expand(outlet=outlets()) >> captured()

    return crawl()


for _tier, _schedule in SCHEDULES.items():
    globals()[f"crawl_{_tier}"] = _crawl_of(_tier, _schedule)
