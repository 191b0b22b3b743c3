"""Reprocess: extraction and processors again over the archive, in mapped batches, by hand."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import Asset, Param, dag, task

from infra.airflow.manners import START, defaults
from infra.airflow.pools import ARCHIVE

BATCH = 500
STEPS = ["extract", "entities", "quotes", "fingerprint"]
_DOC = f"""
### Reprocess
Runs extraction and processors again over archived pages; **no outlet is asked for anything**.

- *outlets*: ids; empty means all. *from*, *to*: days of capture in the reader's zone, both inclusive.
- *steps*: empty or `extract` reads the archived page again and runs everything; else the named processors run over the
  stored article, and what the others found stays.
- Batches of {BATCH} captures, in the pool `{ARCHIVE}`. A failed batch is cleared and run again alone.
- On Elasticsearch a new version of the indices is filled beside the one that is read; `finish` completes it and flips
  the alias only when every batch went through. `rasid es migrate --back` goes back. It needs an administrator
  (RASID_ELASTICSEARCH_ADMIN and RASID_ELASTICSEARCH_ADMIN_PASSWORD, or a key with those rights).
"""


@dag(
    schedule=None,
    start_date=START,
    catchup=False,
    max_active_runs=1,
    max_active_tasks=1024,  # the pool is the bound
    tags=["rasid", "by hand"],
    default_args=defaults(retries=2),
    doc_md=_DOC,
    params={
        "outlets": Param([], type="array", items={"type": "string"}, title="Outlets", description="Ids; empty: all."),
        "from": Param(None, type=["null", "string"], format="date", title="From", description="First day of capture."),
        "to": Param(None, type=["null", "string"], format="date", title="To", description="Last day of capture."),
        "steps": Param([], type="array", examples=STEPS, title="Steps", description="Empty: everything."),
    },
)
def reprocess() -> None:
    """Plan the batches, process each into the version being built, read that version."""

    @task(execution_timeout=timedelta(minutes=10))
    def plan(params: dict) -> list[list[int]]:
        from infra.airflow.connection import task_settings
        from infra.scheduled.reprocess import plan as planned
        from infra.scheduled.reprocess import wanted

        settings = task_settings()
        return [list(ids) for ids in planned(settings, wanted(settings, params), BATCH)]

    @task(execution_timeout=timedelta(minutes=10))
    def begin() -> int:
        from infra.airflow.connection import task_settings
        from infra.scheduled.rebuild import begin as begin_version

        return begin_version(task_settings())

    @task(pool=ARCHIVE, execution_timeout=timedelta(hours=2))
    def process(ids: list[int], version: int, params: dict) -> int:
        from infra.airflow.connection import task_settings
        from infra.scheduled.reprocess import again, wanted

        settings = task_settings()
        return again(settings, wanted(settings, params), (ids[0], ids[1]), version).done

    @task(trigger_rule="none_failed", execution_timeout=timedelta(hours=6), outlets=[Asset("articles")])
    def finish(version: int) -> int:
        from infra.airflow.connection import task_settings
        from infra.scheduled.rebuild import finish as finish_version

        return finish_version(task_settings(), version)

    version = begin()
    process.partial(version=version).expand(ids=plan()) >> finish(version)


reprocess()
