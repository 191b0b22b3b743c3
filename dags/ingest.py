"""Ingest: what the ledger says is captured goes to the store, in mapped batches."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import Asset, AssetAny, dag, task

from infra.airflow.manners import START, TIERS, defaults
from infra.airflow.pools import INGEST

BATCH = 500
_DOC = f"""
### Ingest
Processes the captures that wait (`rasid ingest`) in batches of {BATCH} ids; triggered by whatever was crawled.

- A page that cannot be processed goes to quarantine (`rasid quarantine list`); the batch goes on.
- A batch run twice finds nothing left to do; a batch killed in the middle goes on where it was.
- How many batches at once: pool `{INGEST}`.
"""


@dag(
    schedule=AssetAny(*(Asset(f"captured_{tier}") for tier in (*TIERS, "backfill"))),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    max_active_tasks=1024,  # the pool is the bound
    tags=["rasid", "ingest"],
    default_args=defaults(retries=3),
    doc_md=_DOC,
)
def ingest() -> None:
    """Cut the waiting captures into batches, process each, tell the asset."""

    @task(execution_timeout=timedelta(minutes=5))
    def waiting() -> list[list[int]]:
        from infra.airflow.connection import task_settings
        from infra.running import batches

        return [list(ids) for ids in batches(task_settings(), BATCH)]

    @task(pool=INGEST, execution_timeout=timedelta(hours=1))
    def process(ids: list[int]) -> int:
        from infra.airflow.connection import task_settings
        from infra.running import ingest_waiting

        return ingest_waiting(task_settings(), ids=(ids[0], ids[1]), workers=1).captures

    @task(trigger_rule="all_done", outlets=[Asset("articles")])
    def stored() -> None:
        """Tell the asset, whichever batches failed: health is to see that too."""

    process.expand(ids=waiting()) >> stored()


ingest()
