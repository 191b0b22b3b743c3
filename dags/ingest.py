"""Ingest: what the ledger says is captured goes to the store, in mapped batches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset, AssetAny, dag, task

BATCH = 500


@dag(
    schedule=AssetAny(*(Asset(f"captured_{tier}") for tier in ("agency", "daily", "weekly"))),
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    tags=["rasid", "ingest"],
    default_args={"owner": "rasid", "retries": 3, "retry_delay": timedelta(minutes=1)},
    doc_md="Processes the captures that wait, in batches of ids; then judges the health of every outlet. "
    "A batch run twice finds nothing left to do.",
)
def ingest() -> None:
    """Cut the waiting captures into batches, process each, judge the sources."""

    @task(execution_timeout=timedelta(minutes=5))
    def waiting() -> list[list[int]]:
        from infra.config import load_settings
        from infra.running import batches

        return [list(ids) for ids in batches(load_settings(), BATCH)]

    @task(retry_exponential_backoff=True, execution_timeout=timedelta(hours=1), max_active_tis_per_dag=4)
    def process(ids: list[int]) -> int:
        from infra.config import load_settings
        from infra.running import ingest_waiting

        return ingest_waiting(load_settings(), ids=(ids[0], ids[1]), workers=1).captures

    @task(trigger_rule="all_done", execution_timeout=timedelta(minutes=10), outlets=[Asset("articles")])
    def health() -> dict[str, str]:
        from infra.scheduled import check_all

        return check_all()

    process.expand(ids=waiting()) >> health()


ingest()
