"""Maintain: what is done once a day to archive, ledger, store and quarantine."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag, task

from infra.airflow.manners import START, defaults, schedule
from infra.airflow.pools import ARCHIVE

SAMPLE = 500
_DOC = f"""
### Maintain
- `verify_archive` reads {SAMPLE} archived captures, others each day, against their digests; it fails where one does not
  hold. `rasid archive verify` reads all.
- `compact_ledger` removes runs and coverage older than three months and the feeds' captures older than one, then
  vacuums.
- `retire_articles` deletes from the store what is older than the setting `retention_days` (0, the default: nothing).
- `prune_archive` drops WARC files older than the setting `archive_days` (0, the default: nothing).
- `quarantine_digest` writes `RASID_HOME/digests/quarantine-DAY.json`.

When: environment variable `RASID_SCHEDULE_MAINTAIN`. Each task may be run again.
"""


@dag(
    schedule=schedule("maintain"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    tags=["rasid", "maintenance"],
    default_args={**defaults(retries=2), "pool": ARCHIVE, "execution_timeout": timedelta(hours=4)},
    doc_md=_DOC,
)
def maintain() -> None:
    """Five tasks that do not depend on one another."""

    @task(retries=0)
    def verify_archive(dag_run=None) -> int:
        from infra.airflow.connection import task_settings
        from infra.scheduled.maintain import verify_sample

        return verify_sample(task_settings(), dag_run.run_after, SAMPLE)

    @task
    def compact_ledger(dag_run=None) -> dict[str, int]:
        from dataclasses import asdict

        from infra.airflow.connection import task_settings
        from infra.scheduled.maintain import compact

        return asdict(compact(task_settings(), dag_run.run_after))

    @task
    def retire_articles(dag_run=None) -> int:
        from infra.airflow.connection import task_settings
        from infra.scheduled.maintain import retire

        return retire(task_settings(), dag_run.run_after)

    @task
    def prune_archive(dag_run=None) -> int:
        from infra.airflow.connection import task_settings
        from infra.scheduled.maintain import prune_archive as prune

        return prune(task_settings(), dag_run.run_after)

    @task
    def quarantine_digest(dag_run=None) -> str:
        from infra.airflow.connection import task_settings
        from infra.scheduled.maintain import quarantine_digest as write_digest

        return write_digest(task_settings(), dag_run.run_after).file

    verify_archive()
    compact_ledger()
    retire_articles()
    prune_archive()
    quarantine_digest()


maintain()
